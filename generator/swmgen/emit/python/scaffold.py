"""The file a device maker starts from: every method to be written, none of it written."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

import jinja2

from swmgen.emit.backend import Output
from swmgen.emit.formatting import finish
from swmgen.emit.python.backend import PackageView
from swmgen.model import Enabler

_WORD = re.compile(r"[A-Za-z_]\w*")


def scaffold(enabler: Enabler, template: Callable[[str], jinja2.Template], package: str = "swm_enablers") -> str:
    """The text of the file, which imports the stubs from `package`. Empty when the enabler has no machine."""
    view = PackageView(enabler)
    if not view.objects:
        return ""
    machines = {machine.camel: machine for machine in view.states.machines}
    objects = [(entry, machines[entry.camel].facts) for entry in view.objects]
    primitives = view.security.primitives
    stubs = f"{package}.{enabler.package}"
    imports: dict[str, set[str]] = {
        "swm.machine": {"Journals" if view.instances else "Journal"},
        "swm.tree": {"ManagementTree"},
        f"{stubs}.client": (
            {f"{view.camel}Root", *(f"{entry.camel}Handler" for entry in view.instances)}
            if view.instances
            else {f"{entry.camel}Object" for entry in view.objects}
        ),
    }
    if view.security.procedures:
        imports[f"{stubs}.security"] = {
            f"{procedure.camel}Inputs" for entry in view.objects for procedure in entry.procedures
        }
    signatures = [f"{entry.parameters} {entry.returns}" for entry in primitives]
    signatures += [action.type or "" for entry in view.objects for action in entry.actions]
    signatures += [fact.type for _, facts in objects for fact in facts]
    used = {word for text in signatures for word in _WORD.findall(text)}
    enums = {enum.name for machine in view.states.machines for enum in machine.enums}
    for module, names in (
        ("swm.security", set(view.security.from_security)),
        ("datetime", {"datetime"}),
        (f"{stubs}.states", enums),
        *((module, set(names)) for module, names in view.security.other_imports.items()),
    ):
        if names & used:
            imports.setdefault(module, set()).update(names & used)
    root = enabler.tree.roots[0]
    text = template("python/scaffold.py.j2").render(
        view=view,
        enabler=enabler,
        objects=objects,
        primitives=primitives if view.security.procedures else [],
        imports=imports,
        uri=f"./{root.name}" if not root.name.startswith("<") else f"./{enabler.name.upper()}/{root.name.strip('<>')}",
    )
    return finish([Output("scaffold.py", text)])[0].text


def lacking(written: str, fresh: str) -> list[str]:
    """The classes and methods that `fresh` has and `written` has nowhere, as ``Class.method``.

    Raises:
        SyntaxError: `written` is not Python.
    """
    have = _methods(written)
    names = {name for _, name in have}
    return [f"{owner}.{name}" for owner, name in _methods(fresh) if name not in names]


def _methods(text: str) -> list[tuple[str, str]]:
    return [
        (entry.name, method.name)
        for entry in ast.parse(text).body
        if isinstance(entry, ast.ClassDef)
        for method in entry.body
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
