"""Messages to WBXML 1.2: inline strings, binary data as opaque data, no string table.

Two forms of header are in use (public id 0x1201, or its text in the string
table); the number is written, since every peer reads it. Binary data go out as
they are and their Meta says ``bin``; with a Meta that says ``b64`` they go out
as base64 text (OMA-TS-DM_RepPro 1.2, 6.6). A management tree whose Type is TNDS
over WBXML goes out in tokens (`tnds`).
"""

from __future__ import annotations

from base64 import b64encode
from typing import Final

from swm.errors import LocalError
from swm.syncml.code_pages import DDF_PAGE, PUBLIC_ID, TOKENS
from swm.syncml.message import Message, Meta
from swm.syncml.tnds import TNDS_WBXML, tokens_of
from swm.syncml.writing import Content, Pieces, with_format, writer

_CONTENT: Final = 0x40
_INLINE: Final = "\x03"
_NUL: Final = "\x00"
_OPAQUE: Final = b"\xc3"
_END: Final = "\x01"
_TO_SYNCML: Final = "\x00\x00"
_TO_METINF: Final = "\x00\x01"
_TO_DDF: Final = f"\x00{chr(DDF_PAGE)}"


def integer(value: int) -> bytes:
    """mb_u_int32."""
    out = [value & 0x7F]
    while value := value >> 7:
        out.append(value & 0x7F | 0x80)
    return bytes(reversed(out))


_START: Final = b"\x02" + integer(PUBLIC_ID) + integer(106) + b"\x00"


def _open(page: int, name: str) -> str:
    return chr(TOKENS[page, name] | _CONTENT)


class _Wbxml:
    """Tokens. All that is written are below 0x80, so that they are characters of UTF-8 as the texts are."""

    def element(self, name: str) -> tuple[str, str]:
        return _open(0, name), _END

    def empty(self, name: str) -> str:
        return chr(TOKENS[0, name])

    def text(self, name: str) -> tuple[str, str]:
        return _open(0, name) + _INLINE, _NUL + _END

    def meta(self) -> tuple[str, str]:
        return _open(0, "Meta") + _TO_METINF, _TO_SYNCML + _END

    def meta_text(self, name: str) -> tuple[str, str]:
        return _open(1, name) + _INLINE, _NUL + _END

    def data(self, data: str | bytes, format_: str | None, meta: Meta | None) -> tuple[Meta | None, Content]:
        if isinstance(data, bytes):
            if format_ == "b64":
                return meta, (_DATA_TEXT, b64encode(data).decode("ascii"), _NUL + _END, "")
            return meta if format_ == "bin" else with_format(meta, "bin"), (_DATA, _opaque(data), _END, "")
        if format_ == "b64":
            raise LocalError("the Format is b64 and the data are text; give the octets, they are encoded here")
        if format_ == "bin" and _NUL in data:
            raise LocalError("the Format is bin and the data are text with a NUL; give the octets")
        if meta is not None and meta.type == TNDS_WBXML and (tokens := tokens_of(data)) is not None:
            return meta, (_DATA + _TO_DDF, tokens, _TO_SYNCML + _END, "")
        return meta, (_DATA_TEXT, data, _NUL + _END, "")


_DATA: Final = _open(0, "Data")
_DATA_TEXT: Final = _DATA + _INLINE
_write = writer(_Wbxml())


def _opaque(data: bytes) -> bytes:
    return _OPAQUE + integer(len(data)) + data


def encode_wbxml(message: Message) -> bytes:
    """The message as WBXML in UTF-8. LocalError when something in it cannot be written."""
    pieces = _write(message)
    try:
        try:
            texts: list[str] = pieces  # type: ignore[assignment]
            if _NUL not in "".join(texts[1::2]):
                return _START + "".join(texts).encode("utf-8")
        except TypeError:
            pass  # some of it is octets
        return _START + _octets(pieces)
    except UnicodeEncodeError:
        raise LocalError("the text holds half a surrogate pair, which UTF-8 cannot carry") from None


def _octets(pieces: Pieces) -> bytes:
    """Pieces among which are octets, or texts that cannot be inline strings because those end at the first NUL."""
    for place in range(1, len(pieces), 2):
        before, text, after = pieces[place - 1], pieces[place], pieces[place + 1] if place + 1 < len(pieces) else ""
        if isinstance(text, str) and _NUL in text and isinstance(before, str) and isinstance(after, str):
            pieces[place - 1 : place + 2] = before[: -len(_INLINE)], _opaque(text.encode("utf-8")), after[len(_NUL) :]
    return b"".join(piece.encode("utf-8") if isinstance(piece, str) else piece for piece in pieces)
