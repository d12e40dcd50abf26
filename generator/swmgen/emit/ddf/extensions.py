"""Extensions of the field back to elements, and words of the language to Microsoft's elements for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from lxml import etree

from swmgen.model import COMMENT, Allowed, AllowedKind, Extension, Form, Node, Range, Tree

MICROSOFT: Final = "http://schemas.microsoft.com/MobileDevice/DM"
XML: Final = "http://www.w3.org/XML/1998/namespace"
SINCE: Final = "since OS build "
_KNOWN: Final = frozenset(
    ("AccessType", "DefaultValue", "Description", "DFFormat", "Occurrence", "Scope", "DFTitle", "DFType", "CaseSense")
)


class Writer:
    """Writes the extensions of one tree.

    `has_elements` tells whether allowed values and the like have elements of
    their own in this form of document.
    """

    def __init__(self, tree: Tree) -> None:
        self.has_elements = tree.form.has_extensions
        declared = dict(tree.namespaces)
        if tree.form in (Form.MICROSOFT, Form.LWM2M):
            declared.setdefault("MSFT", MICROSOFT)
        self._namespaces: Mapping[str, str] = dict(sorted(declared.items()))
        self._stated = tuple(prefix for prefix, _ in tree.namespaces)
        self._tags: dict[str, str] = {}
        self._prefix = "" if tree.form is Form.MANIFEST or not self.has_elements else "MSFT:"
        self._mixed: set[Any] = set()

    @property
    def nsmap(self) -> dict[str, str]:
        """The declarations of the root element."""
        return dict(self._namespaces)

    def forget_unused(self, top: Any) -> None:
        """Take declarations away that the tree does not have and no element needs: read again, it would not have them."""
        if len(self._stated) < len(self._namespaces):
            etree.cleanup_namespaces(top, keep_ns_prefixes=self._stated)

    def _tag(self, name: str) -> str:
        tag = self._tags.get(name)
        if tag is None:
            prefix, _, local = name.rpartition(":")
            if prefix == "xml":
                return f"{{{XML}}}{local}"
            tag = self._tags[name] = f"{{{self._namespaces[prefix]}}}{local}" if prefix in self._namespaces else local
        return tag

    def element(self, found: Extension) -> Any:
        """The element, comment or processing instruction that an extension is."""
        made: Any
        if found.name == COMMENT:
            made = etree.Comment(f" {found.text} " if found.text else "")
        elif found.name.startswith("?"):
            made = etree.ProcessingInstruction(found.name[1:], found.text)
        else:
            made = etree.Element(self._tag(found.name), {self._tag(name): value for name, value in found.attributes})
            made.text = found.text or None
            for child in found.children:
                made.append(self.element(child))
            if found.text or any(child.tail for child in found.children):
                self._mixed.add(made)
        made.tail = found.tail or None
        return made

    def add(self, parent: Any, extensions: Sequence[Extension], place: str) -> None:
        """The elements of a place, behind what stands there; its comments too, where no nodes follow."""
        ends = place in ("Node", "MgmtTree")
        for found in extensions:
            if found.place == place and found.name and not (ends and found.name.startswith(("#", "?"))):
                parent.append(self.element(found))

    def close(self, parent: Any, extensions: Sequence[Extension], place: str) -> None:
        """The comments of a Node or of the tree, behind the nodes in it: in front of one they would belong to that."""
        for found in extensions:
            if found.place == place and found.name.startswith(("#", "?")):
                parent.append(self.element(found))

    def fill(self, properties: Any, extensions: Sequence[Extension]) -> None:
        """What stood inside of the known properties."""
        for found in extensions:
            if found.place not in _KNOWN:
                continue
            holder = properties.find(found.place)
            if holder is None:  # a CaseSense, the last one, that says nothing known
                holder = etree.SubElement(properties, found.place)
            if found.name:
                holder.append(self.element(found))
            else:
                self._mix(holder, found)

    def mix(self, holder: Any, extensions: Sequence[Extension], place: str) -> None:
        """Mixed content in place of the text."""
        for found in extensions:
            if found.place == place and not found.name:
                self._mix(holder, found)

    def _mix(self, holder: Any, found: Extension) -> None:
        holder.text = found.text or None
        for child in found.children:
            holder.append(self.element(child))
        self._mixed.add(holder)

    def concepts(self, properties: Any, node: Node) -> None:
        """What Microsoft's documents have elements for."""
        if not self.has_elements:
            return
        if node.applicability is not None:
            said = node.applicability
            holder = self._below(properties, "Applicability")
            for name, text in (
                ("OsBuildVersion", said.os_build),
                ("CspVersion", said.csp_version),
                ("EditionAllowList", said.editions),
            ):
                if text is not None:
                    self._below(holder, name).text = text
        allowed = node.allowed or _implied(node)
        if allowed is not None:
            self._allowed(properties, allowed, node)
        if node.naming is not None:
            self._below(self._below(properties, "DynamicNodeNaming"), node.naming.kind.value).text = (
                node.naming.text or None
            )
        if node.deprecated is not None:
            mark = self._below(properties, "Deprecated")
            if node.deprecated.startswith(SINCE):
                mark.set("OsBuildDeprecated", node.deprecated.removeprefix(SINCE))

    def _below(self, parent: Any, name: str) -> Any:
        return etree.SubElement(parent, self._tag(f"{self._prefix}{name}"))

    def _allowed(self, properties: Any, allowed: Allowed, node: Node) -> None:
        holder = self._below(properties, "AllowedValues")
        holder.set("ValueType", allowed.kind.value)
        for value in node.values:
            entry = self._below(holder, "Enum")
            self._below(entry, "Value").text = value.value
            if value.doc:
                self._below(entry, "ValueDescription").text = value.doc
        text = allowed.text
        if text is None and allowed.kind is AllowedKind.RANGE and node.range is not None:
            text = range_text(node.range)
        if text is not None:
            self._below(holder, "Value").text = text
        if allowed.policy is not None:
            backed = self._below(holder, "AdmxBacked")
            backed.set("Area", allowed.policy.area)
            backed.set("Name", allowed.policy.name)
            backed.set("File", allowed.policy.file)
        if allowed.delimiter is not None:
            self._below(holder, "List").set("Delimiter", allowed.delimiter)

    def document_comments(self, extensions: Sequence[Extension]) -> Iterator[str]:
        """What stood outside of the root element."""
        for found in extensions:
            if found.place == "document":
                yield etree.tostring(self.element(found), encoding="unicode", with_tail=False)

    def indent(self, top: Any) -> None:
        """Two blanks a level, but never inside of mixed content."""
        kept = [(holder, [(item, item.text, item.tail) for item in holder.iter()]) for holder in self._mixed]
        etree.indent(top, "  ")
        for holder, items in kept:
            for item, text, tail in items:
                item.text = text
                if item is not holder:
                    item.tail = tail


def _implied(node: Node) -> Allowed | None:
    """What values or a range of our own language are in Microsoft's."""
    if node.values:
        return Allowed(AllowedKind.ENUM)
    if node.range is not None and node.range.low is not None and node.range.high is not None:
        return Allowed(AllowedKind.RANGE)
    return None


def range_text(bounds: Range) -> str:
    """A closed range as Microsoft writes it."""
    low, high = (f"({end})" if end is not None and end < 0 else str(end) for end in (bounds.low, bounds.high))
    return f"[{low}-{high}]"
