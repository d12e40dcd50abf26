"""03xx: trees."""

from swmgen.diagnostics.catalogue.entry import Entry
from swmgen.diagnostics.catalogue.examples import tree
from swmgen.diagnostics.diagnostic import Severity

_GOOD = "N: {format: int, access: Get, type: text/plain, doc: A number.}"


def _entry(code: str, title: str, why: str, how: str, bad: str, good: str = _GOOD, **more: Severity) -> Entry:
    return Entry(
        code=code, title=title, why=why, how=how, bad=tree(bad), good=tree(good), reference="OMA-TS-DM_TND 1.2", **more
    )


ENTRIES = (
    _entry(
        "SWM0301",
        "a leaf without a type",
        "DFType says how a value is to be read; without it a server can only guess.",
        "State the MIME type, most often text/plain.",
        "N: {format: int, access: Get, doc: A number.}",
        severity=Severity.WARNING,
    ),
    _entry(
        "SWM0302",
        "a default on an interior node",
        "An interior node has no value, so a default means nothing.",
        "Take the default away, or give the node the format of a leaf.",
        "N: {access: Get, default: 1, doc: A group.}",
        "N: {access: Get, doc: A group.}",
    ),
    _entry(
        "SWM0303",
        "a leaf with nodes below it",
        "Only nodes of format node hold nodes; no device could build this.",
        "Take the format away, or move the nodes.",
        "N: {format: int, access: Get, type: text/plain, doc: A number., nodes: {M: {access: Get, doc: A group.}}}",
        "N: {access: Get, doc: A group., nodes: {M: {access: Get, doc: A group.}}}",
    ),
    _entry(
        "SWM0304",
        "a default that does not fit the format",
        "Devices would start with a value that they must refuse when a server writes it.",
        "Write a value of the format: true or false, a 32-bit integer, an ISO 8601 date or time.",
        "N: {format: int, access: Get, type: text/plain, default: none, doc: A number.}",
    ),
    _entry(
        "SWM0305",
        "a default outside the range",
        "The device would start with a value that it must refuse from a server.",
        "Change the default or the range.",
        "N: {format: int, access: Get, type: text/plain, range: 1..5, default: 0, doc: A number.}",
        "N: {format: int, access: Get, type: text/plain, range: 1..5, default: 1, doc: A number.}",
    ),
    _entry(
        "SWM0306",
        "a default that is not allowed",
        "The device would start with a value that is none of those listed.",
        "Take one of the values, as it stands on the wire.",
        "N: {format: int, access: Get, type: text/plain, values: {off: 0, on: 1}, default: 2, doc: A switch.}",
        "N: {format: int, access: Get, type: text/plain, values: {off: 0, on: 1}, default: 1, doc: A switch.}",
    ),
    _entry(
        "SWM0307",
        "a range on something that is no integer",
        "Only int values can be compared with the ends of a range.",
        "Give the node the format int, or take the range away.",
        "N: {format: chr, access: Get, type: text/plain, range: 1..5, doc: A text.}",
    ),
    _entry(
        "SWM0308",
        "two names for one value",
        "Nobody can tell from the value on the wire which of the two is meant.",
        "Give each name a value of its own.",
        "N: {format: int, access: Get, type: text/plain, values: {off: 0, no: 0}, doc: A switch.}",
    ),
    _entry(
        "SWM0309",
        "a value that does not fit the format",
        "A device could neither hold nor send it.",
        "Write a value of the node's format.",
        "N: {format: int, access: Get, type: text/plain, values: {off: zero}, doc: A switch.}",
    ),
    _entry(
        "SWM0310",
        "N out of bounds",
        "ZeroOrN and OneOrN take a number from 2 to 65536.",
        "Write such a number, or ZeroOrOne, One, ZeroOrMore, OneOrMore.",
        "<y>: {access: Get, occurs: ZeroOrN(1), doc: Entries.}",
        "<y>: {access: Get, occurs: ZeroOrN(2), doc: Entries.}",
    ),
    _entry(
        "SWM0311",
        "no access at all",
        "A node that allows no command cannot be used by any server.",
        "State at least one command under access.",
        "N: {format: int, type: text/plain, doc: A number.}",
    ),
    _entry(
        "SWM0312",
        "a null node that is read or written",
        "A node of format null has no value; it only takes Exec, Add or Delete.",
        "Take Get and Replace away, or give the node another format.",
        'N: {format: "null", access: Exec Get, type: text/plain, doc: An operation.}',
        'N: {format: "null", access: Exec, type: text/plain, doc: An operation.}',
    ),
    _entry(
        "SWM0313",
        "names that differ only in case",
        "Where CaseSense is CIS, both names are the same node.",
        "Rename one, or state CS.",
        "N: {access: Get, case: CIS, doc: A group., nodes: {Ab: {access: Get, doc: One.}, aB: {access: Get, doc: Two.}}}",
        "N: {access: Get, case: CIS, doc: A group., nodes: {A: {access: Get, doc: One.}, b: {access: Get, doc: Two.}}}",
    ),
    _entry(
        "SWM0314",
        "a name that no URI can hold",
        "Names are the parts of URIs; slashes, question marks and blanks at the ends would break them.",
        "Choose another name; <x> stands for names given at creation.",
        "A/B: {format: int, access: Get, type: text/plain, doc: A number.}",
    ),
    Entry(
        code="SWM0315",
        title="a malformed MO id",
        why="Servers find objects by this id; a malformed one is never found.",
        how="Use a URN (urn:oma:mo:...) or a reversed domain name with a path.",
        bad=tree(root="type: 'urn oma mo'"),
        good=tree(),
        reference="OMNA DM MO registry",
    ),
    _entry(
        "SWM0316",
        "a malformed MIME type",
        "No reader would know it.",
        "Write type/subtype.",
        "N: {format: int, access: Get, type: plain, doc: A number.}",
    ),
    Entry(
        code="SWM0317",
        title="a root without MO id",
        why="Objects are found by their Type, not by their path; without one no server finds the object.",
        how="State the MO id as the root's type.",
        bad=tree(root="occurs: One"),
        good=tree(),
        reference="OMA-TS-DM_StdObj 1.2",
        severity=Severity.WARNING,
    ),
    _entry(
        "SWM0318",
        "a size limit on what has no size",
        "Only chr, xml, bin and b64 values have a size of their own.",
        "Take max_size away, or state a range.",
        "N: {format: bool, access: Get, type: text/plain, max_size: 4, doc: A switch.}",
    ),
    _entry(
        "SWM0319",
        "an empty range",
        "No value could ever be written.",
        "Put the lower end first, and stay within 32 bits.",
        "N: {format: int, access: Get, type: text/plain, range: 5..1, doc: A number.}",
        "N: {format: int, access: Get, type: text/plain, range: 1..5, doc: A number.}",
    ),
    _entry(
        "SWM0320",
        "something permanent below something that comes and goes",
        "When the node above is deleted, this one goes with it; it is not permanent.",
        "State Dynamic or Either.",
        "<y>: {access: Get, occurs: ZeroOrMore, doc: Entries., nodes: {N: {access: Get, scope: Permanent, doc: A group.}}}",
        "<y>: {access: Get, occurs: ZeroOrMore, doc: Entries., nodes: {N: {access: Get, doc: A group.}}}",
    ),
    Entry(
        code="SWM0321",
        title="two kinds of new node",
        why="A node that a server adds could be either; nothing in the command tells which.",
        how="Put one of them below a node of its own.",
        bad=tree("<y>: {access: Get, doc: Entries.}", "<z>: {access: Get, doc: Other entries.}"),
        good=tree("<y>: {access: Get, doc: Entries.}"),
        reference="OMA-TS-DM_TND 1.2",
    ),
)
