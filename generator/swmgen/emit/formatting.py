"""The last touch to outputs: Python in the formatter's form, marks turned into anchors."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing

from swmgen.emit.backend import Anchor, Output

MARK = "# @@ "
"""Begins a line of a Python template that tells which element the next line comes from."""


class FormatterFailed(Exception):
    """The formatter does not run, or refuses what was generated."""


class Formatting:
    """The formatter at work, in a process of its own, on the Python files among some outputs."""

    def __init__(self, outputs: Sequence[Output]) -> None:
        """Start. Raises FormatterFailed when it cannot be started."""
        self._outputs = list(outputs)
        self._process: subprocess.Popen[str] | None = None
        self._paths: dict[str, str] = {}
        python = [output for output in outputs if output.path.endswith(".py")]
        if not python:
            return
        self._folder = tempfile.TemporaryDirectory(prefix="swmgen-")
        for number, output in enumerate(python):
            path = os.path.join(self._folder.name, f"f{number}.py")
            self._paths[output.path] = path
            with open(path, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(output.text)
        command = [_ruff(), "format", "--isolated", "--no-cache", "--quiet", "--line-length", "120", self._folder.name]
        try:
            self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        except OSError as error:
            raise FormatterFailed(f"the formatter cannot be started: {error}") from None

    def result(self) -> list[Output]:
        """Wait, and give the outputs as they go to disk. Raises FormatterFailed."""
        if self._process is None:
            return self._outputs
        _, said = self._process.communicate()
        if self._process.returncode != 0:
            raise FormatterFailed(f"the formatter refuses what was generated: {said.strip()[:500]}")
        finished = []
        for output in self._outputs:
            path = self._paths.get(output.path)
            if path is None:
                finished.append(output)
                continue
            with open(path, encoding="utf-8", newline="") as stream:
                finished.append(_unmark(output.path, stream.read()))
        return finished

    def close(self) -> None:
        """End the process, if it still runs, and remove what was lent to it."""
        if self._process is None:
            return
        if self._process.returncode is None:
            self._process.kill()
            self._process.communicate()
        self._folder.cleanup()


def finish(outputs: Sequence[Output]) -> list[Output]:
    """The outputs as they go to disk."""
    with closing(Formatting(outputs)) as formatting:
        return formatting.result()


def _unmark(path: str, text: str) -> Output:
    lines: list[str] = []
    anchors: list[Anchor] = []
    for line in text.split("\n"):
        stripped = line.lstrip()
        if stripped.startswith(MARK):
            anchors.append(Anchor(len(lines) + 1, stripped[len(MARK) :]))
        else:
            lines.append(line)
    return Output(path, "\n".join(lines), tuple(anchors))


def _ruff() -> str:
    """The formatter of this environment, so that its version is the pinned one."""
    beside = os.path.join(os.path.dirname(sys.executable), "ruff.exe" if os.name == "nt" else "ruff")
    return beside if os.path.exists(beside) else "ruff"
