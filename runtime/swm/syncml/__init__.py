"""SyncML DM messages: one model, and the codecs that put it on the wire (OMA-TS-DM_RepPro 1.2)."""

from swm.syncml.encoding import CONTENT_TYPES, NO_CODING, Encoding, encoding_named
from swm.syncml.escaping import escape
from swm.syncml.limits import Limits
from swm.syncml.message import (
    Add,
    Alert,
    Atomic,
    Chal,
    Command,
    Copy,
    Cred,
    Delete,
    Exec,
    Get,
    Header,
    Item,
    Location,
    Message,
    Meta,
    Replace,
    Results,
    Sequence,
    Status,
)
from swm.syncml.wbxml_decoder import decode_wbxml
from swm.syncml.wbxml_encoder import encode_wbxml
from swm.syncml.xml_decoder import decode_xml
from swm.syncml.xml_encoder import encode_xml

__all__ = [
    "CONTENT_TYPES",
    "NO_CODING",
    "Add",
    "Alert",
    "Atomic",
    "Chal",
    "Command",
    "Copy",
    "Cred",
    "Delete",
    "Encoding",
    "Exec",
    "Get",
    "Header",
    "Item",
    "Limits",
    "Location",
    "Message",
    "Meta",
    "Replace",
    "Results",
    "Sequence",
    "Status",
    "decode_wbxml",
    "decode_xml",
    "encode_wbxml",
    "encode_xml",
    "encoding_named",
    "escape",
]
