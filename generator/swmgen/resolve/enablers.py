"""Folders to enablers: in the order of what each builds on, every name looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from swmgen.diagnostics import Note, Report, Severity
from swmgen.model import Drop, Enabler, Erratum, Maturity, Requirement, Suppression, Tree
from swmgen.read.folder import Folder
from swmgen.read.language import FILES, InterfaceText, MachineText, MessagesFile, SecurityFile
from swmgen.resolve.fragments import Fragments, declared, together, with_parts
from swmgen.resolve.interfaces import build_interface
from swmgen.resolve.machines import Names, build_machine
from swmgen.resolve.messages import build_messages
from swmgen.resolve.overlay import lay_over
from swmgen.resolve.placement import overlaid
from swmgen.resolve.rows import events_of
from swmgen.resolve.scope import Scope, copy_with, entries, stated, words
from swmgen.resolve.security import BUILT_IN_TYPES, build_security
from swmgen.resolve.trees import build_tree

ReadDdf = Callable[[bytes, str, str, Report], Tree | None]
"""(document, file name, enabler key, report) to the trees it describes."""


class Resolved(msgspec.Struct, frozen=True):
    """Whole enablers by key, those they build on first.

    `broken` are the ids of elements that did not resolve, `faulty` the files
    of each enabler and of what it builds on that were not read without fault.
    """

    enablers: Mapping[str, Enabler]
    broken: frozenset[str]
    faulty: Mapping[str, frozenset[str]]


class _Texts(msgspec.Struct):
    """What an enabler states, with all it inherits laid under it."""

    tree: Tree
    machines: dict[str, MachineText]
    messages: MessagesFile
    security: SecurityFile
    requirements: dict[str, Requirement]
    interfaces: dict[str, InterfaceText]


def resolve(folders: Mapping[str, Folder], unread: frozenset[str], report: Report, read_ddf: ReadDdf) -> Resolved:
    """Every enabler in `folders`. What cannot be resolved is reported and left out of the element that named it.

    `unread` are the keys of enablers that are there but do not say who they are.
    """
    return _Resolver(folders, unread, report, read_ddf).all()


def order(folders: Mapping[str, Folder], report: Report) -> list[str]:
    """The keys, each behind what it extends and uses. Circles are reported and cut; iterative, as chains may be long."""
    done: dict[str, None] = {}
    for start in sorted(folders):
        trail: list[str] = []
        pending: list[tuple[str, bool]] = [(start, False)]
        while pending:
            key, left = pending.pop()
            if left:
                trail.pop()
                done[key] = None
                continue
            if key in done or key not in folders:
                continue
            if key in trail:
                _report_circle(folders[trail[-1]], key, trail, report)
                continue
            trail.append(key)
            pending.append((key, True))
            pending.extend((base, False) for base in reversed(builds_on(folders[key])))
    return list(done)


def builds_on(folder: Folder) -> tuple[str, ...]:
    """The keys of what a folder extends and uses."""
    enabler = folder.enabler
    named = (enabler.extends, enabler.overlays)
    return (*(key for key in named if key is not UNSET), *words(enabler.uses))


def _report_circle(folder: Folder, key: str, trail: list[str], report: Report) -> None:
    marks = folder.enabler.marks_
    field = "extends" if folder.enabler.extends == key else "uses"
    circle = " -> ".join((*trail[trail.index(key) :], key))
    span = marks.get(field, folder.enabler.span_)
    report.add("SWM0202", span, f"`{folder.key}` builds on itself.", notes=[Note(circle)])


class _Resolver:
    def __init__(
        self, folders: Mapping[str, Folder], unread: frozenset[str], report: Report, read_ddf: ReadDdf
    ) -> None:
        self._folders = folders
        self._unread = unread
        self._report = report
        self._read_ddf = read_ddf
        self._texts: dict[str, _Texts] = {}
        self._enablers: dict[str, Enabler] = {}
        self._fragments: dict[str, Fragments] = {}
        self._broken: set[str] = set()
        self._faulty: dict[str, frozenset[str]] = {}
        self._lost: dict[str, frozenset[str]] = {}

    def all(self) -> Resolved:
        for key in order(self._folders, self._report):
            self._enablers[key] = self._enabler(self._folders[key])
        return Resolved(self._enablers, frozenset(self._broken), self._faulty)

    def _base(self, folder: Folder, scope: Scope) -> _Texts | None:
        text = folder.enabler
        for field, keys in (
            ("extends", stated(text.extends)),
            ("overlays", stated(text.overlays)),
            ("uses", text.uses),
        ):
            for key in words(stated(keys, ())):
                if key in self._unread:
                    continue
                scope.known("SWM0201", "enabler", key, self._folders, text.marks_[field], f"{folder.key}:enabler")
        return None if text.extends is UNSET else self._texts.get(text.extends)

    def _uses(self, folder: Folder) -> tuple[str, ...]:
        """What it uses, and what the enabler that it extends uses: that is inherited like everything else."""
        base = self._enablers.get(stated(folder.enabler.extends, ""))
        return tuple(dict.fromkeys((*(base.uses if base else ()), *words(folder.enabler.uses))))

    def _note_faults(self, folder: Folder, scope: Scope) -> None:
        everything = frozenset(FILES)
        below = builds_on(folder)
        self._faulty[folder.key] = folder.faulty.union(*(self._faulty.get(key, everything) for key in below))
        self._lost[folder.key] = folder.lost.union(*(self._lost.get(key, everything) for key in below))
        scope.lost.update(self._lost[folder.key])

    def _enabler(self, folder: Folder) -> Enabler:
        key = folder.key
        scope = Scope(key, self._report)
        self._note_faults(folder, scope)
        base = self._base(folder, scope)
        if folder.enabler.overlays is not UNSET:
            return self._overlay(folder, scope)
        texts = self._lay_over(folder, base, scope)
        self._texts[key] = texts
        scope.nodes = texts.tree.by_path()
        used = [self._enablers[other] for other in self._uses(folder) if other in self._enablers]
        messages = build_messages(texts.messages, scope)
        results = frozenset(result.name for result in messages.results)
        own_results = results.union(*(frozenset(r.name for r in other.messages.results) for other in used))
        security = build_security(texts.security, (other.security for other in used), own_results, scope)
        names = Names(
            results=results,
            alerts=frozenset(alert.name for alert in messages.alerts),
            types=frozenset((*BUILT_IN_TYPES, *(declared.name for declared in security.types))),
            procedures=frozenset(procedure.name for procedure in security.procedures),
            primitives=frozenset(primitive.name for primitive in security.primitives),
        )
        machines = tuple(build_machine(name, text, scope, names) for name, text in texts.machines.items())
        identity = folder.enabler
        enabler = Enabler(
            name=identity.enabler,
            version=identity.version,
            title=identity.title,
            maturity=Maturity(stated(identity.maturity, "draft")),
            source=stated(identity.source, ""),
            extends=stated(identity.extends),
            vendor=stated(identity.vendor),
            imported=stated(identity.imported),
            uses=self._uses(folder),
            tree=texts.tree,
            machines=machines,
            drops=_drops(folder, scope),
            interfaces=tuple(
                build_interface(name, entry, machines, names.types, scope) for name, entry in texts.interfaces.items()
            ),
            messages=messages,
            security=security,
            requirements=tuple(texts.requirements.values()),
            suppressions=self._suppressions(folder),
            errata=self._errata(folder),
            reserved=tuple(stated(identity.reserved, [])),
            **{**scope.element("enabler", key, identity), "id": f"{key}:enabler"},
        )
        _check_served(enabler, texts, scope)
        self._broken |= scope.broken
        return enabler

    def _overlay(self, folder: Folder, scope: Scope) -> Enabler:
        identity = folder.enabler
        over = self._enablers.get(stated(identity.overlays, ""))
        base = self._enablers.get(over.extends or "") if over else None
        fields = {
            **scope.element("enabler", folder.key, identity),
            "id": f"{folder.key}:enabler",
            "name": identity.enabler,
            "version": identity.version,
            "title": identity.title,
            "maturity": Maturity(stated(identity.maturity, "draft")),
            "source": stated(identity.source, ""),
            "overlays": stated(identity.overlays),
            "suppressions": self._suppressions(folder),
            "reserved": tuple(stated(identity.reserved, [])),
        }
        self._broken |= scope.broken
        if over is None or base is None:
            if over is not None:
                self._report.add(
                    "SWM0223", identity.marks_["overlays"], f"`{over.key}` extends nothing to be laid over."
                )
            return Enabler(**fields)
        return overlaid(over, base, fields)

    def _lay_over(self, folder: Folder, base: _Texts | None, scope: Scope) -> _Texts:
        key = folder.key
        self._fragments[key] = declared(folder)
        below = (*self._uses(folder), key)
        fragments = together(self._fragments[other] for other in below if other in self._fragments)
        inherited = base.tree if base else Tree()
        if folder.ddf is not None:
            found = Report()
            read = self._read_ddf(folder.ddf, f"{key}/objects.ddf.xml", key, found)
            tree = read or Tree()
            # What came from the field is repaired; a description of our own has to be right.
            is_ours = folder.enabler.imported is UNSET
            self._report.include(found, Severity.ERROR if is_ours else None)
            if read is None or (is_ours and len(found)):
                self._faulty[key] |= {"objects.yaml"}
                self._lost[key] |= {"objects.yaml"}
                scope.lost.add("objects.yaml")
        else:
            tree = build_tree(inherited, folder.objects, fragments, scope)
        machines = dict(base.machines) if base else {}
        for name, text in entries(folder.states.machines).items():
            base_text = machines.get(name)
            if base_text is None:
                base_text = MachineText(span_=text.span_, marks_={})
                machines[name] = copy_with(with_parts(base_text, text, name, fragments, scope), changed_=None)
            else:
                machines[name] = with_parts(base_text, text, name, fragments, scope)
        return _Texts(
            tree=tree,
            machines=machines,
            interfaces={**(base.interfaces if base else {}), **entries(folder.states.interfaces)},
            messages=lay_over(base.messages, folder.messages, key) if base else folder.messages,
            security=lay_over(base.security, folder.security, key) if base else folder.security,
            requirements={**(base.requirements if base else {}), **self._requirements(folder)},
        )

    def _requirements(self, folder: Folder) -> dict[str, Requirement]:
        named: Any = entries(folder.enabler.requirements)
        return {
            name: Requirement(
                name=name,
                doc=sentence.strip(),
                id=f"{folder.key}:requirement:{name}",
                span=named.places[name],
                origin=folder.key,
            )
            for name, sentence in named.items()
        }

    def _suppressions(self, folder: Folder) -> tuple[Suppression, ...]:
        return tuple(
            Suppression(
                rule=entry.rule,
                target=entry.at,
                reason=entry.reason,
                **Scope(folder.key, self._report).element("suppression", f"{entry.rule}/{entry.at}", entry),
            )
            for entry in stated(folder.enabler.suppress, [])
        )

    def _errata(self, folder: Folder) -> tuple[Erratum, ...]:
        scope = Scope(folder.key, self._report)
        return tuple(
            Erratum(
                says=entry.at,
                here=entry.here,
                why=entry.why,
                **scope.element("erratum", str(number), entry),
            )
            for number, entry in enumerate(stated(folder.enabler.errata, []), 1)
        )


def _drops(folder: Folder, scope: Scope) -> tuple[Drop, ...]:
    return tuple(
        Drop(
            machine=name,
            events=events_of(entry.on),
            **{**scope.element("drop", f"{name}/{number}", entry), "doc": entry.why},
        )
        for name, text in entries(folder.states.machines).items()
        for number, entry in enumerate(stated(text.drop, ()), 1)
    )


def _check_served(enabler: Enabler, texts: _Texts, scope: Scope) -> None:
    """Every `serves:` names a requirement."""
    legal = frozenset(texts.requirements)
    for element in enabler.serving():
        if not element.id.startswith(f"{enabler.key}:"):
            continue
        for name in element.serves:
            scope.known("SWM0214", "requirement", name, legal, element.at("serves"), element.id)
