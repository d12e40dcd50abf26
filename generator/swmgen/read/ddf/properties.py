"""DFProperties and RTProperties of one node, to the fields of the model's Node."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

from swmgen.diagnostics import Note
from swmgen.model import (
    Access,
    Allowed,
    AllowedKind,
    AllowedValue,
    Applicability,
    CaseSense,
    Extension,
    Format,
    Occurrence,
    Occurs,
    RunTimeProperty,
    Scope,
    Span,
)
from swmgen.read.ddf import markup
from swmgen.read.ddf.context import Reading

FORMATS: Final = {entry.value: entry for entry in Format}
_ACCESS = {entry.value: entry for entry in Access}
_VERBS = (*_ACCESS, "Set")
_COUNTED = (Occurs.ZERO_OR_N.value, Occurs.ONE_OR_N.value)
_OCCURS = {entry.value: entry for entry in Occurs}
_ORDER: Final = (
    "AccessType",
    "DefaultValue",
    "Description",
    "DFFormat",
    "Occurrence",
    "Scope",
    "DFTitle",
    "DFType",
    "CaseSense",
)
_RANK = {name: rank for rank, name in enumerate(_ORDER)}
_RUN_TIME = ("ACL", "Format", "Name", "Size", "Title", "TStamp", "Type", "VerNo")
_SCOPES = {"Permanent": Scope.PERMANENT, "Dynamic": Scope.DYNAMIC}
_CASES = {"CS": CaseSense.SENSITIVE, "CIS": CaseSense.INSENSITIVE}
_COUNT = re.compile("[0-9]{1,9}")
_WORD = re.compile(r"[A-Za-z0-9]+")


def _spelt(word: str, legal: Iterable[str]) -> str | None:
    """The legal word that differs from this one in case alone."""
    return next((name for name in legal if name.lower() == word.lower()), None)


def _is_bare(element: Any) -> bool:
    """Whether an element holds empty elements, and nothing else but blanks."""
    text = element.text
    if text is not None and not text.isspace():
        return False
    for child in element:
        inside, behind = child.text, child.tail
        if (inside and not inside.isspace()) or (behind is not None and not behind.isspace()) or len(child):
            return False
    return True


def _is_empty(element: Any) -> bool:
    return not len(element) and not (element.text or "").strip()


class PropertyReader:
    """Reads the properties of the nodes of one document."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._access_sets: dict[tuple[str, ...], tuple[Access, ...]] = {}
        self._applicable: dict[bytes, Applicability] = {}

    def described(
        self,
        element: Any,
        path: str,
        below: list[Any],
        fields: dict[str, Any],
        extensions: list[Extension],
        after: int,
    ) -> dict[str, Span]:
        """Fill `fields` and `extensions`; where each property stands."""
        found: dict[str, Any] = {}
        rank = -1
        is_ordered = True
        names = self._reading.names
        foreign: list[tuple[Any, str | None]] = []
        for child in element:
            tag = child.tag
            local = names[tag] if tag in names else self._reading.local(tag)
            if local in _RANK:
                if local in found:
                    self._reading.fault("SWM0160", child, f"{local} stands in the node {path} twice; the first counts.")
                    self._carry_second(found, local, child, extensions)
                    continue
                found[local] = child
                is_ordered = is_ordered and _RANK[local] > rank
                rank = _RANK[local]
            elif isinstance(tag, str):
                foreign.append((child, local))
            else:
                extensions.append(markup.extension(child, self._reading.prefixes, "DFProperties"))
        if not is_ordered:
            self._reading.fault(
                "SWM0156",
                element,
                f"The properties of {path} stand in another order than the DTD has.",
                Note(f"the order: {', '.join(name for name in _ORDER if name in found)}"),
                after=after,
            )
        marks: dict[str, Span] = {}
        if "DefaultValue" in found:
            line = found["DefaultValue"].sourceline
            marks["default"], _ = self._reading.source.following(line, "<DefaultValue", after)
        format_ = self._one(found.get("DFFormat"), "DFFormat", FORMATS, path, extensions)
        if format_ is None:
            format_ = Format.NODE if below else Format.CHR
            if "DFFormat" not in found:
                self._reading.fault("SWM0153", element, f"The node {path} has no DFFormat.", after=after)
        fields["format"] = format_
        fields["access"] = self._access(found.get("AccessType"), path, extensions)
        if "AccessType" not in found:
            self._reading.fault("SWM0153", element, f"The node {path} has no AccessType.", after=after)
        if "Occurrence" in found:
            fields["occurs"] = self._occurs(found["Occurrence"], path, extensions)
        scope = self._one(found.get("Scope"), "Scope", _SCOPES, path, extensions) if "Scope" in found else None
        fields["scope"] = scope or Scope.DYNAMIC
        case = (
            self._one(found.get("CaseSense"), "CaseSense", _CASES, path, extensions) if "CaseSense" in found else None
        )
        fields["case_sense"] = case
        if "Description" in found:
            fields["doc"] = self._reading.text(found["Description"], "Description", extensions)
        if "DFTitle" in found:
            fields["title"] = self._reading.text(found["DFTitle"], "DFTitle", extensions)
        if "DefaultValue" in found:
            default = found["DefaultValue"]
            fields["default"] = self._reading.text(default, "DefaultValue", extensions)
        if "DFType" in found:
            self._type(found["DFType"], path, fields, extensions)
        else:
            self._reading.fault("SWM0153", element, f"The node {path} has no DFType.", after=after)
        for child, local in foreign:
            self._concept(child, local, path, fields, extensions, marks, after)
        return marks

    def _carry_second(self, found: dict[str, Any], local: str, child: Any, extensions: list[Extension]) -> None:
        """Keep an element that stands there twice; an empty description is none, so it neither counts nor is kept."""
        if local == "Description" and _is_empty(child):
            return
        if local == "Description" and _is_empty(found[local]):
            found[local] = child
        else:
            extensions.append(markup.extension(child, self._reading.prefixes, "DFProperties"))

    def _concept(
        self,
        element: Any,
        local: str | None,
        path: str,
        fields: dict[str, Any],
        extensions: list[Extension],
        marks: dict[str, Span],
        after: int,
    ) -> None:
        """An element of Microsoft's as a word of the language where it says just that; any other is carried."""
        tag = element.tag
        name = local or tag.rpartition("}")[2]
        key = b""
        if name == "Applicability" and "applicability" not in fields:
            # Whole bundles have few of them, each many times.
            key = etree.tostring(element, with_tail=False)
            known = self._applicable.get(key)
            if known is not None:
                fields["applicability"] = known
                return
        is_theirs = local is None and tag[1:].partition("}")[0] in markup.MICROSOFT
        before = len(extensions)
        self._reading.foreign(element, "DFProperties", extensions, frozenset(_RANK))
        if not (is_theirs or (local is not None and local in markup.MARKS)) or name not in markup.CONCEPTS:
            return
        carried = extensions[before]
        said: Any = None
        if name == "AllowedValues" and "allowed" not in fields:
            said = markup.allowed(carried)
            if said is not None:
                allowed, values, bounds = said
                fields["allowed"] = allowed
                tag = f"<{element.prefix}:{name}" if element.prefix else f"<{name}"
                place, _ = self._reading.source.following(element.sourceline, tag, after)
                marks["values"] = marks["range"] = place
                if bounds is not None:
                    fields["range"] = bounds
                if values:
                    fields["values"] = self._values(values, path, place)
                self._sense(allowed, path, element, after)
        elif name == "Applicability" and "applicability" not in fields:
            said = fields["applicability"] = markup.applicability(carried)
            # The manifest dialect is noticed while an element is carried.
            if said is not None and (local is None or self._reading.is_manifest):
                self._applicable[key] = said
        elif name == "DynamicNodeNaming" and "naming" not in fields:
            said = fields["naming"] = markup.naming(carried)
        elif name == "Deprecated" and "deprecated" not in fields:
            said = fields["deprecated"] = markup.deprecated(carried)
        if said is not None:
            extensions.pop()
        elif name == "AllowedValues":
            self._reading.fault(
                "SWM0162",
                element,
                f"The allowed values of {path} are not understood; they are kept as they are.",
                after=after,
            )

    def _sense(self, allowed: Allowed, path: str, element: Any, after: int) -> None:
        """Report a range or an expression that cannot be checked."""
        reason = None
        if allowed.kind is AllowedKind.RANGE and allowed.text is not None and allowed.intervals is None:
            reason = f"`{allowed.text[:60]}` is no range"
        elif allowed.kind is AllowedKind.REGEX:
            try:
                re.compile(allowed.text or "")
            except (re.error, RecursionError, OverflowError) as error:
                reason = f"`{(allowed.text or '')[:60]}` is no regular expression here ({error})"
        if reason is not None:
            self._reading.fault(
                "SWM0162", element, f"{reason}; values of {path} are not checked against it.", after=after
            )

    def _values(self, values: tuple[tuple[str, str], ...], path: str, span: Span) -> tuple[AllowedValue, ...]:
        named = value_names(values)
        key = self._reading.key
        return tuple(
            AllowedValue(name=name, value=value, doc=doc, id=f"{key}:value:{path}={name}", span=span, origin=key)
            for name, (value, doc) in zip(named, values, strict=True)
        )

    def _one(self, element: Any, name: str, legal: dict[str, Any], path: str, extensions: list[Extension]) -> Any:
        """What the one element inside `name` says; None when it says nothing."""
        if element is None:
            return None
        if len(element) == 1:
            plain = legal.get(self._reading.names.get(element[0].tag) or "")
            if plain is not None and _is_bare(element):
                return plain
        self._keep(element, name, legal, path, extensions)
        said = None
        for child in element:
            local = self._reading.local(child.tag)
            if said is None and local in legal:
                said = legal[local]
            elif said is None and local is not None and (meant := _spelt(local, legal)) is not None:
                said = legal[meant]
                self._reading.fault("SWM0154", child, f"{name} of {path} says {local}; it is read as {meant}.")
            elif isinstance(child.tag, str):
                extensions.append(markup.extension(child, self._reading.prefixes, name))
                shown = local or child.tag
                self._reading.fault(
                    "SWM0154", child, f"{name} of {path} says {shown}.", Note(f"what can: {', '.join(legal)}")
                )
            else:
                extensions.append(markup.extension(child, self._reading.prefixes, name))
        text = (element.text or "").strip()
        if said is None and not len(element):
            meant = _spelt(text, legal)
            message = f"{name} of {path} says nothing."
            if meant is not None:
                said = legal[meant]
                message = f"{name} of {path} says `{text}` as text; it is read as the element {meant}."
            elif text:
                extensions.append(markup.note(f"{name}: {text}", name))
                message = f"{name} of {path} says `{text}`; it is kept as a comment."
            self._reading.fault("SWM0154", element, message, Note(f"what can: {', '.join(legal)}"))
        return said

    def _keep(self, element: Any, name: str, legal: Iterable[str], path: str, extensions: list[Extension]) -> None:
        """Texts between words, and what stands in them, as comments: a word says all by its name.

        Where one word counts, those behind it are carried with what stands in them.
        """
        counts = True
        for child in element if not _is_bare(element) else ():
            local = self._reading.local(child.tag)
            is_word = counts and local is not None and _spelt(local, legal) is not None
            counts = counts and (not is_word or name == "AccessType")
            counted = is_word and _spelt(local or "", _COUNTED) is not None and not len(child)
            inside = markup.inner(child) if is_word and not counted else ""
            before = element.text if child.getprevious() is None else ""
            for said in (before, f"{local}: {inside}" if inside else ""):
                if said and not said.isspace():
                    extensions.append(markup.note(said, name))
                    self._reading.fault(
                        "SWM0154", child, f"{name} of {path} holds `{said.strip()[:60]}`; it is kept as a comment."
                    )
            self._behind(child, f"{name} of {path}", name, extensions)

    def _behind(self, element: Any, what: str, place: str, extensions: list[Extension]) -> None:
        """A text behind an element, where none may stand, as a comment."""
        text = element.tail
        if text is not None and not text.isspace():
            extensions.append(markup.note(text, place))
            self._reading.fault("SWM0154", element, f"{what} holds `{text.strip()[:60]}`; it is kept as a comment.")

    def _access(self, element: Any, path: str, extensions: list[Extension]) -> tuple[Access, ...]:
        if element is None:
            return ()
        tags = tuple([child.tag for child in element])
        known = self._access_sets.get(tags)
        if known is not None and _is_bare(element):
            return known
        self._keep(element, "AccessType", _VERBS, path, extensions)
        found = set()
        is_plain = True
        for child in element:
            local = self._reading.local(child.tag)
            if local in _ACCESS:
                found.add(_ACCESS[local])
                continue
            is_plain = False
            if local == "Set":
                found.add(Access.REPLACE)
                self._reading.fault("SWM0154", child, f"AccessType of {path} says Set; it is read as Replace.")
            elif local is not None and (meant := _spelt(local, _ACCESS)) is not None:
                found.add(_ACCESS[meant])
                self._reading.fault("SWM0154", child, f"AccessType of {path} says {local}; it is read as {meant}.")
            elif local is None:
                extensions.append(markup.extension(child, self._reading.prefixes, "AccessType"))
            else:
                extensions.append(markup.extension(child, self._reading.prefixes, "AccessType"))
                self._reading.misplaced(child, local, f"the AccessType of {path}", frozenset(_ACCESS))
        ordered = tuple(access for access in Access if access in found)
        if is_plain:
            self._access_sets[tags] = ordered
        return ordered

    def _occurs(self, element: Any, path: str, extensions: list[Extension]) -> Occurrence:
        kind = self._one(element, "Occurrence", _OCCURS, path, extensions)
        if kind is None:
            return Occurrence(Occurs.ONE)
        if kind is not Occurs.ZERO_OR_N and kind is not Occurs.ONE_OR_N:
            return Occurrence(kind)
        inner = next(child for child in element if self._reading.local(child.tag) == kind.value)
        text = (inner.text or "").strip()
        count = int(text) if _COUNT.fullmatch(text) else None
        if count is not None and 2 <= count <= 65_536:
            return Occurrence(kind, count)
        is_one = count == 1
        if text and not is_one:
            extensions.append(markup.note(f"{kind.value}: {text}", "Occurrence"))
        meant = {
            (Occurs.ZERO_OR_N, True): Occurs.ZERO_OR_ONE,
            (Occurs.ONE_OR_N, True): Occurs.ONE,
            (Occurs.ZERO_OR_N, False): Occurs.ZERO_OR_MORE,
            (Occurs.ONE_OR_N, False): Occurs.ONE_OR_MORE,
        }[kind, is_one]
        self._reading.fault(
            "SWM0163",
            inner,
            f"{kind.value} of {path} needs a number from 2 to 65536, not `{text}`; it is read as {meant.value}.",
        )
        return Occurrence(meant)

    def _type(self, element: Any, path: str, fields: dict[str, Any], extensions: list[Extension]) -> None:
        mimes: list[str] = []
        names: list[str] = []
        bare = (element.text or "").strip()
        if bare and len(element):
            extensions.append(markup.note(bare, "DFType"))
            self._reading.fault("SWM0154", element, f"DFType of {path} holds `{bare[:60]}`; it is kept as a comment.")
        elif bare:
            mimes.append(bare)
            self._reading.fault("SWM0154", element, f"DFType of {path} says `{bare}` as text; it is read as its MIME.")
        for child in element:
            local = self._reading.local(child.tag)
            if local in ("MIME", "DDFName"):
                text = self._reading.flat(child, "DFType", extensions)
                if text:
                    (mimes if local == "MIME" else names).append(text)
            else:
                extensions.append(markup.extension(child, self._reading.prefixes, "DFType"))
                if isinstance(child.tag, str):
                    self._reading.fault("SWM0154", child, f"DFType of {path} says {local or child.tag}.")
            self._behind(child, f"DFType of {path}", "DFType", extensions)
        if mimes and names:
            self._reading.fault("SWM0160", element, f"DFType of {path} has MIME and DDFName; both are kept.")
        if len(names) > 1:
            self._reading.fault("SWM0160", element, f"DFType of {path} has {len(names)} DDFNames; the first counts.")
            extensions += [Extension("DDFName", name, place="DFType") for name in names[1:]]
        fields["mime"] = tuple(mimes)
        fields["mo_id"] = names[0] if names else None

    def run_time(
        self, element: Any, path: str, extensions: list[Extension], *, is_complete: bool
    ) -> tuple[RunTimeProperty, ...]:
        """The run-time properties; with `is_complete` Type is among them, as the DTD demands."""
        found: list[RunTimeProperty] = []
        pending = deque(element)
        while pending:
            child = pending.popleft()
            local = self._reading.local(child.tag)
            if any(entry.name == local for entry in found):
                message = f"{local} stands in the run-time properties of {path} twice; the first counts."
                self._reading.fault("SWM0160", child, message)
                extensions.append(markup.extension(child, self._reading.prefixes, "RTProperties"))
                continue
            if local not in _RUN_TIME:
                if local is None:
                    extensions.append(markup.extension(child, self._reading.prefixes, "RTProperties"))
                else:
                    self._reading.foreign(child, "RTProperties", extensions, frozenset(_RUN_TIME))
                continue
            inner = next((item for item in child if self._spelt_in(item, local)), None)
            text = (child.text or "").strip()
            if inner is not None:
                if text:
                    extensions.append(markup.note(f"{local}: {text}", "RTProperties"))
                    self._reading.fault(
                        "SWM0154", child, f"{local} of {path} holds `{text[:60]}`; it is kept as a comment."
                    )
                text = self._reading.flat(inner, "RTProperties", extensions)
            if local == "Format":
                text = self._format(child, inner, text, path, extensions)
            for other in child:
                self._behind(other, f"{local} of {path}", "RTProperties", extensions)
                if other is not inner and self._reading.local(other.tag) in _RUN_TIME:
                    # A property whose own end tag stands too late: by itself it would be read as one, so it is.
                    self._reading.fault("SWM0154", other, f"{local} of {path} holds a property; it is read as one.")
                    pending.append(other)
                elif other is not inner:
                    extensions.append(markup.extension(other, self._reading.prefixes, "RTProperties"))
                    if isinstance(other.tag, str):
                        self._reading.fault("SWM0160", other, f"{local} of {path} says two things; the first counts.")
            found.append(self._run_time_property(local, text, path, child))
        if is_complete and found and all(entry.name != "Type" for entry in found):
            found.append(self._run_time_property("Type", "", path, element))
        return tuple(sorted(found, key=lambda entry: _RUN_TIME.index(entry.name)))

    def _spelt_in(self, element: Any, name: str) -> bool:
        """Whether an element is what the run-time property of this name says."""
        local = self._reading.local(element.tag)
        if local is None or name not in ("Format", "Type"):
            return False
        return local in ("MIME", "DDFName") if name == "Type" else _spelt(local, FORMATS) is not None

    def _format(self, element: Any, inner: Any, text: str, path: str, extensions: list[Extension]) -> str:
        """The format that a run-time property states, by an element or as text; other texts are kept."""
        meant = _spelt(text if inner is None else self._reading.local(inner.tag) or "", FORMATS)
        if text and (meant is None or inner is not None):
            extensions.append(markup.note(f"Format: {text}", "RTProperties"))
            self._reading.fault(
                "SWM0154", element, f"Format of {path} says `{text}`.", Note(f"what can: {', '.join(FORMATS)}")
            )
        return meant or ""

    def _run_time_property(self, name: str, default: str, path: str, element: Any) -> RunTimeProperty:
        return RunTimeProperty(
            name=name,
            default=default or None,
            id=f"{self._reading.key}:property:{path}?{name}",
            span=self._reading.source.span(element),
            origin=self._reading.key,
        )


def value_names(values: tuple[tuple[str, str], ...]) -> list[str]:
    """Names for values that have none: the first words of what is said of them, made unlike where they are alike."""
    names: list[str] = []
    taken: set[str] = set()
    for value, doc in values:
        words = _WORD.findall(doc.partition(".")[0].partition("(")[0])[:5]
        stem = "_".join(words).lower()[:40].rstrip("_")
        if not stem or stem[0].isdigit():
            parts = _WORD.findall(value)
            stem = "_".join(("value", *(["minus"] if value.startswith("-") else []), *parts)).lower()[:40]
        name, number = stem, 1
        while name in taken:
            number += 1
            name = f"{stem}_{number}"
        taken.add(name)
        names.append(name)
    return names
