"""The fuzzed properties hold of what fuzzing begins from and of what it once found, and a fault would be seen."""

from __future__ import annotations

from pathlib import Path

import properties
import pytest
from properties import CHECKS
from seeds import seeds

from swm.syncml import Encoding, Message


@pytest.mark.parametrize("encoding", list(Encoding))
def test_the_seeds_are_read_and_stable(encoding: Encoding, project_root: Path) -> None:
    check = CHECKS[encoding.name.lower()]
    found = {name: check(data) for name, data in seeds(encoding, project_root)}
    assert all(read for name, read in found.items() if name.startswith("own-"))


@pytest.mark.parametrize("encoding", list(Encoding))
def test_a_codec_that_loses_something_fails(
    encoding: Encoding, project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = encoding.name.lower()
    encode = getattr(properties, f"encode_{name}")

    def losing(message: Message) -> bytes:
        return bytes(encode(Message(message.header, message.commands[1:], message.final)))

    monkeypatch.setattr(properties, f"encode_{name}", losing)
    with pytest.raises(AssertionError):
        for _, data in seeds(encoding, project_root):
            CHECKS[name](data)
