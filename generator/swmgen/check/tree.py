"""03xx: trees."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from typing import Final

from swmgen.check.rule import Rule, Subject
from swmgen.diagnostics import Edit, Fix, Note
from swmgen.model import Access, AllowedKind, CaseSense, Format, Node, Occurs, Scope

_INT = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile("[0-9]{1,20}|0[xX][0-9A-Fa-f]{1,16}")
_LONGEST: Final = 20
_FLOAT = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_DAY = r"\d{4}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])"
_DATE = re.compile(_DAY, re.ASCII)
_TIME = re.compile(
    rf"(?:{_DAY}T)?(?:[01]\d|2[0-4]):?[0-5]\d(?::?(?:[0-5]\d|60)(?:[.,]\d+)?)?(?:Z|[+-]\d{{2}}(?::?\d{{2}})?)?",
    re.ASCII,
)
"""A time of day, or a point in time: what descriptions of the field call `time` is mostly the latter."""
_MIME = re.compile(
    r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+*-]+(\s*;\s*[A-Za-z0-9!#$&^_.+-]+=([A-Za-z0-9!#$&^_.+:/-]+|\"[^\"]*\"))*"
)
"""With parameters, such as ``text/plain;charset=utf-8`` (RFC 2045, section 5.1)."""
_MO_ID = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]*:\S+|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*/\S+")
INT_MIN: Final = -(2**31)
INT_MAX: Final = 2**31 - 1
MAX_NAME: Final = 255


def misfit(node: Node, text: str) -> str | None:
    """Why `text` is no value of the node's format; None when it is one."""
    match node.format:
        case Format.INT:
            if not _INT.fullmatch(text):
                return "not an integer"
            fits = len(text) <= _LONGEST and INT_MIN <= int(text) <= INT_MAX
            return None if fits else "too large for 32 bits"
        case Format.BOOL:
            return None if text in ("true", "false") else "neither true nor false"
        case Format.FLOAT:
            return None if _FLOAT.fullmatch(text) else "not a number"
        case Format.DATE:
            return None if _DATE.fullmatch(text) else "not an ISO 8601 date"
        case Format.TIME:
            return None if _TIME.fullmatch(text) else "not an ISO 8601 time"
        case Format.B64:
            try:
                b64decode(text, validate=True)
            except ValueError:
                return "not base64"
            return None
        case Format.NULL:
            return "not empty, as a value of format null must be" if text else None
        case _:
            return None


def _each(look: Callable[[Subject, Node], None]) -> Callable[[Subject], None]:
    def all_nodes(subject: Subject) -> None:
        for node in subject.own_nodes:
            look(subject, node)

    return all_nodes


def _leaf_type(subject: Subject, node: Node) -> None:
    if node.format is not Format.NODE and not node.mime:
        subject.found(node.id, node.span, f"The leaf {node.path} has no type.")


def _interior_default(subject: Subject, node: Node) -> None:
    if node.format is Format.NODE and node.default is not None:
        subject.found(node.id, node.at("default"), f"{node.path} holds nodes, so it has no value and no default.")


def _leaf_children(subject: Subject, node: Node) -> None:
    if node.format is not Format.NODE and node.nodes:
        notes = [Note("the first node below it", node.nodes[0].span)]
        subject.found(
            node.id, node.at("format"), f"{node.path} has format {node.format.value} and nodes below it.", *notes
        )


def _default_fits(subject: Subject, node: Node) -> None:
    if node.is_interior or node.default is None:
        return
    reason = misfit(node, node.default)
    if reason is None:
        return
    span, fix = node.at("default"), None
    if node.format is Format.BOOL and node.default.lower() in ("true", "false"):
        fix = Fix(f"write {node.default.lower()}", (Edit(span, node.default.lower()),), safe=True)
    subject.found(node.id, span, f"The default `{node.default}` of {node.path} is {reason}.", fix=fix)


def _default_in_range(subject: Subject, node: Node) -> None:
    bounds = node.range
    if bounds is None or node.default is None or misfit(node, node.default) or node.format is not Format.INT:
        return
    value = int(node.default)
    if (bounds.low is not None and value < bounds.low) or (bounds.high is not None and value > bounds.high):
        subject.found(node.id, node.at("default"), f"The default {value} of {node.path} is outside {bounds}.")


def _number(text: str) -> int | None:
    """A number as the field writes values, decimal or hexadecimal."""
    if not _NUMBER.fullmatch(text):
        return None
    return int(text, 16) if text[:2].lower() == "0x" else int(text)


def _is_made_of_values(node: Node, text: str) -> bool:
    """Whether a text is a value, a list of values, or a combination of flags."""
    known = {value.value for value in node.values}
    allowed = node.allowed
    if text in known or allowed is None:
        return text in known
    if allowed.separator is not None:
        return all(part.strip() in known for part in text.split(allowed.separator) if part.strip())
    if allowed.kind is not AllowedKind.FLAG:
        return False
    number, bits = _number(text), 0
    for value in known:
        bits |= _number(value) or 0
    return number is not None and not number & ~bits


def _default_allowed(subject: Subject, node: Node) -> None:
    if node.values and node.default is not None and not _is_made_of_values(node, node.default):
        shown = ", ".join(value.value for value in node.values)
        subject.found(
            node.id,
            node.at("default"),
            f"The default `{node.default}` of {node.path} is none of its values.",
            Note(f"values: {shown}"),
        )


def _range_on_int(subject: Subject, node: Node) -> None:
    if node.range is not None and node.format is not Format.INT:
        subject.found(
            node.id, node.at("range"), f"{node.path} has format {node.format.value}; only an int has a range."
        )


def _values_distinct(subject: Subject, node: Node) -> None:
    seen: dict[str, str] = {}
    for value in node.values:
        if value.value in seen:
            subject.found(
                value.id, value.span, f"`{value.name}` and `{seen[value.value]}` are both {value.value} on the wire."
            )
        seen.setdefault(value.value, value.name)


def _values_fit(subject: Subject, node: Node) -> None:
    for value in node.values:
        reason = misfit(node, value.value)
        if reason is not None and not node.is_interior:
            subject.found(value.id, value.span, f"The value {value.value} of {node.path} is {reason}.")


def _n_in_bounds(subject: Subject, node: Node) -> None:
    if node.occurs.kind in (Occurs.ZERO_OR_N, Occurs.ONE_OR_N) and not 2 <= (node.occurs.n or 0) <= 65_536:
        subject.found(node.id, node.at("occurs"), f"{node.occurs} of {node.path}: N must be from 2 to 65536.")


def _some_access(subject: Subject, node: Node) -> None:
    if not node.access and node.id not in subject.broken:
        subject.found(node.id, node.at("access"), f"Nothing can be done with {node.path}: its AccessType is empty.")


def _null_access(subject: Subject, node: Node) -> None:
    if node.format is Format.NULL:
        wrong = [access.value for access in (Access.GET, Access.REPLACE) if node.allows(access)]
        if wrong:
            subject.found(
                node.id, node.at("access"), f"{node.path} has format null, so there is nothing to {' or '.join(wrong)}."
            )


def _names_apart(subject: Subject, node: Node) -> None:
    if node.case_sense is not CaseSense.INSENSITIVE:
        return
    seen: dict[str, Node] = {}
    for child in node.nodes:
        other = seen.setdefault(child.name.casefold(), child)
        if other is not child:
            subject.found(
                child.id,
                child.span,
                f"`{child.name}` differs from `{other.name}` only in case, and case does not count here.",
                Note("the other", other.span),
            )


def _legal_name(subject: Subject, node: Node) -> None:
    name = node.name
    if node.is_placeholder and re.fullmatch(r"<\w+>", name):
        return
    reason = None
    if not name.strip() or name != name.strip():
        reason = "is blank or has blanks around it"
    elif any(character in name for character in "/?<>") or any(ord(character) < 32 for character in name):
        reason = "holds a character that no name may hold"
    elif len(name.encode()) > MAX_NAME:
        reason = f"is longer than {MAX_NAME} octets"
    elif name in (".", ".."):
        reason = "means a place, not a node"
    if reason is not None:
        subject.found(node.id, node.span, f"The name `{name[:60]}` {reason}.")


def _mo_id_form(subject: Subject, node: Node) -> None:
    if node.mo_id is not None and not _MO_ID.fullmatch(node.mo_id):
        subject.found(node.id, node.at("type"), f"`{node.mo_id}` is no MO id.")


def _mime_form(subject: Subject, node: Node) -> None:
    for mime in node.mime:
        # Interior nodes of the field carry their MO id here.
        is_id = node.is_interior and _MO_ID.fullmatch(mime)
        if not is_id and not _MIME.fullmatch(mime):
            subject.found(node.id, node.at("type"), f"`{mime}` is no MIME type.")


def _root_has_mo_id(subject: Subject) -> None:
    for root in subject.enabler.tree.roots:
        if subject.is_own(root.origin, root.changed_by) and root.object_id is None:
            subject.found(root.id, root.span, f"The root {root.path} has no MO id, so no server can find the object.")


def _max_size_fits(subject: Subject, node: Node) -> None:
    if node.max_size is None:
        return
    if node.format not in (Format.CHR, Format.BIN, Format.B64, Format.XML):
        subject.found(
            node.id, node.at("max_size"), f"{node.path} has format {node.format.value}, which has no size to limit."
        )
    elif node.max_size < 1:
        subject.found(node.id, node.at("max_size"), f"The largest size of {node.path} must be 1 or more.")


def _range_not_empty(subject: Subject, node: Node) -> None:
    bounds = node.range
    if bounds is None:
        return
    if bounds.low is not None and bounds.high is not None and bounds.low > bounds.high:
        subject.found(node.id, node.at("range"), f"No integer lies in {bounds}.")
    elif (bounds.low or 0) < INT_MIN or (bounds.high or 0) > INT_MAX:
        subject.found(node.id, node.at("range"), f"{bounds} does not fit the 32 bits of int.")


def _permanence(subject: Subject, node: Node) -> None:
    for child in node.nodes:
        if child.scope is Scope.PERMANENT and (node.is_placeholder and node.scope is Scope.DYNAMIC):
            subject.found(
                child.id,
                child.at("scope"),
                f"{child.path} cannot be permanent: {node.path} above it comes and goes.",
                Note("the node above", node.span),
            )


def _one_placeholder(subject: Subject, node: Node) -> None:
    unnamed = [child for child in node.nodes if child.is_placeholder]
    for child in unnamed[1:]:
        subject.found(
            child.id,
            child.span,
            f"A new node below {node.path} could be `{unnamed[0].name}` or `{child.name}`.",
            Note("the first", unnamed[0].span),
        )


RULES = (
    Rule("SWM0301", "a leaf says what its values are", _each(_leaf_type)),
    Rule("SWM0302", "only leaves have defaults", _each(_interior_default)),
    Rule("SWM0303", "only interior nodes hold nodes", _each(_leaf_children)),
    Rule("SWM0304", "defaults are values of their format", _each(_default_fits)),
    Rule("SWM0305", "defaults lie in their range", _each(_default_in_range)),
    Rule("SWM0306", "defaults are allowed values", _each(_default_allowed)),
    Rule("SWM0307", "only integers have ranges", _each(_range_on_int)),
    Rule("SWM0308", "allowed values differ on the wire", _each(_values_distinct)),
    Rule("SWM0309", "allowed values fit the format", _each(_values_fit)),
    Rule("SWM0310", "N is from 2 to 65536", _each(_n_in_bounds)),
    Rule("SWM0311", "something can be done with every node", _each(_some_access)),
    Rule("SWM0312", "null nodes are not read or written", _each(_null_access)),
    Rule("SWM0313", "names differ where case does not count", _each(_names_apart)),
    Rule("SWM0314", "names can stand in a URI", _each(_legal_name)),
    Rule("SWM0315", "MO ids have their form", _each(_mo_id_form)),
    Rule("SWM0316", "MIME types have their form", _each(_mime_form)),
    Rule("SWM0317", "objects can be found", _root_has_mo_id),
    Rule("SWM0318", "sizes limit what has a size", _each(_max_size_fits)),
    Rule("SWM0319", "ranges hold something", _each(_range_not_empty)),
    Rule("SWM0320", "nothing permanent hangs below what comes and goes", _each(_permanence)),
    Rule("SWM0321", "a new node can only be one thing", _each(_one_placeholder)),
)
