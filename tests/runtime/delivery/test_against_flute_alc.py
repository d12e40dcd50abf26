"""FLUTE sessions with an independent implementation, flute-alc, in both directions.

It is a judge only: it believes names and digests of the session, and drops
objects that are not whole.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from carousels import EXPIRES, TSI, Receiver, sender
from disk_model import ModelStorage
from packages import chunk_of, described, octets

from swm.delivery import ChunkStore, DeliveredPackage, Geometry
from swm.delivery.carousel import Part, name_of
from swm.delivery.digest_tree import symbol_nodes_of, symbols_of

flute = pytest.importorskip("flute")

PACKAGE = octets(12 * 16384 - 999)
TARGET, INDEX = described(PACKAGE, 16384, 1408)
GEOMETRY = Geometry.of(TARGET)


def test_it_receives_what_we_send(tmp_path: Path) -> None:
    writer = flute.receiver.ObjectWriterBuilder(str(tmp_path))
    other = flute.receiver.MultiReceiver(writer, flute.receiver.Config())
    endpoint = flute.receiver.UDPEndpoint("239.1.1.1", 5000)
    for datagram in sender(PACKAGE, TARGET, INDEX).loop(EXPIRES):
        other.push(endpoint, datagram)
    got = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    chunks = {int(found[1]): data for name, data in got.items() if (found := re.search(r"chunk/(\d+)$", name))}
    nodes = {int(found[1]): data for name, data in got.items() if (found := re.search(r"nodes/(\d+)$", name))}
    assert b"".join(chunks[place] for place in range(12)) == PACKAGE
    for place in range(12):
        symbols = symbols_of(GEOMETRY, chunk_of(PACKAGE, GEOMETRY, place))
        assert nodes[place] == b"".join(symbol_nodes_of(GEOMETRY, symbols))
    assert [data for name, data in got.items() if name.endswith("index")] == [INDEX]


def datagrams_of_the_other() -> list[bytes]:
    """The same objects from its sender, which chooses TOIs of its own: ours are known by their names alone."""
    config = flute.sender.Config()
    config.multiplex_files = 1
    config.interleave_blocks = 1
    other = flute.sender.Sender(TSI, flute.sender.Oti.new_no_code(1408, 1000), config)
    # A file before ours, so that no TOI is what it would be in a session of ours.
    other.add_object_from_buffer(b"hello", "text/plain", "swm:readme", None)
    other.add_object_from_buffer(INDEX, "application/octet-stream", name_of(TARGET, Part.INDEX, 0), None)
    for place in range(GEOMETRY.chunks):
        data = chunk_of(PACKAGE, GEOMETRY, place)
        nodes = b"".join(symbol_nodes_of(GEOMETRY, symbols_of(GEOMETRY, data)))
        for part, octets_ in ((Part.NODES, nodes), (Part.CHUNK, data)):
            other.add_object_from_buffer(octets_, "application/octet-stream", name_of(TARGET, part, place), None)
    other.publish()
    sent = []
    while (datagram := other.read()) is not None:
        sent.append(bytes(datagram))
    return sent


def test_we_receive_what_it_sends() -> None:
    device = Receiver(ChunkStore(ModelStorage(), TARGET))
    device.feed(datagrams_of_the_other())
    with DeliveredPackage(device.store).open() as stream:
        assert stream.read() == PACKAGE


def test_we_receive_what_it_sends_among_forged_datagrams() -> None:
    chance = random.Random(1)
    device = Receiver(ChunkStore(ModelStorage(), TARGET))
    sent = []
    for datagram in datagrams_of_the_other():
        if chance.random() < 0.05:
            sent.append(datagram[:-1] + bytes([datagram[-1] ^ 1]))
        sent.append(datagram)
    # A forged description may hold a true one up for a loop; a second loop brings it again.
    device.feed(sent)
    device.feed(datagrams_of_the_other())
    with DeliveredPackage(device.store).open() as stream:
        assert stream.read() == PACKAGE
