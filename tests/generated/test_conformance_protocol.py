"""The protocol to a client in a process of its own: whatever that writes is an answer, or named as its fault."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from swm.conformance.declaration import read
from swm.conformance.protocol import ProcessClient
from swm.errors import LocalError, PeerError

ANSWERS = {
    "no UTF-8": ('b"\\xff\\n"', "no UTF-8"),
    "nested too deeply": ('b"[" * 100_000 + b"\\n"', "no JSON"),
    "a member twice": ('b\'{"ok": true, "ok": false}\\n\'', "no JSON"),
    "no object": ('b"5\\n"', "no object"),
    "no line end": ('b"{}"', "ended"),
}


@pytest.mark.parametrize(("octets", "words"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_that_is_none_is_the_clients_fault(octets: str, words: str) -> None:
    program = f"import sys; sys.stdin.readline(); sys.stdout.buffer.write({octets}); sys.stdout.flush()"
    client = ProcessClient([sys.executable, "-c", program])
    with pytest.raises(PeerError, match=words):
        client.collect()
    client.close()


def test_a_client_that_says_nothing_is_killed_and_begun_again(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    program = f"""
import json, os, sys, time
for line in sys.stdin:
    if not os.path.exists({str(asked)!r}):
        open({str(asked)!r}, "w").close()
        time.sleep(600)
    print(json.dumps({{"ok": True}}), flush=True)
"""
    client = ProcessClient([sys.executable, "-c", program], patience=6)
    with pytest.raises(PeerError, match="said nothing for 6 s at `collect`; it was killed"):
        client.collect()
    client.collect()
    client.close()


@pytest.mark.parametrize("command", [["/no/such/program"], ["/"], ["a\0b"]])
def test_a_client_that_cannot_be_started_is_told(command: list[str]) -> None:
    client = ProcessClient(command)
    with pytest.raises(PeerError, match="cannot be started"):
        client.collect()
    client.close()


@pytest.mark.parametrize("content", [b"a = " + b"1" * 5000, b"a = " + b"[" * 5000, b"\xff", b"a = "])
def test_a_declaration_that_cannot_be_read_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "declaration.toml"
    path.write_bytes(content)
    with pytest.raises(LocalError, match="cannot be read"):
        read(path)
