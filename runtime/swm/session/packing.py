"""How many commands fit into one message."""

from __future__ import annotations

from typing import Final

from swm.syncml import Command, Encoding, Header, Message

SMALLEST_MESSAGE: Final = 1024
"""No peer can be worked with that takes less (a header alone has about 700 octets)."""


def pack(
    header: Header, commands: list[Command], final: bool, limit: int | None, encoding: Encoding
) -> tuple[bytes, int]:
    """The message with as many of `commands`, from the first, as `limit` octets allow, and how many those are.

    At least one command goes out, since a peer that announced too small a
    limit would otherwise wait for ever. Final is set only when all went out.
    """
    data = encoding.encode(Message(header, tuple(commands), final))
    if limit is None or len(data) <= limit or len(commands) <= 1:
        return data, len(commands)
    low, high = 1, len(commands) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if len(encoding.encode(Message(header, tuple(commands[:middle]), False))) <= limit:
            low = middle
        else:
            high = middle - 1
    return encoding.encode(Message(header, tuple(commands[:low]), False)), low
