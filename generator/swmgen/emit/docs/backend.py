"""Renders the pages of one enabler, and the index over all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from markupsafe import Markup

from swmgen.emit.backend import EmitContext, Output
from swmgen.emit.docs import view
from swmgen.emit.docs.anchors import anchor, file_name, key_of
from swmgen.emit.docs.conformance import conformance
from swmgen.emit.docs.crowd import controls_flow, crowd
from swmgen.emit.docs.figures import Figure, dot, mermaid, procedure_figure, state_figure, tree_figure
from swmgen.emit.docs.proved import proved
from swmgen.emit.docs.test_specification import chapters
from swmgen.emit.docs.typed_steps import typed
from swmgen.model import Element, Enabler


def _inline(figure: Figure | None) -> Markup:
    return Markup(figure.inline() if figure is not None else "")  # noqa: S704 made by lxml


class DocsBackend:
    """HTML and Markdown."""

    name = "docs"
    after: tuple[str, ...] = ("ddf", "conformance")

    def emit(self, enabler: Enabler, context: EmitContext) -> Iterator[Output]:
        """Two pages, HTML and Markdown, and the diagrams as text."""
        ddf = "".join(output.text for output in context.earlier.get("ddf", ()))
        tests = chapters(context.earlier.get("conformance", ()))
        told = {"proved": proved(enabler, context.proofs.get(enabler.key, ())), "tests": tests}
        page = {**self._page(enabler, ddf), **told}
        yield Output(f"docs/{enabler.key}.html", context.template("docs/enabler.html.j2").render(**page))
        yield Output(f"docs/{enabler.key}.md", context.template("docs/enabler.md.j2").render(**page))
        if tests:
            for form in ("html", "md"):
                text = context.template(f"docs/tests.{form}.j2").render(enabler=enabler, chapters=tests)
                yield Output(f"docs/{enabler.key}.ets.{form}", text)
        for machine in enabler.machines:
            name = f"docs/{enabler.key}.{file_name(machine.name)}"
            yield Output(f"{name}.mmd", mermaid(machine))
            yield Output(f"{name}.dot", dot(machine))

    def _page(self, enabler: Enabler, ddf: str) -> dict[str, Any]:
        codes = {result.name: result.code for result in enabler.messages.results}
        nodes = {node.path: node for node in enabler.tree.walk()}

        def href(element: Element) -> str:
            key = key_of(element.id)
            return f"{'' if key == enabler.key else f'{key}.html'}#{anchor(element.id)}"

        def is_new(element: Element) -> bool:
            return view.mark_of(element, enabler.key, enabler.extends) == "new"

        new_nodes = frozenset(node.id for node in nodes.values() if is_new(node))
        trees = []
        for root in enabler.tree.roots:
            figure, left_out = tree_figure(root, new_nodes, href)
            trees.append((root, _inline(figure), left_out, view.node_rows(root, enabler)))
        machines = [
            (
                view.machine_page(machine, enabler, codes),
                _inline(
                    state_figure(machine, frozenset(state.name for state in machine.states if is_new(state)), href)
                ),
            )
            for machine in enabler.machines
        ]
        procedures = [
            (procedure, anchor(procedure.id), _inline(procedure_figure(typed(procedure, enabler, nodes), codes)))
            for procedure in view.own_procedures(enabler)
        ]
        stops: dict[str, list[str]] = {threat.name: [] for threat in enabler.security.threats}
        for procedure, _, _ in procedures:
            for step in procedure.steps:
                for threat in step.stops:
                    stops.setdefault(threat, []).append(f"{procedure.name}: {step.primitive}")
        simulated = crowd() if controls_flow(enabler) else None
        return {
            "enabler": enabler,
            "trees": trees,
            "machines": machines,
            "procedures": procedures,
            "codes": codes,
            "threats": [(threat, stops[threat.name]) for threat in enabler.security.threats if stops[threat.name]],
            "requirements": view.served_by(enabler),
            "conformance": conformance(enabler),
            "changes": view.changes(enabler),
            "alert_mark": view.alert_mark,
            "mark_of": lambda element: view.mark_of(element, enabler.key, enabler.extends),
            "anchor": anchor,
            "ddf": ddf,
            "crowd": simulated,
            "crowd_figure": _inline(None if simulated is None else simulated.figure),
        }

    def summarise(self, enabler: Enabler) -> Any:
        """What the index and its search show."""
        entries = [[node.path, anchor(node.id), "node"] for node in enabler.tree.walk()]
        for machine in enabler.machines:
            entries += [[state.name, anchor(state.id), "state"] for state in machine.states]
        entries += [
            [f"{result.code} {result.name}", anchor(result.id), "result"] for result in enabler.messages.results
        ]
        entries += [[alert.name, anchor(alert.id), "alert"] for alert in enabler.messages.alerts]
        entries += [[procedure.name, anchor(procedure.id), "procedure"] for procedure in view.own_procedures(enabler)]
        return {
            "title": enabler.title,
            "version": enabler.version,
            "maturity": enabler.maturity.value,
            "doc": enabler.doc.strip().partition("\n\n")[0],
            "extends": enabler.extends,
            "counts": {
                "nodes": sum(1 for _ in enabler.tree.walk()),
                "states": sum(len(machine.states) for machine in enabler.machines),
                "results": len(enabler.messages.results),
                "alerts": len(enabler.messages.alerts),
            },
            "entries": entries,
            "tests": [machine.name for machine in enabler.machines]
            + (["procedures"] if view.own_procedures(enabler) else []),
        }

    def emit_index(self, summaries: Mapping[str, Any], context: EmitContext) -> Iterable[Output]:
        """The start page, its search index, the style sheet and the script."""
        rows = [
            [key, name, where, kind]
            for key, summary in sorted(summaries.items())
            for name, where, kind in summary["entries"]
        ]
        rows += [
            [f"{key}.ets", f"tests of {name}", f"tests-{name}", "test"]
            for key, summary in sorted(summaries.items())
            for name in summary["tests"]
        ]
        lines = ",\n".join(msgspec.json.encode(row).decode("utf-8") for row in rows)
        html = context.template("docs/index.html.j2").render(summaries=sorted(summaries.items()))
        text = context.template("docs/index.md.j2").render(summaries=sorted(summaries.items()))
        return [
            Output("docs/index.html", html),
            Output("docs/index.md", text),
            Output("docs/search-index.js", f"window.searchIndex = [\n{lines}\n];\n"),
            Output("docs/style.css", context.template("docs/style.css").render()),
            Output("docs/search.js", context.template("docs/search.js").render()),
        ]
