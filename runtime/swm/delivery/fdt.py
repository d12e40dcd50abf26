"""File Delivery Table instances (RFC 6726, 3.4.2): what objects a session carries.

Nobody signs them. They tell other receivers what an object is; ours believes
nothing in them that the digest tree does not confirm.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from swm.delivery.alc import Oti
from swm.errors import MessageError
from swm.whole_numbers import whole_number

NAMESPACE: Final = "urn:IETF:metadata:2005:FLUTE:FDT"
MAX_SIZE: Final = 256 * 1024
MAX_FILES: Final = 2000
NTP: Final = 2_208_988_800
"""Seconds from 1900 to 1970."""


@dataclass(frozen=True, slots=True)
class File:
    """One object: its TOI, its Content-Location, its length, how it is cut."""

    toi: int
    location: str
    oti: Oti


def write_fdt(files: list[File], expires: int) -> bytes:
    """An FDT instance. `expires`: seconds since 1970."""
    root = ET.Element("FDT-Instance", {"xmlns": NAMESPACE, "Expires": str(expires + NTP)})
    for file in files:
        attributes = {
            "TOI": str(file.toi),
            "Content-Location": file.location,
            "Content-Length": str(file.oti.transfer_length),
            "Transfer-Length": str(file.oti.transfer_length),
            "Content-Type": "application/octet-stream",
            "FEC-OTI-FEC-Encoding-ID": str(file.oti.encoding),
            "FEC-OTI-Maximum-Source-Block-Length": str(file.oti.max_block),
            "FEC-OTI-Encoding-Symbol-Length": str(file.oti.symbol_size),
        }
        ET.SubElement(root, "File", attributes)
    octets: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return octets


def read_fdt(data: bytes) -> list[File]:
    """The files of an instance. MessageError when it is none, too long, or has a document type.

    A file without TOI or Content-Location, or cut in a way that is not known, is left out.
    """
    if len(data) > MAX_SIZE:
        raise MessageError(f"an FDT of {len(data)} octets; the limit is {MAX_SIZE}")
    files: list[File] = []
    common: dict[str, str] = {}
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > 8:
            raise MessageError("an FDT deeper than 8")
        local = name.rpartition(" ")[2]
        if depth == 1:
            if local != "FDT-Instance":
                raise MessageError(f"{local[:40]} is no FDT-Instance")
            common.update(attributes)
        elif local == "File":
            if len(files) >= MAX_FILES:
                raise MessageError(f"more than {MAX_FILES} files")
            found = _file({**common, **attributes})
            if found is not None:
                files.append(found)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: object) -> None:
        raise MessageError("an FDT has no document type")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        # The last two are of encodings that Python does not know, or cannot give to expat.
        raise MessageError(f"the FDT is no XML: {error}") from None
    return files


def _file(attributes: dict[str, str]) -> File | None:
    toi = whole_number(attributes.get("TOI"))
    length = whole_number(attributes.get("Transfer-Length", attributes.get("Content-Length")))
    size = whole_number(attributes.get("FEC-OTI-Encoding-Symbol-Length"))
    encoding = whole_number(attributes.get("FEC-OTI-FEC-Encoding-ID"))
    block = whole_number(attributes.get("FEC-OTI-Maximum-Source-Block-Length", "0"))
    location = attributes.get("Content-Location")
    if not toi or location is None or length is None or size is None or encoding is None or block is None:
        return None
    if attributes.get("Content-Encoding", "null") not in ("null", ""):
        return None
    return File(toi, location, Oti(encoding, length, size, block))
