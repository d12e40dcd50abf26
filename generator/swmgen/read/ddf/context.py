"""One document while it is read: what its elements are called, what is foreign in it, where its faults go."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree
from msgspec.structs import replace

from swmgen.diagnostics import Note, Report, closest
from swmgen.model import Extension
from swmgen.read.ddf import markup
from swmgen.read.ddf.source import Source

NAMESPACES: Final = frozenset(("", "syncml:dmddf1.2"))
"""Where elements of DDF and TNDS stand."""

_VALUES: Final = frozenset(("DefaultValue", "Value"))


class Reading:
    """What the readers of nodes and of properties share.

    `names` holds the local name of each tag of DDF that was met, None for
    other tags; readers look there before they call `local`.
    """

    def __init__(self, source: Source, key: str, report: Report, prefixes: markup.Prefixes) -> None:
        self.source = source
        self.key = key
        self.report = report
        self.prefixes = prefixes
        self.names: dict[str, str | None] = {}
        self.namespaces = NAMESPACES
        self.is_manifest = False
        self.is_microsoft = False

    def fault(self, code: str, element: Any, message: str, *notes: Note, after: int = 0) -> None:
        """Report a fault at an element."""
        self.report.add(code, self.source.span(element, after), message, notes=notes)

    def local(self, tag: Any) -> str | None:
        """The name of an element of DDF; None for any other, and for comments."""
        if not isinstance(tag, str):
            return None
        try:
            return self.names[tag]
        except KeyError:
            uri, _, local = tag.rpartition("}")
            known = local if uri[1:] in self.namespaces else None
            if uri[1:] in markup.MICROSOFT:
                self.is_microsoft = True
            self.names[tag] = known
            return known

    def foreign(self, element: Any, place: str, into: list[Extension], known: frozenset[str] = frozenset()) -> None:
        """An element that is not of DDF, or not here: carried, and reported where DDF's own namespace has no such one."""
        local = self.local(element.tag)
        into.append(markup.extension(element, self.prefixes, place))
        if local is None:
            return
        if local in markup.MARKS:
            self.is_manifest = True
            return
        self.misplaced(element, local, place, known)

    def misplaced(self, element: Any, local: str, inside: str, legal: frozenset[str]) -> None:
        meant = closest(local, legal)
        notes = (
            [Note(f"did you mean {meant}?")]
            if meant
            else [Note(f"what can stand here: {', '.join(sorted(legal))}")]
            if legal
            else []
        )
        self.fault("SWM0154", element, f"{local} cannot stand in {inside}; it is kept as it is.", *notes)

    def plain(self, element: Any) -> str:
        """The text of an element that holds nothing else; what elements in it say is part of it."""
        if len(element):
            name = self.local(element.tag) or element.tag
            self.fault("SWM0154", element, f"{name} holds elements; their text is its text, and a comment keeps them.")
        return "".join(element.itertext(etree.Element)).strip() if len(element) else (element.text or "").strip()

    def flat(self, element: Any, place: str, extensions: list[Extension]) -> str:
        """The same; the elements in it are kept as a comment at `place`."""
        if not len(element):
            return (element.text or "").strip()
        if any(isinstance(child.tag, str) for child in element):
            extensions.append(markup.note(f"{self.local(element.tag)}: {markup.inner(element)}", place))
        return self.plain(element)

    def text(self, element: Any, place: str, extensions: list[Extension]) -> str:
        """The text of an element; markup in it is kept as an extension, and its words are the text.

        Blanks around it go, but not around values.
        """
        if not len(element):
            text = element.text or ""
            bare = text.strip()
            return text if place in _VALUES and (bare or "\n" not in text) else bare
        inner = markup.extension(element, self.prefixes, place, is_mixed=True)
        comments_only = all(child.name.startswith(("#", "?")) for child in inner.children)
        if (
            comments_only
            and place == "Description"
            and not (inner.text + "".join(child.tail for child in inner.children)).strip()
        ):
            # An empty description is not written, so its comments stand beside it.
            extensions += [replace(child, tail="", place="DFProperties") for child in inner.children]
            return ""
        extensions.append(Extension("", inner.text, (), inner.children, "", place))
        if comments_only:
            return (inner.text + "".join(child.tail for child in inner.children)).strip()
        return (inner.text + "".join(markup.shown(child) for child in inner.children)).strip()
