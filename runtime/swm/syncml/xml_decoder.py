"""XML to messages: expat with hard limits, lenient about namespaces.

No internal subset, so no entities beyond the five of XML; nothing external is
read (some peers name the DTD, which does no harm). Depth, elements and
attributes are bounded, so what a message of a few kilobytes can cost is known
before it is read. Peers in the field leave out namespaces; that loses no meaning, so it is accepted.
"""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from swm.errors import MessageError
from swm.syncml.building import message_of
from swm.syncml.elements import Element
from swm.syncml.limits import DEFAULT, Limits
from swm.syncml.message import Message


def decode_xml(data: bytes, limits: Limits = DEFAULT) -> Message:
    """The message in `data`. MessageError names what is wrong with it."""
    return message_of(_parse(data, limits))


def _parse(data: bytes, limits: Limits) -> Element:
    if len(data) > limits.size:
        raise MessageError(f"the message has {len(data)} octets; the limit is {limits.size}")
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    root = Element("")
    stack = [root]
    top: list[str] = []
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > limits.elements:
            raise MessageError(f"the message has more than {limits.elements} elements")
        if len(stack) > limits.depth:
            raise MessageError(f"the message is nested more than {limits.depth} elements deep")
        if attributes:
            if len(attributes) > limits.attributes:
                raise MessageError(f"an element has more than {limits.attributes} attributes")
            for value in attributes.values():
                if len(value) > limits.attribute_length:
                    raise MessageError(f"an attribute is longer than {limits.attribute_length} characters")
        name = tag.rpartition(":")[2]
        element = Element(name)
        stack[-1].children.append(element)
        stack.append(element)
        top.clear()

    def end(tag: str) -> None:
        element = stack.pop()
        if not element.children:
            element.text = "".join(top)
        top.clear()

    def refuse_subset(name: str, system_id: str | None, public_id: str | None, has_subset: int) -> None:
        if has_subset:
            raise MessageError("the message declares entities or elements of its own; none are accepted")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = top.append
    parser.StartDoctypeDeclHandler = refuse_subset
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "not XML")
        raise MessageError(f"not well-formed XML: {reason} at line {error.lineno}, column {error.offset}") from None
    except (ValueError, LookupError) as error:
        raise MessageError(f"the encoding cannot be read: {error}") from None
    return root.children[0]
