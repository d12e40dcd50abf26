"""Whether a text value is what it must hold as a whole: JSON (RFC 8259), or an XML document."""

from __future__ import annotations

import json
from typing import Final, Literal, NoReturn
from xml.parsers import expat

Content = Literal["json", "xml"]
MAX_CONTENT: Final = 1024 * 1024
"""Characters of a value that is looked into."""


def refuse_content(text: str, content: Content) -> str | None:
    """Why the text is not of this kind; None when it is. Whether a schema allows it is not looked at."""
    if len(text) > MAX_CONTENT:
        return f"more than {MAX_CONTENT} characters are not looked through"
    return _not_json(text) if content == "json" else _not_xml(text)


def _not_json(text: str) -> str | None:
    try:
        json.loads(text, parse_constant=_no_number)
    except ValueError as error:
        return f"not JSON: {error}"
    except RecursionError:
        return "not JSON that is read: nested too deep"
    return None


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _not_xml(text: str) -> str | None:
    parser = expat.ParserCreate("utf-8")

    def refuse(*_: object) -> NoReturn:
        raise ValueError("not XML that is read: it declares entities of its own")

    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "not XML")
        return f"not well-formed XML: {reason} at line {error.lineno}, column {error.offset}"
    except ValueError as error:
        return str(error)
    return None
