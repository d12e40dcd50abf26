"""One build: what changed is loaded, checked, rendered in memory, and put down at once."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from swmgen.emit import journal, trace
from swmgen.emit.backend import Backend, EmitContext, Output
from swmgen.emit.compatibility import older_of, version_before
from swmgen.emit.formatting import Formatting
from swmgen.emit.freshness import FORMAT, State, digest, outputs
from swmgen.emit.proofs import Prove, prove, still_counting
from swmgen.emit.templates import explain, template_source
from swmgen.emit.vendored import lean_on_copy, vendor
from swmgen.load import Loaded, load
from swmgen.model import Enabler

TRACE = "trace.json"


class Plan(msgspec.Struct, frozen=True):
    """What is asked for: where from, where to, with which templates, backends and options."""

    spec: Path
    out: Path
    templates: tuple[Path, ...]
    backends: tuple[Backend, ...]
    wanted: tuple[str, ...]
    shared: Mapping[str, str]
    vendored: bool = False


class Built(msgspec.Struct, frozen=True):
    """What a build would put down: every output, which differ from what is there, which go, and the manifest."""

    enablers: int
    texts: Mapping[str, str]
    changed: Mapping[str, str]
    removed: tuple[str, ...]
    manifest: str


class Rejected(Exception):
    """The specification has errors; nothing is built."""

    def __init__(self, loaded: Loaded) -> None:
        super().__init__("the specification has errors")
        self.loaded = loaded


class TwoForOne(Exception):
    """Two outputs have the same path."""


def build(
    plan: Plan,
    state: State,
    check: Callable[[Loaded], None],
    progress: Callable[[str], None],
    verified: Prove = prove,
) -> Built:
    """Render what is stale and compare it with what is there. Nothing is written.

    `check` runs the rules and adds to the report; then the machines are
    `verified`. Raises Rejected when there are errors, TemplateFailed for a template that fails, TwoForOne when
    outputs clash, FormatterFailed.
    """
    old = None if state.everything else state.manifest
    keys = _keys_to_render(plan, state, old)
    progress("reading")
    present = dict.fromkeys(path.partition("/")[0] for path in state.inputs)
    loaded = load(plan.spec, keys if keys is None else _with_older(keys, present))
    progress("checking")
    check(loaded)
    if loaded.report.has_errors:
        raise Rejected(loaded)
    shown = list(loaded.enablers) if keys is None else [key for key in loaded.enablers if key in keys]
    closures = {key: _closure(loaded.enablers[key], loaded, state.inputs) for key in shown}
    counting = still_counting(state.manifest, plan.shared.get("compiler"), closures.__getitem__, shown)
    proofs = verified(loaded, shown, counting, progress)
    if loaded.report.has_errors:
        raise Rejected(loaded)
    context = EmitContext(template=template_source(plan.templates), enablers=loaded.enablers, proofs=proofs)
    units: dict[str, Any] = {}
    texts: dict[str, str] = {}
    traces: dict[str, Any] = {}
    if old is not None:
        _keep_units(plan, old, shown, state, units, traces)
    summaries = {key: unit["summaries"] for key, unit in units.items()}
    for key in shown:
        summaries[key] = {backend.name: backend.summarise(loaded.enablers[key]) for backend in plan.backends}
    rendered, index = _render(plan, shown, summaries, context, progress)
    _unique(output for made in rendered.values() for output in made)
    for key in shown:
        enabler = loaded.enablers[key]
        own = rendered[key]
        texts.update((output.path, output.text) for output in own)
        traces[key] = trace.unit_trace(enabler, own)
        units[key] = {
            "inputs": closures[key],
            "proofs": [msgspec.structs.asdict(proof) for proof in proofs[key]],
            "outputs": {output.path: digest(output.text.encode("utf-8")) for output in own},
            "summaries": summaries[key],
        }
    index.append(Output(TRACE, trace.render(traces)))
    if plan.vendored:
        index.extend(vendor())
    for output in index:
        if output.path in texts or any(output.path in unit["outputs"] for unit in units.values()):
            raise TwoForOne(f"two backends make {output.path}")
        texts[output.path] = output.text
    manifest = {
        "format": FORMAT,
        "shared": dict(plan.shared),
        "wanted": list(plan.wanted),
        "index": {output.path: digest(output.text.encode("utf-8")) for output in index},
        "units": dict(sorted(units.items())),
    }
    return _difference(plan, state, texts, manifest, len(units))


def put_down(plan: Plan, built: Built) -> None:
    """Write what changed. What is on disk afterwards is all of the new build; after a kill, see `journal`."""
    journal.commit(str(plan.out), built.changed, list(built.removed), built.manifest)


def _keys_to_render(plan: Plan, state: State, old: Mapping[str, Any] | None) -> list[str] | None:
    """The enablers to render: None for all."""
    if old is None:
        return list(plan.wanted) or None
    broken = {*state.edited, *state.missing}
    if TRACE in broken:
        return list(plan.wanted) or None
    damaged = [key for key, unit in old["units"].items() if broken.intersection(unit["outputs"])]
    present = {path.partition("/")[0] for path in state.inputs}
    # One that comes after a version that is new here was never compared with it.
    after = [key for key in present if version_before(key, present) in state.stale]
    return [key for key in dict.fromkeys((*state.stale, *damaged, *after)) if key in present]


def _with_older(keys: Sequence[str], present: Iterable[str]) -> list[str]:
    """These enablers and the versions before them, which they are compared with."""
    older = (version_before(key, present) for key in keys)
    return list(dict.fromkeys((*keys, *(key for key in older if key is not None))))


def _keep_units(
    plan: Plan,
    old: Mapping[str, Any],
    shown: Sequence[str],
    state: State,
    units: dict[str, Any],
    traces: dict[str, Any],
) -> None:
    """Units that are as they were, with their traces out of the trace file of the last build."""
    present = {path.partition("/")[0] for path in state.inputs}
    kept = {key: unit for key, unit in old["units"].items() if key not in shown and key in present}
    units.update(kept)
    table: Mapping[str, Any] = {}
    # Without the old trace the units kept have none to give.
    with suppress(OSError, ValueError, KeyError):
        table = json.loads((plan.out / TRACE).read_bytes())["elements"]
    for key in kept:
        traces[key] = {}
    for element, entry in table.items():
        key = element.partition(":")[0]
        if key in kept:
            traces[key][element] = [entry["spec"], *entry["outputs"]]


def _render(
    plan: Plan,
    shown: Sequence[str],
    summaries: Mapping[str, Any],
    context: EmitContext,
    progress: Callable[[str], None],
) -> tuple[dict[str, list[Output]], list[Output]]:
    """The outputs of each enabler, and those over all. While one backend's are formatted, the next renders."""
    with ExitStack() as formattings:
        running = _start(plan, shown, summaries, context, progress, formattings)
        rendered: dict[str, list[Output]] = {key: [] for key in shown}
        index: list[Output] = []
        for owners, formatting in running:
            for owner, output in zip(owners, formatting.result(), strict=True):
                (index if owner is None else rendered[owner]).append(output)
        return rendered, index


def _start(
    plan: Plan,
    shown: Sequence[str],
    summaries: Mapping[str, Any],
    context: EmitContext,
    progress: Callable[[str], None],
    formattings: ExitStack,
) -> list[tuple[list[str | None], Formatting]]:
    """What each backend made, being formatted, with the enabler each output belongs to; None for those over all."""
    earlier: dict[str, dict[str, tuple[Output, ...]]] = {key: {} for key in shown}
    running: list[tuple[list[str | None], Formatting]] = []
    for backend in plan.backends:
        owners: list[str | None] = []
        made: list[Output] = []
        for key in shown:
            progress(f"{backend.name} of {key}")
            own = msgspec.structs.replace(context, earlier=earlier[key])
            outputs = _guarded(backend.name, partial(backend.emit, context.enablers[key], own))
            earlier[key][backend.name] = tuple(outputs)
            owners += [key] * len(outputs)
            made += [lean_on_copy(output) for output in outputs] if plan.vendored else outputs
        below = {key: entry[backend.name] for key, entry in sorted(summaries.items())}
        made += _guarded(backend.name, partial(backend.emit_index, below, context))
        owners += [None] * (len(made) - len(owners))
        formatting = Formatting(made)
        formattings.callback(formatting.close)
        running.append((owners, formatting))
    return running


def _guarded(name: str, render: Callable[[], Iterable[Output]]) -> list[Output]:
    """Render; an error in a template becomes TemplateFailed with its line."""
    import jinja2

    try:
        return list(render())
    except jinja2.TemplateError as error:
        raise explain(error, name) from None


def _unique(made: Iterable[Output]) -> None:
    """Raise TwoForOne when two outputs have one path or one lies outside of the folder."""
    by_path: set[str] = set()
    for output in made:
        if output.path in by_path:
            raise TwoForOne(f"two backends make {output.path}")
        if output.path.startswith("/") or ".." in output.path.split("/"):
            raise TwoForOne(f"the output {output.path} would lie outside the output folder")
        by_path.add(output.path)


def _closure(enabler: Enabler, loaded: Loaded, inputs: Mapping[str, str]) -> dict[str, str]:
    """The files of an enabler and of all it builds on, with their digests."""
    keys: dict[str, None] = {}
    pending = [enabler.key]
    while pending:
        key = pending.pop()
        if key in keys:
            continue
        keys[key] = None
        base = loaded.enablers.get(key)
        if base is not None:
            older = older_of(base, loaded.enablers)
            pending.extend(other for other in (base.extends, base.overlays, *base.uses) if other)
            pending.extend([older.key] if older is not None else ())
    return {path: value for path, value in inputs.items() if path.partition("/")[0] in keys}


def _difference(plan: Plan, state: State, texts: Mapping[str, str], manifest: Mapping[str, Any], count: int) -> Built:
    changed = {}
    for path, text in sorted(texts.items()):
        target = plan.out / path
        try:
            same = target.read_bytes() == text.encode("utf-8")
        except OSError:
            same = False
        if not same:
            changed[path] = text
    now = outputs(dict(manifest))
    before = outputs(state.manifest) if state.manifest is not None else {}
    removed = tuple(sorted(path for path in before if path not in now and os.path.exists(plan.out / path)))
    rendered = msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=1).decode("utf-8") + "\n"
    return Built(count, texts, changed, removed, rendered)
