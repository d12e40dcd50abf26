"""The digest tree: every chunk, symbol and node has one place, and nothing else is accepted there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import chunk_of, described, octets

from swm.delivery import DigestTree, Geometry, build_index, digest
from swm.delivery.digest_tree import symbol_nodes_of, symbols_of
from swm.security.target import BadTarget, Target, read_target

GEOMETRIES = st.builds(
    Geometry, st.integers(1, 300_000), st.sampled_from([4096, 8192]), st.sampled_from([256, 512, 1408]), st.just(0)
)


@given(GEOMETRIES, st.integers(0, 100))
def test_every_chunk_and_symbol_is_reached_from_the_root(geometry: Geometry, seed: int) -> None:
    package = octets(geometry.length, seed)
    root, index = build_index(geometry, lambda number: chunk_of(package, geometry, number))
    tree = DigestTree(geometry, root)
    assert tree.add_all(index)
    assert tree.complete and tree.to_bytes() == index
    for chunk in {0, geometry.chunks // 2, geometry.chunks - 1}:
        data = chunk_of(package, geometry, chunk)
        assert len(data) == geometry.chunk_length(chunk)
        assert tree.chunk_digest(chunk) == digest(data)
        nodes = symbol_nodes_of(geometry, symbols_of(geometry, data))
        assert len(nodes) == geometry.symbol_nodes(chunk)
        assert [tree.symbol_node_digest(chunk, number) for number in range(len(nodes))] == [
            digest(node) for node in nodes
        ]
        assert geometry.path(chunk)[0] == 0 and geometry.path(chunk)[-1] == geometry.leaf(chunk)


@given(GEOMETRIES, st.data())
def test_the_path_of_a_chunk_suffices(geometry: Geometry, data: st.DataObject) -> None:
    package = octets(geometry.length)
    root, index = build_index(geometry, lambda number: chunk_of(package, geometry, number))
    chunk = data.draw(st.integers(0, geometry.chunks - 1))
    tree = DigestTree(geometry, root)
    size = geometry.symbol_size
    for number in geometry.path(chunk):
        assert tree.add(number, index[number * size : (number + 1) * size])
    assert tree.chunk_digest(chunk) == digest(chunk_of(package, geometry, chunk))


@given(GEOMETRIES, st.data())
def test_one_changed_bit_anywhere_in_the_index_is_refused(geometry: Geometry, data: st.DataObject) -> None:
    package = octets(geometry.length)
    root, index = build_index(geometry, lambda number: chunk_of(package, geometry, number))
    place = data.draw(st.integers(0, len(index) - 1))
    forged = bytearray(index)
    forged[place] ^= 1 << data.draw(st.integers(0, 7))
    tree = DigestTree(geometry, root)
    assert not tree.add_all(bytes(forged))
    number = place // geometry.symbol_size
    assert tree.node(number) is None
    assert tree.add_all(index), "what was forged does not stand in the way of what is right"


def test_nodes_are_refused_out_of_order_out_of_range_and_in_the_wrong_place() -> None:
    target, index = described(octets(200 * 4096))
    geometry = Geometry.of(target)
    size = geometry.symbol_size
    nodes = [index[start : start + size] for start in range(0, len(index), size)]
    assert len(geometry.levels()) == 3
    tree = DigestTree(geometry, target.root)
    assert not tree.add(1, nodes[1]), "its parent is not known"
    assert tree.add(0, nodes[0]) and tree.add(0, nodes[0])
    assert not tree.add(0, nodes[1])
    assert not tree.add(1, nodes[2])
    assert not tree.add(1, nodes[1][:-1])
    assert not tree.add(-1, nodes[-1]) and not tree.add(len(nodes), nodes[-1])
    assert tree.known == 1
    assert not tree.add_all(index[:-1])
    assert tree.chunk_digest(150) is None


def test_the_tree_costs_about_one_percent() -> None:
    geometry = Geometry(2 << 30, 256 * 1024, 1408)
    extra = geometry.index_nodes + sum(geometry.symbol_nodes(chunk) for chunk in range(geometry.chunks))
    assert extra * 1408 / geometry.length < 0.018
    assert geometry.index_nodes * 1408 < 600_000


@pytest.mark.parametrize(
    "change",
    [
        {"length": 0},
        {"length": 1 << 41},
        {"chunk_size": 1},
        {"chunk_size": 1 << 30},
        {"symbol_size": 100},
        {"symbol_size": 32},
        {"repair": -1},
        {"sha256": b"short"},
        {"root": b""},
        {"counter": -1},
    ],
)
def test_sizes_out_of_bounds_are_no_target(change: dict[str, object]) -> None:
    good: dict[str, object] = {"name": "a", "length": 1, "sha256": bytes(32), "root": bytes(16)}
    Target(**good)  # type: ignore[arg-type]
    with pytest.raises(BadTarget):
        Target(**{**good, **change})  # type: ignore[arg-type]


def test_a_chunk_whose_digests_fit_no_node_is_no_geometry() -> None:
    with pytest.raises(BadTarget, match="do not fit"):
        Geometry.of(Target("a", 1, bytes(32), bytes(16), chunk_size=1 << 20, symbol_size=64))


def test_custom_data_come_back_as_they_were_written() -> None:
    target, _ = described(octets(5000), device_classes=("m1",), requires={"os": "2"}, component="app", counter=7)
    assert read_target("app", target.length, target.sha256.hex(), target.custom()) == target


@pytest.mark.parametrize(
    "change",
    [
        {"treeRoot": "zz"},
        {"treeRoot": None},
        {"chunkSize": "4096"},
        {"chunkSize": True},
        {"securityCounter": 1.5},
        {"deviceClasses": "m1"},
        {"requires": ["os"]},
        {"deviceClasses": ["x" * 70000]},
    ],
)
def test_custom_data_of_another_kind_are_refused(change: dict[str, object]) -> None:
    target, _ = described(octets(5000))
    with pytest.raises(BadTarget):
        read_target("app", 5000, target.sha256.hex(), {**target.custom(), **change})
    for key in target.custom():
        with pytest.raises(BadTarget):
            read_target("app", 5000, target.sha256.hex(), {k: v for k, v in target.custom().items() if k != key})


@pytest.mark.parametrize("length", [5000.5, True, "5000", None])
def test_a_length_that_is_no_whole_number_is_refused(length: Any) -> None:
    target, _ = described(octets(5000))
    with pytest.raises(BadTarget, match="integers"):
        read_target("app", length, target.sha256.hex(), target.custom())
