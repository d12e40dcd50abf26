"""A DM message as a few lines that a person can follow."""

from __future__ import annotations

from swm.syncml import Alert, Atomic, Command, Exec, Item, Message, Results, Sequence, Status

SHOWN = 60


def readable(sender: str, message: Message) -> list[str]:
    """What `sender` says, a line a command."""
    header = message.header
    lines = [f"{sender:>6} | session {header.session_id} message {header.message_id}"]
    lines += [f"       |   {line}" for command in message.commands for line in _command(command)]
    return lines


def _command(command: Command) -> list[str]:
    match command:
        case Status():
            where = f" {', '.join(command.target_refs)}" if command.target_refs else ""
            return [f"Status {command.code} to {command.command}{where}"]
        case Alert():
            with_ = f" correlator {command.correlator}" if command.correlator else ""
            return [f"Alert {command.code}{with_}", *(f"  {_item(item)}" for item in command.items)]
        case Results():
            return [f"Results {_item(item)}" for item in command.items]
        case Atomic() | Sequence():
            inner = [f"  {line}" for entry in command.commands for line in _command(entry)]
            return [type(command).__name__, *inner]
        case _:
            correlator = f" correlator {command.correlator}" if isinstance(command, Exec) and command.correlator else ""
            return [f"{type(command).__name__} {_item(item)}{correlator}" for item in command.items]


def _item(item: Item) -> str:
    place = (item.target or item.source).uri if (item.target or item.source) is not None else ""  # type: ignore[union-attr]
    kind = f" ({item.meta.type}, {item.meta.mark})" if item.meta is not None and item.meta.mark else ""
    if item.data is None:
        return f"{place}{kind}"
    if isinstance(item.data, bytes):
        shown = f"{len(item.data)} octets"
    else:
        shown = item.data if len(item.data) <= SHOWN else f"{item.data[:SHOWN]}..."
    size = (
        f", a part of {item.meta.size}"
        if item.meta is not None and item.meta.size
        else ", more follows"
        if item.more_data
        else ""
    )
    return f"{place}{kind} = {shown}{size}"
