"""Packets of ALC (RFC 5775): the LCT header (RFC 5651), its extensions, the FEC payload id.

Written: 32-bit TSI and TOI, no congestion control information beyond its
zeros. Read: every size of the fields that RFC 5651 allows, extensions skipped
by their length.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from swm.errors import MessageError

NO_CODE: Final = 0
"""Compact No-Code FEC (RFC 5445)."""
RAPTORQ: Final = 6
"""RaptorQ (RFC 6330)."""
EXT_FTI: Final = 64
EXT_FDT: Final = 192
FLUTE_VERSION: Final = 2
MAX_PACKET: Final = 65507

_OURS = struct.Struct(">BBBBIIIHH")
_FIRST = 0x10
_FLAGS = 0xA0
"""S = 1 and O = 01: TSI and TOI of 32 bits each."""


@dataclass(frozen=True, slots=True)
class Oti:
    """Object transmission information: how an object is cut into symbols."""

    encoding: int
    transfer_length: int
    symbol_size: int
    max_block: int


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet. `fdt_instance` is the id in EXT_FDT, None when it is no part of an FDT; `oti` that in EXT_FTI."""

    tsi: int
    toi: int
    encoding: int
    block: int
    symbol: int
    payload: bytes
    fdt_instance: int | None = None
    oti: Oti | None = None
    closes_session: bool = False


def payload_id(encoding: int, block: int, symbol: int) -> bytes:
    """The FEC payload id: 16 and 16 bits without a code, 8 and 24 with RaptorQ."""
    return struct.pack(">HH", block, symbol) if encoding == NO_CODE else struct.pack(">I", block << 24 | symbol)


def encode(tsi: int, toi: int, encoding: int, symbol: int, payload: bytes) -> bytes:
    """A packet of an object with one source block, without extensions."""
    number = symbol if encoding == NO_CODE else symbol & 0xFFFFFF
    return _OURS.pack(_FIRST, _FLAGS, 4, encoding, 0, tsi, toi, number >> 16, number & 0xFFFF) + payload


def encode_fdt(tsi: int, instance: int, oti: Oti, symbol: int, payload: bytes) -> bytes:
    """A packet of an FDT instance: TOI 0, with EXT_FDT and EXT_FTI (RFC 6726, 3.4.1; RFC 5445, 3.2)."""
    fdt = struct.pack(">I", EXT_FDT << 24 | FLUTE_VERSION << 20 | instance)
    fti = struct.pack(">BBHIHHI", EXT_FTI, 4, oti.transfer_length >> 32, oti.transfer_length & 0xFFFFFFFF, 0, 0, 0)
    fti = fti[:10] + struct.pack(">HI", oti.symbol_size, oti.max_block)
    words = 4 + (len(fdt) + len(fti)) // 4
    head = struct.pack(">BBBBIII", _FIRST, _FLAGS, words, oti.encoding, 0, tsi, 0)
    return head + fdt + fti + payload_id(oti.encoding, 0, symbol) + payload


def encode_close(tsi: int) -> bytes:
    """A packet that closes the session: flag A, no payload."""
    return struct.pack(">BBBBIII", _FIRST, _FLAGS | 2, 4, NO_CODE, 0, tsi, 0)


def decode(data: bytes) -> Packet:
    """Any ALC packet. MessageError when it is none."""
    if len(data) < 12 or data[0] >> 4 != 1:
        raise MessageError("no packet of LCT version 1")
    flags = data[1]
    cci = 4 * ((data[0] >> 2 & 3) + 1)
    half = flags >> 4 & 1
    tsi_size = 4 * (flags >> 7) + 2 * half
    toi_size = 4 * (flags >> 5 & 3) + 2 * half
    end = 4 * data[2]
    start = 4 + cci
    if end > len(data) or start + tsi_size + toi_size > end:
        raise MessageError("the header is longer than the packet")
    tsi = int.from_bytes(data[start : start + tsi_size], "big")
    start += tsi_size
    toi = int.from_bytes(data[start : start + toi_size], "big")
    start += toi_size
    encoding = data[3]
    instance, oti = None, None
    while start < end:
        kind = data[start]
        length = 4 if kind >= 128 else 4 * data[start + 1]
        if length == 0 or start + length > end:
            raise MessageError("an extension is longer than the header")
        if kind == EXT_FDT:
            instance = int.from_bytes(data[start + 1 : start + 4], "big") & 0xFFFFF
        elif kind == EXT_FTI:
            oti = _oti(encoding, data[start + 2 : start + length])
        start += length
    closes = bool(flags & 2)
    if len(data) < end + 4:
        if closes and len(data) == end:
            return Packet(tsi, toi, encoding, 0, 0, b"", closes_session=True)
        raise MessageError("no FEC payload id")
    number = int.from_bytes(data[end : end + 4], "big")
    if encoding == NO_CODE:
        block, symbol = number >> 16, number & 0xFFFF
    elif encoding == RAPTORQ:
        block, symbol = number >> 24, number & 0xFFFFFF
    else:
        raise MessageError(f"FEC encoding {encoding} is not known")
    return Packet(tsi, toi, encoding, block, symbol, data[end + 4 :], instance, oti, closes)


def _oti(encoding: int, body: bytes) -> Oti | None:
    if encoding == NO_CODE and len(body) >= 14:
        high, low, _, size, block = struct.unpack(">HIHHI", body[:14])
        return Oti(encoding, high << 32 | low, size, block)
    if encoding == RAPTORQ and len(body) >= 8:
        return Oti(encoding, int.from_bytes(body[:5], "big"), int.from_bytes(body[6:8], "big"), 0)
    return None
