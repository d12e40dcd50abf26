"""Whether what a server sends suits a leaf: Format and Type beside the value, then the value itself."""

from __future__ import annotations

from typing import Final

from swm.tree.binding import Value
from swm.tree.spec import NodeSpec

FITS: Final = 0
TOO_LARGE: Final = 413
UNSUITABLE: Final = 415

_OCTETS: Final = frozenset(("bin", "b64"))
_PLAIN: Final = "text/plain"


def refusal(spec: NodeSpec, value: Value | None, format: str | None, type: str | None = None) -> int:
    """The Status that refuses a value for a node, 0 when it fits.

    Peers write ``chr`` for whatever is text and ``text/plain`` for any type of
    text, so both are taken; the value must fit the leaf's own format. An empty
    value empties a leaf, whatever its format: that is how PkgData is cleared.
    """
    if spec.codec is None:
        wrong = value or not _is_named(format, "node") or (spec.mo_id and _is_mo_id(type) and type != spec.mo_id)
        return UNSUITABLE if wrong else FITS
    if not _suits(spec.format, format) or not _has_type(spec, type):
        return UNSUITABLE
    if not value:
        return FITS
    if spec.max_size is not None and octets(value) > spec.max_size:
        return TOO_LARGE
    return FITS if spec.refuse(value) is None else UNSUITABLE


def stored(spec: NodeSpec, value: Value) -> Value:
    """A value that fits as the tree keeps it: text where the format is one of text."""
    return value.decode("utf-8") if isinstance(value, bytes) and spec.format not in _OCTETS else value


def octets(value: Value) -> int:
    """How many octets a value has on the wire."""
    return len(value if isinstance(value, bytes) else value.encode("utf-8"))


def _is_named(format: str | None, name: str) -> bool:
    return format is None or format.strip().lower() in ("", name)


def _is_mo_id(type: str | None) -> bool:
    """Whether a Type is a DDFName and not a MIME type; foreign servers write both beside interior nodes."""
    return type is not None and ":" in type


def _suits(own: str, sent: str | None) -> bool:
    name = (sent or own).strip().lower()
    if name in ("", own):
        return True
    if own in _OCTETS:
        return name in _OCTETS or name == "chr"
    return name == "chr"


def _has_type(spec: NodeSpec, sent: str | None) -> bool:
    if sent is None or not spec.mime:
        return True
    name = sent.partition(";")[0].strip().lower()
    textual = spec.format not in _OCTETS
    return name in ("", *(mime.lower() for mime in spec.mime)) or (textual and name == _PLAIN)
