"""Messages to XML: strict order of the DTD, one escaping function, no XML library.

This is the one place that writes markup by hand: it is what a codec is for,
and eight times as fast as building a tree. Binary data goes out as base64,
and its Meta then says ``b64`` (OMA-TS-DM_RepPro 1.2, 6.6).
"""

from __future__ import annotations

from base64 import b64encode

from swm.errors import LocalError
from swm.syncml.escaping import escape, is_plain
from swm.syncml.message import Message, Meta
from swm.syncml.writing import Content, with_format, writer


class _Xml:
    """XML with namespaces where peers look for them: on the root and inside Meta."""

    def element(self, name: str) -> tuple[str, str]:
        if name == "SyncML":
            return '<?xml version="1.0" encoding="UTF-8"?><SyncML xmlns="SYNCML:SYNCML1.2">', "</SyncML>"
        return f"<{name}>", f"</{name}>"

    def empty(self, name: str) -> str:
        return f"<{name}/>"

    def text(self, name: str) -> tuple[str, str]:
        return f"<{name}>", f"</{name}>"

    def meta(self) -> tuple[str, str]:
        return "<Meta>", "</Meta>"

    def meta_text(self, name: str) -> tuple[str, str]:
        return f'<{name} xmlns="syncml:metinf">', f"</{name}>"

    def data(self, data: str | bytes, format_: str | None, meta: Meta | None) -> tuple[Meta | None, Content]:
        if isinstance(data, bytes):
            content = ("<Data>", b64encode(data).decode("ascii"), "</Data>", "")
            return meta if format_ == "b64" else with_format(meta, "b64"), content
        if format_ == "b64":
            raise LocalError("the Format is b64 and the data are text; give the octets, they are encoded here")
        return meta, ("<Data>", data, "</Data>", "")


_write = writer(_Xml())


def encode_xml(message: Message) -> bytes:
    """The message as UTF-8 XML. LocalError when something in it cannot be written."""
    pieces: list[str] = _write(message)  # type: ignore[assignment]
    if not is_plain("".join(pieces[1::2])):
        pieces[1::2] = map(escape, pieces[1::2])
    return "".join(pieces).encode("utf-8")
