"""A DM message as a few lines that a person can follow."""

from __future__ import annotations

from swm.syncml import Alert, Atomic, Chal, Command, Cred, Exec, Header, Item, Message, Meta, Results, Sequence, Status
from swm.trace.codes import alert_text, status_text

SHOWN = 60
MASKED = "***"


def readable(sender: str, message: Message, *, secrets: bool = False) -> list[str]:
    """What `sender` says, a line a command. Credentials and nonces are shown only with `secrets`."""
    header = message.header
    lines = [printable(f"{sender:>6} | session {header.session_id} message {header.message_id}")]
    inner = _header(header, secrets)
    inner += [line for command in message.commands for line in _command(command, secrets)]
    if not message.final:
        inner.append("(not the last message of its package)")
    lines += [f"       |   {line}" for line in inner]
    return lines


def printable(text: str) -> str:
    """Text of a stranger, with nothing in it that a terminal would obey."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


def _header(header: Header, secrets: bool) -> list[str]:
    lines = []
    if header.cred is not None:
        name = header.source.name or header.source.uri
        lines.append(f"Cred {_credentials(header.cred, secrets)} of {printable(name)}")
    if header.meta is not None:
        limits = [
            f"{name} {value}"
            for name, value in (("MaxMsgSize", header.meta.max_msg_size), ("MaxObjSize", header.meta.max_obj_size))
            if value is not None
        ]
        if limits:
            lines.append(", ".join(limits))
    return lines


def _credentials(cred: Cred, secrets: bool) -> str:
    return f"{printable(cred.meta.type or 'of no type')} {printable(cred.data) if secrets else MASKED}"


def _challenge(chal: Chal, secrets: bool) -> str:
    nonce = chal.meta.next_nonce
    shown = "" if nonce is None else f", next nonce {printable(nonce) if secrets else MASKED}"
    return f"Chal {printable(chal.meta.type or 'of no type')}{shown}"


def _command(command: Command, secrets: bool) -> list[str]:
    match command:
        case Status():
            where = f" {', '.join(command.target_refs)}" if command.target_refs else ""
            lines = [f"Status {status_text(command.code)} to {command.command}{where}"]
            if command.chal is not None:
                lines.append(f"  {_challenge(command.chal, secrets)}")
            lines += [f"  {_item(item, None)}" for item in command.items]
        case Alert():
            with_ = f" correlator {command.correlator}" if command.correlator else ""
            lines = [f"Alert {alert_text(command.code)}{with_}", *(f"  {_item(item, None)}" for item in command.items)]
        case Results():
            lines = [f"Results {_item(item, command.meta)}" for item in command.items]
        case Atomic() | Sequence():
            inner = [f"  {line}" for entry in command.commands for line in _command(entry, secrets)]
            return [type(command).__name__, *inner]
        case _:
            correlator = f" correlator {command.correlator}" if isinstance(command, Exec) and command.correlator else ""
            lines = [f"{type(command).__name__} {_item(item, command.meta)}{correlator}" for item in command.items]
    return [printable(line) for line in lines]


def _item(item: Item, outer: Meta | None) -> str:
    location = item.target or item.source
    place = "" if location is None else location.uri
    meta = item.meta or outer
    kind = f" ({meta.type}, {meta.mark})" if meta is not None and meta.mark else ""
    if item.data is None:
        return f"{place}{kind}"
    if isinstance(item.data, bytes):
        shown = f"{len(item.data)} octets"
    else:
        shown = item.data if len(item.data) <= SHOWN else f"{item.data[:SHOWN]}..."
    size = f", a part of {meta.size}" if meta is not None and meta.size else ", more follows" if item.more_data else ""
    return f"{place}{kind} = {shown}{size}"
