"""Texts and attributes where DDF has none: they become comments before the tree is read, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from lxml import etree

from swmgen.read.ddf.markup import comment_text

_STRUCTURE: Final = ("MgmtTree", "Node", "RTProperties", "DFProperties", "AccessType")
"""What holds elements alone."""
_CHOICES: Final = ("DFFormat", "Occurrence", "Scope", "DFType", "CaseSense", "Format", "AccessType", "Type")
"""What holds words: elements that say something by their name."""
_PLAIN: Final = frozenset(
    ("VerDTD", "Man", "Mod", "NodeName", "Path", "ACL", "Name", "Size", "Title", "TStamp", "VerNo", "MIME", "DDFName")
)
"""What holds text alone."""
_INSIDE: Final[Mapping[str, frozenset[str]]] = {
    "MgmtTree": frozenset(),
    **dict.fromkeys(("VerDTD", "Man", "Mod"), frozenset(("MgmtTree",))),
    "Node": frozenset(("MgmtTree", "Node")),
    **dict.fromkeys(("NodeName", "Path", "RTProperties", "DFProperties", "Value"), frozenset(("Node",))),
    **dict.fromkeys(
        ("ACL", "Format", "Name", "Size", "Title", "TStamp", "Type", "VerNo"), frozenset(("RTProperties",))
    ),
    **dict.fromkeys(("AccessType", "DefaultValue", "Description", "DFFormat"), frozenset(("DFProperties",))),
    **dict.fromkeys(("Occurrence", "Scope", "DFTitle", "DFType", "CaseSense"), frozenset(("DFProperties",))),
}
"""What an element stands in, if it is not foreign there."""
_WORDED: Final = frozenset(_CHOICES)
_ATTRIBUTED = etree.XPath("descendant-or-self::*[@*]")
_PLAIN_TEXTS = etree.XPath(" | ".join(f"descendant-or-self::{name}/text()[normalize-space()]" for name in _STRUCTURE))


def comment_strays(root: Any, told: Callable[[str, Any, str], None], *, has_comments: bool) -> None:
    """Turn what cannot stand in a MgmtTree into comments there, and tell each by its code, element and message."""
    namespace = etree.QName(root).namespace
    prefix = f"{{{namespace}}}" if namespace else ""
    if has_comments:
        _set_apart(root, prefix)
    attributed = cast(list[Any], _ATTRIBUTED(root))
    for element in attributed:
        local = element.tag.removeprefix(prefix)
        if local.startswith("{") or not _is_core(element, root, prefix):
            continue
        said = " ".join(f'{_shown(name)}="{value}"' for name, value in element.items())
        told("SWM0154", element, f"{local} has no attributes; `{said[:60]}` is kept as a comment.")
        element.attrib.clear()
        holder = element if local in _STRUCTURE else element.getparent()
        holder.insert(0 if holder is element else holder.index(element) + 1, _comment(f"{local}: {said}"))
    texts = _PLAIN_TEXTS
    if prefix:
        texts = etree.XPath(_PLAIN_TEXTS.path.replace("::", "::d:"), namespaces={"d": namespace or ""})
    for text in cast(list[Any], texts(root)):
        beside = text.getparent()
        holder = beside.getparent() if text.is_tail else beside
        if not _is_core(holder, root, prefix):
            continue
        local = holder.tag.removeprefix(prefix)
        told("SWM0154", holder, f"{local} holds the text `{text.strip()[:60]}`; it is kept as a comment.")
        comment = _comment(text)
        if text.is_tail:
            beside.tail = None
            holder.insert(holder.index(beside) + 1, comment)
        else:
            beside.text = None
            holder.insert(0, comment)


def _set_apart(root: Any, prefix: str) -> None:
    """Move comments in a plain text, or in a word such as Get, behind its element."""
    for note in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        holder = note.getparent()
        above = None if holder is None or note is root else holder.getparent()
        if above is None or holder is root or not isinstance(holder.tag, str):
            continue
        local = holder.tag.removeprefix(prefix)
        if local not in _PLAIN and (local in _INSIDE or above.tag.removeprefix(prefix) not in _WORDED):
            continue
        if not _is_core(holder, root, prefix):
            continue
        before, tail = note.getprevious(), note.tail or ""
        if before is None:
            holder.text = (holder.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
        note.tail = None
        behind, holder.tail = holder.tail, None
        holder.addnext(note)
        note.tail = behind


def _is_core(element: Any, root: Any, prefix: str) -> bool:
    """Whether the element is of DDF where it stands: a word of a choice, or an element in what it belongs to."""
    within = _WORDED
    while element is not root:
        above = element.getparent()
        if above is None or not isinstance(above.tag, str):
            return False
        holder = above.tag.removeprefix(prefix)
        if holder not in within and holder not in _INSIDE.get(element.tag.removeprefix(prefix), ()):
            return False
        # Only the element itself may be a word, nothing around it.
        within = frozenset()
        element = above
    return True


def _shown(name: str) -> str:
    uri, _, local = name.rpartition("}")
    return f"xml:{local}" if uri.endswith("/XML/1998/namespace") else local


def _comment(text: str) -> Any:
    text = comment_text(text)
    return etree.Comment(f" {text}{' ' if not text.endswith('-') else '. '}")
