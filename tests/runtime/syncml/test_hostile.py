"""Hostile messages are refused at once, cheaply, with the reason; what that costs is measured in another process."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bombs import CODECS, OF_WBXML, OF_XML, SMALL, WBXML, XML, in_data

from swm.errors import MessageError
from swm.syncml import Limits, Replace, decode_wbxml, decode_xml

SECONDS = 0.05
OCTETS = 32 * 1024 * 1024
Costs = dict[str, tuple[str, float, int]]


def measured(root: Path, *arguments: str) -> Costs:
    program = str(Path(__file__).with_name("bombs.py"))
    environment = {**os.environ, "PYTHONPATH": str(root / "runtime")}
    found = subprocess.run(
        [sys.executable, program, *arguments], env=environment, capture_output=True, check=True, timeout=300
    )
    costs: Costs = json.loads(found.stdout)
    return costs


@pytest.fixture(scope="module")
def costs(project_root: Path) -> Costs:
    return measured(project_root)


ALL = [f"{codec}: {name}" for codec, (_, bombs) in CODECS.items() for name in bombs]


@pytest.mark.parametrize("bomb", ALL)
def test_a_bomb_is_refused_cheaply_with_its_reason(bomb: str, costs: Costs) -> None:
    said, seconds, octets = costs[bomb]
    codec, _, name = bomb.partition(": ")
    assert re.search(CODECS[codec][1][name][1], said), said
    assert seconds <= SECONDS
    assert octets <= OCTETS


@pytest.mark.parametrize("bomb", ["xml: elements as the size allows", "wbxml: elements with texts"])
def test_without_limits_the_same_bomb_costs_too_much(bomb: str, costs: Costs, project_root: Path) -> None:
    [(said, seconds, octets)] = measured(project_root, "--without-limits", bomb).values()
    assert "more than" not in said
    assert seconds > SECONDS
    assert octets > 8 * costs[bomb][2]


@pytest.mark.parametrize(("decode", "data"), [(decode_xml, XML), (decode_wbxml, WBXML)], ids=["xml", "wbxml"])
def test_a_message_cut_at_any_octet_is_refused_with_a_reason(decode: object, data: bytes) -> None:
    assert callable(decode)
    assert decode(data) == SMALL
    for end in range(len(data)):
        with pytest.raises(MessageError, match=r"\w{3}"):
            decode(data[:end])


@pytest.mark.parametrize("around", [(b"", b""), (b"<![CDATA[", b"]]>")], ids=["text", "CDATA"])
def test_a_large_value_is_no_bomb(around: tuple[bytes, bytes]) -> None:
    data = in_data(around[0] + b"line &gt;\n".replace(b"&gt;", b"&gt;" if not around[0] else b">") * 90_000 + around[1])
    [command] = decode_xml(data.replace(b"<Get>", b"<Replace>").replace(b"</Get>", b"</Replace>")).commands
    assert isinstance(command, Replace)
    assert command.items[0].data == "line >\n" * 90_000


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(size=10), "the limit is 10"),
        (Limits(depth=3), "nested more than 3"),
        (Limits(elements=5), "more than 5 elements"),
    ],
)
def test_limits_are_the_callers(limits: Limits, reason: str) -> None:
    with pytest.raises(MessageError, match=reason):
        decode_xml(XML, limits)
    with pytest.raises(MessageError, match=reason):
        decode_wbxml(WBXML, limits)


def test_every_bomb_differs_from_every_other() -> None:
    for bombs in (OF_XML, OF_WBXML):
        made = [make() for make, _ in bombs.values()]
        assert len(set(made)) == len(made)
