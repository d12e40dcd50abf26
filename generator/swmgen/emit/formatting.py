"""The last touch to outputs: Python in the formatter's form, marks turned into anchors."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence

from swmgen.emit.backend import Anchor, Output

MARK = "# @@ "
"""Begins a line of a Python template that tells which element the next line comes from."""


class FormatterFailed(Exception):
    """The formatter does not run, or refuses what was generated."""


def finish(outputs: Sequence[Output]) -> list[Output]:
    """The outputs as they go to disk. One call of the formatter for all Python files together."""
    python = [output for output in outputs if output.path.endswith(".py")]
    formatted = dict(zip((output.path for output in python), _format([output.text for output in python]), strict=True))
    return [_unmark(output.path, formatted[output.path]) if output.path in formatted else output for output in outputs]


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


def _format(texts: list[str]) -> list[str]:
    if not texts:
        return []
    with tempfile.TemporaryDirectory(prefix="swmgen-") as folder:
        paths = [os.path.join(folder, f"f{number}.py") for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            with open(path, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        command = [_ruff(), "format", "--isolated", "--no-cache", "--quiet", "--line-length", "120", folder]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            raise FormatterFailed(f"the formatter cannot be started: {error}") from None
        if done.returncode != 0:
            raise FormatterFailed(f"the formatter refuses what was generated: {done.stderr.strip()[:500]}")
        result = []
        for path in paths:
            with open(path, encoding="utf-8", newline="") as stream:
                result.append(stream.read())
        return result


def _ruff() -> str:
    """The formatter of this environment, so that its version is the pinned one."""
    beside = os.path.join(os.path.dirname(sys.executable), "ruff.exe" if os.name == "nt" else "ruff")
    return beside if os.path.exists(beside) else "ruff"
