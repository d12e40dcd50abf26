"""Forward error correction: RaptorQ (RFC 6330) symbols of a chunk, with the optional package `raptorq`.

One source block, no sub-blocks; the source symbols are the octets of the
chunk as they are (the code is systematic), repair symbols follow. Without the
package, chunks with repair symbols are still received, from their source
symbols alone.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from typing import Any

from swm.errors import LocalError


class NoRaptorQ(LocalError):
    """The package `raptorq` is not installed, or cuts a chunk into more than one block."""


def _raptorq() -> Any:
    try:
        import raptorq
    except ImportError:
        raise NoRaptorQ("repair symbols need the package raptorq: pip install 'swm-runtime[fec]'") from None
    return raptorq


@cache
def can_recover() -> bool:
    """Whether repair symbols are of any use here."""
    return importlib.util.find_spec("raptorq") is not None


def repair_symbols(chunk: bytes, symbol_size: int, count: int) -> list[bytes]:
    """`count` repair symbols of a chunk; always the same for the same chunk."""
    if count == 0:
        return []
    packets = _raptorq().Encoder.with_defaults(chunk, symbol_size).get_encoded_packets(count)
    source = -(-len(chunk) // symbol_size)
    if len(packets) != source + count or any(packet[0] for packet in packets):
        raise NoRaptorQ(f"a chunk of {len(chunk)} octets is not one block of symbols of {symbol_size}")
    return [bytes(packet[4:]) for packet in packets[source:]]


def recover(length: int, symbol_size: int, symbols: dict[int, bytes]) -> bytes | None:
    """The chunk from enough of its symbols, by their numbers; None when they are not enough."""
    decoder = _raptorq().Decoder.with_defaults(length, symbol_size)
    for number, symbol in sorted(symbols.items()):
        chunk = decoder.decode(number.to_bytes(4, "big") + symbol.ljust(symbol_size, b"\0"))
        if chunk is not None:
            return bytes(chunk)
    return None
