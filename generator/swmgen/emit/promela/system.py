"""What is around the device, in Promela: bags of messages, alerts that wait for an answer, what may still go wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from swmgen.model import Size
from swmgen.verify.messages import Message


def declarations(size: Size) -> Iterator[str]:
    """The state around the device. Bags are arrays in descending order, 0 for an empty place."""
    servers = size.servers + size.older_servers
    yield f"byte down[{size.messages}]; /* messages to the device */"
    yield f"byte up[{size.messages}];   /* servers whose final alert is on its way */"
    yield f"byte stored[{servers + 1}]; /* alerts that wait for each server's answer */"
    for name, count in (
        ("losses", size.losses),
        ("duplicates", size.duplicates),
        ("cuts", size.power_cuts),
        ("attacks", size.attacks),
    ):
        yield f"byte {name} = {count};"
    yield "hidden byte t;"
    full = " + ".join(f"stored[{server}]" for server in range(1, servers + 1))
    yield f"#define FULL (({full}) >= {size.alerts})"
    for bag in ("down", "up"):
        yield from _bag(bag, size.messages)


def forgotten(size: Size) -> Iterator[str]:
    """Assignments after which there is nothing around the device, and nothing goes wrong any more."""
    for slot in range(size.messages):
        yield f"down[{slot}] = 0"
        yield f"up[{slot}] = 0"
    for server in range(1, size.servers + size.older_servers + 1):
        yield f"stored[{server}] = 0"
    yield from (f"{name} = 0" for name in ("losses", "duplicates", "cuts", "attacks"))


def _bag(bag: str, slots: int) -> Iterator[str]:
    yield f"#define ROOM_{bag} ({bag}[{slots - 1}] == 0)"
    swaps = "".join(
        f" if :: {bag}[{n}] > {bag}[{n - 1}] -> t = {bag}[{n}]; {bag}[{n}] = {bag}[{n - 1}]; {bag}[{n - 1}] = t :: else fi;"
        for n in range(slots - 1, 0, -1)
    )
    yield f"inline put_{bag}(m) {{ {bag}[{slots - 1}] = m;{swaps} t = 0 }}"
    for slot in range(slots):
        moves = "".join(f" {bag}[{n}] = {bag}[{n + 1}];" for n in range(slot, slots - 1))
        yield f"inline take_{bag}_{slot}() {{{moves} {bag}[{slots - 1}] = 0 }}"


def is_first(bag: str, slot: int) -> str:
    """Whether a message stands at `slot` and at none before, so that equal messages are taken once."""
    return f"{bag}[{slot}] != 0" + (f" && {bag}[{slot}] != {bag}[{slot - 1}]" if slot else "")


def moves(size: Size, messages: Sequence[Message]) -> Iterator[str]:
    """The options of servers, image server, attacker and network."""
    servers = range(1, size.servers + size.older_servers + 1)
    genuine = [number for number, message in enumerate(messages, 1) if message.is_genuine]
    forged = [number for number, message in enumerate(messages, 1) if not message.is_genuine]
    for number in genuine:
        yield f"(ROOM_down) -> put_down({number})"
    for number in forged:
        yield f"(ROOM_down && attacks > 0) -> attacks--; put_down({number})"
    is_genuine = " || ".join(f"down[%d] == {number}" for number in genuine)
    for slot in range(size.messages):
        yield f"(losses > 0 && {is_first('down', slot)}) -> losses--; take_down_{slot}()"
        yield f"(duplicates > 0 && ROOM_down && {is_first('down', slot)}) -> duplicates--; t = down[{slot}]; put_down(t)"
        for number in forged if genuine else ():
            known = is_genuine.replace("%d", str(slot))
            yield (
                f"(attacks > 0 && {is_first('down', slot)} && ({known})) -> "
                f"attacks--; take_down_{slot}(); put_down({number})"
            )
        yield f"(losses > 0 && {is_first('up', slot)}) -> losses--; take_up_{slot}()"
        yield f"(duplicates > 0 && ROOM_up && {is_first('up', slot)}) -> duplicates--; t = up[{slot}]; put_up(t)"
    for server in servers:
        under_way = " || ".join(f"up[{slot}] == {server}" for slot in range(size.messages))
        yield f"(power == ON && stored[{server}] > 0 && !({under_way}) && ROOM_up) -> put_up({server})"
        gone = "".join(
            f" if :: up[{slot}] == {server} -> take_up_{slot}() :: else fi;" for slot in reversed(range(size.messages))
        )
        yield f"(power == ON && ({under_way})) -> stored[{server}]--;{gone} t = 0"
    if size.power_cuts:
        yield "(cuts > 0 && power != OFF) -> cuts--; power = OFF"
        for slot in range(size.messages):
            yield f"(cuts > 0 && power != OFF && {is_first('down', slot)}) -> cuts--; power = OFF; take_down_{slot}()"
