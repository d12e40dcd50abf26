"""Changes as a changelog: text, JSON, Markdown, HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
from lxml import etree

from swmgen.compare.change import Aspect, Change, Kind
from swmgen.model import Enabler, Span

Compared = Sequence[tuple[Enabler | None, Enabler | None, Sequence[Change]]]
FORMAT: Final = 1
MAX_TEXT: Final = 160
"""Letters of one side of a change that are shown."""
ORDER: Final = (
    Kind.REMOVED, Kind.NARROWED, Kind.MOVED, Kind.RENAMED, Kind.CHANGED, Kind.DEPRECATED, Kind.ADDED, Kind.WIDENED, Kind.RESTORED,
)  # fmt: skip
"""Those that may break somebody come first."""
STYLE: Final = (
    ":root { color-scheme: light dark; } "
    "body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif; "
    "overflow-wrap: anywhere; } li { margin: .3rem 0; }"
)
HEADINGS: Final = {
    Kind.REMOVED: "Removed",
    Kind.NARROWED: "Narrowed",
    Kind.MOVED: "Moved",
    Kind.RENAMED: "Renamed",
    Kind.CHANGED: "Changed",
    Kind.DEPRECATED: "Deprecated",
    Kind.ADDED: "Added",
    Kind.WIDENED: "Widened",
    Kind.RESTORED: "No longer deprecated",
}


def title(old: Enabler | None, new: Enabler | None) -> str:
    """The heading over the changes of one enabler."""
    if old is None or new is None:
        there = new or old
        assert there is not None
        return f"{there.title} {there.version}: {'new' if old is None else 'gone'}"
    if (old.title, old.version) == (new.title, new.version):
        return f"{new.title} {new.version}"
    before = f"{old.title} {old.version}" if old.title != new.title else old.version
    return f"{new.title} {new.version}, compared with {before}"


def sentence(change: Change) -> str:
    """What happened to what, in words."""
    about = f"{change.what} {change.name}"
    if change.aspect is Aspect.WHOLE:
        below = f" with {change.below} below it" if change.below else ""
        return f"{about}{below}: was {change.before}" if change.kind is Kind.MOVED else f"{about}{below}"
    aspect = change.field if change.aspect is Aspect.FIELD else change.aspect.value
    if change.field and change.aspect is not Aspect.FIELD and change.what == "node":
        aspect = f"{aspect} {change.field}"
    return f"{about}: {aspect}{_difference(change)}"


def _difference(change: Change) -> str:
    if change.before is None:
        return f", now {_short(change.after)}"
    if change.after is None:
        return f", was {_short(change.before)}"
    before, after = _from_difference(_line(change.before), _line(change.after))
    return f", {_short(before)} -> {_short(after)}"


def _from_difference(before: str, after: str) -> tuple[str, str]:
    """Both, without a long beginning that they have in common: it would be all that is left when they are cut."""
    if max(len(before), len(after)) <= MAX_TEXT:
        return before, after
    differing = (at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other)
    common = next(differing, min(len(before), len(after)))
    begin = before.rfind(" ", 0, common) + 1
    return (f"... {before[begin:]}", f"... {after[begin:]}") if begin else (before, after)


def _line(text: str | None) -> str:
    return " ".join((text or "nothing").split())


def _short(text: str | None) -> str:
    line = _line(text)
    return line if len(line) <= MAX_TEXT else f"{line[: MAX_TEXT - 3]}..."


def _place(change: Change) -> Span | None:
    return change.new_place or change.old_place


def grouped(changes: Iterable[Change]) -> Iterator[tuple[Kind, list[Change]]]:
    """The changes by kind, in the order of `ORDER`."""
    by_kind: dict[Kind, list[Change]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, []).append(change)
    return ((kind, by_kind[kind]) for kind in ORDER if kind in by_kind)


def text(compared: Compared) -> str:
    """Lines for a terminal."""
    lines: list[str] = []
    for old, new, changes in _told(compared):
        lines += ["", title(old, new)] if lines else [title(old, new)]
        for kind, found in grouped(changes):
            lines += [f"  {kind.value:10} {sentence(change)}  [{_place(change)}]" for change in found]
    return "\n".join(lines) + "\n" if lines else "No differences.\n"


def json(compared: Compared) -> str:
    """A public, versioned document (`format`); keys are only ever added within one format."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "enablers": [
            {
                "old": None if old is None else old.key,
                "new": None if new is None else new.key,
                "changes": [msgspec.to_builtins(change) for change in changes],
            }
            for old, new, changes in _told(compared)
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode("utf-8") + "\n"


def markdown(compared: Compared) -> str:
    """A changelog to publish."""
    lines = ["# Changes"]
    for old, new, changes in _told(compared):
        lines += ["", f"## {_escaped(title(old, new))}"]
        for kind, found in grouped(changes):
            lines += ["", f"### {HEADINGS[kind]}", ""]
            lines += [f"- {_escaped(sentence(change))}" for change in found]
    if len(lines) == 1:
        lines += ["", "No differences."]
    return "\n".join(lines) + "\n"


def _escaped(words: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|~" else letter for letter in words)


def html(compared: Compared) -> str:
    """A page of its own."""
    page = etree.Element("html", lang="en")
    head = etree.SubElement(page, "head")
    etree.SubElement(head, "meta", charset="utf-8")
    etree.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    etree.SubElement(head, "title").text = "Changes"
    etree.SubElement(head, "style").text = STYLE
    body = etree.SubElement(page, "body")
    etree.SubElement(body, "h1").text = "Changes"
    told = _told(compared)
    if not told:
        etree.SubElement(body, "p").text = "No differences."
    for old, new, changes in told:
        section = etree.SubElement(body, "section")
        etree.SubElement(section, "h2").text = _printable(title(old, new))
        for kind, found in grouped(changes):
            etree.SubElement(section, "h3").text = HEADINGS[kind]
            listed = etree.SubElement(section, "ul")
            for change in found:
                item = etree.SubElement(listed, "li", title=_printable(str(_place(change))))
                item.text = _printable(sentence(change))
    etree.indent(page, " ")
    return "<!DOCTYPE html>\n" + etree.tostring(page, encoding="unicode", method="html") + "\n"


def _printable(words: str) -> str:
    return "".join(letter if letter.isprintable() or letter == " " else "\ufffd" for letter in words)


def _told(compared: Compared) -> list[tuple[Enabler | None, Enabler | None, Sequence[Change]]]:
    return [(old, new, changes) for old, new, changes in compared if changes or old is None or new is None]


RENDERERS: Mapping[str, Callable[[Compared], str]] = {"text": text, "json": json, "md": markdown, "html": html}
"""The formats of `swmgen diff`."""
