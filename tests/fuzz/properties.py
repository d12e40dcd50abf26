"""What must hold of every input to a codec."""

from __future__ import annotations

from syncml_messages import over_wbxml, over_xml

from swm.errors import LocalError, MessageError
from swm.syncml import decode_wbxml, decode_xml, encode_wbxml, encode_xml

PAST_XML = "cannot carry"


def check_xml(data: bytes) -> bool:
    """What is read from XML is stable over both encodings. The result is whether `data` was read at all."""
    try:
        message = decode_xml(data)
    except MessageError:
        return False
    assert decode_xml(encode_xml(message)) == message
    assert decode_wbxml(encode_wbxml(message)) == message
    return True


def check_wbxml(data: bytes) -> bool:
    """What is read from WBXML is stable over WBXML, and over XML unless it holds what XML cannot carry."""
    try:
        message = decode_wbxml(data)
    except MessageError:
        return False
    arrived = over_wbxml(message)
    assert decode_wbxml(encode_wbxml(message)) == arrived
    assert decode_wbxml(encode_wbxml(arrived)) == arrived
    try:
        xml = encode_xml(message)
    except LocalError as error:
        assert PAST_XML in str(error)
        return True
    assert decode_xml(xml) == over_xml(message)
    return True


CHECKS = {"xml": check_xml, "wbxml": check_wbxml}
