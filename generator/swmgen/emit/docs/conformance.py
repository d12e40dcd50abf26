"""The static conformance requirements of an enabler, with ids in the form of OMA's (``FUMO-C-001-M``).

A number belongs to an item as long as the item is there and nothing is put
before it: items that came with an earlier version stand first, in its order.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from swmgen.emit.docs.view import own_procedures
from swmgen.model import Access, Element, Enabler, Node, Status


class Item(Struct, frozen=True):
    """One row of the table."""

    id: str
    function: str
    status: str
    serves: tuple[str, ...]
    element: str


def conformance(enabler: Enabler) -> list[Item]:
    """Client items, then server items."""
    found = []
    for side, listed in (("C", _client(enabler)), ("S", _server(enabler))):
        rows = sorted(listed, key=lambda row: _age(row[0].origin, enabler.key))
        for number, (element, function, mandatory) in enumerate(rows, 1):
            status = "M" if mandatory else "O"
            name = f"{enabler.name.upper()}-{side}-{number:03}-{status}"
            found.append(Item(name, function, status, element.serves, element.id))
    return found


def _age(origin: str, key: str) -> tuple[int, ...]:
    """Earlier versions first; what other enablers contributed came with this one."""
    name, _, version = origin.rpartition("-")
    if name != key.rpartition("-")[0]:
        version = key.rpartition("-")[2]
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _client(enabler: Enabler) -> Iterator[tuple[Element, str, bool]]:
    for node in enabler.tree.walk():
        yield node, _support(node), node.status is not Status.OPTIONAL or node.occurs.at_least == 1
    for machine in enabler.machines:
        yield machine, f"The state machine {machine.name}", True
    for alert in enabler.messages.alerts:
        yield alert, f"The alert {alert.name} ({alert.type})", bool(alert.answers)
    for procedure in own_procedures(enabler):
        yield procedure, f"The procedure {procedure.name}, its steps in their order", True


def _server(enabler: Enabler) -> Iterator[tuple[Element, str, bool]]:
    for node in enabler.tree.walk():
        if node.allows(Access.EXEC):
            yield node, f"Exec on {node.path}", False
    for alert in enabler.messages.alerts:
        yield alert, f"Receives the alert {alert.name}", bool(alert.answers)


def _support(node: Node) -> str:
    rights = ", ".join(access.value for access in node.access)
    return f"{node.path} ({rights})" if rights else node.path
