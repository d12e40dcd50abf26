"""How the programs tell what happens: a line an event, for people or for programs."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from swm.cli import UsageError


def as_json(kind: str, facts: dict[str, Any]) -> None:
    """One JSON object, its kind under `event`."""
    _print(json.dumps({"event": kind, **facts}))


def as_text(kind: str, facts: dict[str, Any]) -> None:
    """`kind: name value, name value`, with nothing in it that a terminal would obey."""
    shown = ", ".join(f"{name} {value}" for name, value in facts.items() if value is not None)
    line = f"{kind}: {shown}" if shown else kind
    _print("".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in line))


def write_example(file: Path, text: str) -> int:
    """Write an example of settings. UsageError when the file is there."""
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise UsageError(f"{file} is there already; nothing was written") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from None
    print(f"{file} is written; look through it before you use it")
    return 0


def _print(line: str) -> None:
    try:
        # One write a line: several threads tell.
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Who watched is gone; the program lives on.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:
        # A log on a full disk must not end the sessions of devices: the line stays in the buffer, the next call tries
        # again, and what cannot be written in the end is told when the program ends.
        return
