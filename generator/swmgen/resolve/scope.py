"""What can be named while one enabler is resolved, and how a name that leads nowhere is reported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec
from msgspec import UNSET

from swmgen.diagnostics import Edit, Fix, Note, Report, closest
from swmgen.model import Node, Span
from swmgen.read.language import Documented, Written

_SEPARATORS = re.compile(r"[\s,]+")


def words(value: Any) -> tuple[str, ...]:
    """The names in `Words`: a list, or one text separated by blanks or commas."""
    if value is UNSET or value is None:
        return ()
    if isinstance(value, str):
        return tuple(word for word in _SEPARATORS.split(value) if word)
    return tuple(value)


def entries(value: Any) -> Mapping[str, Any]:
    """A mapping of names, empty when it is not stated."""
    return {} if value is UNSET else value


def stated(value: Any, default: Any = None) -> Any:
    """`value`, or `default` when it is not stated."""
    return default if value is UNSET else value


_DECLARED_IN: Final = {
    "SWM0203": "states.yaml",
    "SWM0204": "objects.yaml",
    "SWM0205": "messages.yaml",
    "SWM0206": "messages.yaml",
    "SWM0207": "states.yaml",
    "SWM0208": "security.yaml",
    "SWM0209": "security.yaml",
    "SWM0210": "security.yaml",
    "SWM0211": "states.yaml",
    "SWM0213": "security.yaml",
    "SWM0214": "enabler.yaml",
    "SWM0217": "objects.yaml",
    "SWM0218": "states.yaml",
    "SWM0219": "states.yaml",
    "SWM0220": "messages.yaml",
    "SWM0221": "states.yaml",
    "SWM0222": "states.yaml",
}
"""Where the names are declared that a code finds unknown."""


class Scope:
    """One enabler while it is resolved: its key, its nodes by path, where to report, what did not resolve."""

    def __init__(self, key: str, report: Report) -> None:
        self.key = key
        self.report = report
        self.nodes: Mapping[str, Node] = {}
        self.broken: set[str] = set()
        self.lost: set[str] = set()

    def element(self, kind: str, name: str, text: Written) -> dict[str, Any]:
        """The fields every Element has, for something written as `text`."""
        origin = text.included_ or text.span_.file.partition("/")[0]
        fields: dict[str, Any] = {
            "id": f"{self.key}:{kind}:{name}",
            "span": text.span_,
            "marks": text.marks_,
            "origin": origin or self.key,
            "changed_by": text.changed_,
        }
        if isinstance(text, Documented):
            fields["doc"] = stated(text.doc, "").strip()
            fields["serves"] = words(text.serves)
        return fields

    def known(self, code: str, what: str, name: str, legal: Iterable[str], span: Span, owner: str) -> bool:
        """Whether `name` is one of `legal`; reported once, and `owner` remembered as broken, when it is not."""
        names = legal if isinstance(legal, (dict, set, frozenset)) else set(legal)
        if name in names:
            return True
        self.broken.add(owner)
        if _DECLARED_IN.get(code) in self.lost:
            # It may well stand in what could not be read, and that has been reported.
            return False
        meant = closest(name, names)
        exact = span.line == span.end_line and span.end_column - span.column == len(name)
        fix = Fix(f"write `{meant}`", (Edit(span, meant),)) if meant and exact else None
        notes = [] if fix else [Note(f"did you mean `{meant}`?")] if meant else _listing(what, names)
        self.report.add(code, span, f"There is no {what} `{name}`.", notes=notes, fix=fix)
        return False

    def path(self, path: str, span: Span, owner: str, legal: Iterable[str] | None = None) -> bool:
        """Whether `path` names a node; suggestions come from `legal` paths, or from all."""
        if path in self.nodes:
            return True
        return self.known("SWM0204", "node", path, self.nodes if legal is None else legal, span, owner)


def _listing(what: str, names: Iterable[str]) -> list[Note]:
    shown = sorted(names)
    if not shown:
        return [Note(f"no {what} is declared")]
    more = f" and {len(shown) - 8} more" if len(shown) > 8 else ""
    return [Note(f"declared: {', '.join(shown[:8])}{more}")]


def copy_with(struct: Any, **changes: Any) -> Any:
    """A frozen Struct with some fields changed."""
    return msgspec.structs.replace(struct, **changes)
