"""The processes of a demonstration: started in batches, killed and started again, their events read as they come."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

Event = dict[str, Any]
ENDS_WITHIN: Final = 20.0


class Program:
    """One reference program with ``--json``. `heard` is told each event, from a thread of its own."""

    def __init__(self, command: str, config: Path, heard: Callable[[Event], None]) -> None:
        self.config = config
        self._words = [sys.executable, "-m", "swm", *command.split(), str(config), "--json"]
        self._heard = heard
        self.errors = config.with_suffix(".err")
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None

    def start(self) -> None:
        """Start it, or start it again."""
        with self.errors.open("a", encoding="utf-8") as errors:
            self._process = subprocess.Popen(
                self._words, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=self.config.parent
            )
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                try:
                    event = json.loads(line)
                except ValueError:
                    # A kill cut the line off.
                    continue
                self._heard(event)

    @property
    def runs(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def ask_to_end(self) -> None:
        """SIGTERM."""
        if self._process is not None and self.runs:
            self._process.send_signal(signal.SIGTERM)

    def wait(self) -> int:
        """The exit status; one that does not end by itself is killed."""
        assert self._process is not None
        try:
            status = self._process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()
            return -signal.SIGKILL
        if self._reader is not None:
            self._reader.join(ENDS_WITHIN)
        return status

    def complaint(self) -> str:
        """The end of what it wrote to standard error."""
        return self.errors.read_text("utf-8")[-2000:] if self.errors.exists() else ""


@dataclass
class Member:
    """One device of the fleet and what is known of it. `path` are the states it went through, with seconds."""

    name: str
    folder: Path
    by_order: bool
    push: int
    program: Program | None = None
    ready: bool = False
    """The campaign has prepared it."""
    messages: list[int] = field(default_factory=list)
    """How many messages each of its sessions had."""
    state: str = ""
    path: list[tuple[float, str]] = field(default_factory=list)
    kills: int = 0
    refused: list[tuple[str, int | None]] = field(default_factory=list)
    accepted: list[tuple[str, int]] = field(default_factory=list)
    reported: list[str] = field(default_factory=list)
    told: Event = field(default_factory=dict)

    def hear(self, event: Event) -> None:
        """Take an event of the device in."""
        kind = event["event"]
        if kind == "session over":
            self.messages.append(event["messages"])
        elif kind == "state" and event["object"] == "./FwUpdate/Pkg1":
            self.state = event["to"]
            if not self.path or self.path[-1][1] != self.state:
                self.path.append((time.monotonic(), self.state))
        elif kind == "announcement accepted":
            self.accepted.append((event["campaign"], event["sequence"]))
        elif kind == "announcement refused":
            self.refused.append((event["step"], event["result"]))
        elif kind == "stopped":
            self.told = event

    @property
    def has_updated(self) -> bool:
        """Whether the new firmware runs."""
        return self.state.startswith("UPDATE_SUCCESSFUL")

    @property
    def has_failed(self) -> bool:
        """Whether it ended otherwise."""
        return "FAILED" in self.state or "CANCELLED" in self.state

    def route(self) -> str:
        """Its states, in order."""
        return " > ".join(state.lower().replace("_", " ") for _, state in self.path)
