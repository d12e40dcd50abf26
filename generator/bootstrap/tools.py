"""What makes an environment and fills it: uv where it is on PATH, else venv and pip."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from typing import Protocol

from bootstrap import ready
from bootstrap.trouble import without_venv

# Settings for other environments than ours: they would send packages elsewhere.
_NOT_OURS = frozenset(
    {
        "PYTHONPATH",
        "PYTHONHOME",
        "VIRTUAL_ENV",
        "PIP_USER",
        "PIP_TARGET",
        "PIP_PREFIX",
        "PIP_ROOT",
        "PIP_REQUIREMENT",
        "PIP_CONSTRAINT",
        "UV_PYTHON",
        "UV_SYSTEM_PYTHON",
        "UV_CONSTRAINT",
        "UV_OVERRIDE",
        "UV_PROJECT_ENVIRONMENT",
    }
)


class ToolFailed(Exception):
    """A tool ended with an error; `output` is all it printed."""

    def __init__(self, what: str, output: str) -> None:
        super().__init__(what)
        self.what = what
        self.output = output


class Tool(Protocol):
    """Makes an environment and installs lists of requirements in it."""

    name: str

    def can_extend(self) -> bool:
        """It can install in the environment that is there."""

    def make(self) -> None:
        """Make an environment of this Python. Raises ToolFailed, SetUpFailed."""

    def install(self, name: str) -> None:
        """Install what the list `name` pins. Raises ToolFailed."""


class Uv:
    """uv, some tens of times faster than pip."""

    name = "uv"

    def __init__(self, program: str, kept_open: Sequence[int]) -> None:
        self._program = program
        self._kept_open = kept_open

    def can_extend(self) -> bool:
        return True

    def make(self) -> None:
        self._call(["venv", "--quiet", "--allow-existing", "--python", ready.interpreter(), ready.VENV], {})

    def install(self, name: str) -> None:
        words = ["pip", "install", "--quiet", "--python", ready.PYTHON, "--require-hashes", "-r", _path(name)]
        try:
            self._call(words, {})
        except ToolFailed as failure:
            # uv brings authorities of its own; pip asks the system's, which a company's proxy needs.
            if "certificate" not in failure.output:
                raise
            self._call(words, {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"})

    def _call(self, words: Sequence[str], settings: Mapping[str, str]) -> None:
        _call("uv", [self._program, *words], settings, self._kept_open)


class Pip:
    """`venv` and `pip`, which come with Python."""

    name = "pip"

    def __init__(self, kept_open: Sequence[int]) -> None:
        self._kept_open = kept_open

    def can_extend(self) -> bool:
        try:
            _call("pip", [ready.PYTHON, "-m", "pip", "--version"], {}, self._kept_open)
        except ToolFailed:
            return False
        return True

    def make(self) -> None:
        if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
            raise without_venv()
        _call("venv", [ready.interpreter(), "-m", "venv", ready.VENV], {}, self._kept_open)

    def install(self, name: str) -> None:
        pip = [ready.PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
        words = [*pip, "--retries", "1", "--require-hashes", "-r", _path(name)]
        _call("pip", words, {}, self._kept_open)


def tools(kept_open: Sequence[int]) -> Sequence[Tool]:
    """The tools to try, in order; children of theirs inherit the descriptors `kept_open`.

    pip stands behind uv: an index that is named in pip's own configuration is
    one that uv does not know.
    """
    uv = shutil.which("uv")
    pip = Pip(kept_open)
    return [pip] if uv is None else [Uv(uv, kept_open), pip]


def _path(name: str) -> str:
    return os.path.join(ready.GENERATOR, name)


def _call(what: str, command: Sequence[str], settings: Mapping[str, str], kept_open: Sequence[int]) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in _NOT_OURS}
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env={**environment, **settings},
            pass_fds=() if os.name == "nt" else kept_open,
            check=False,
        )
    except OSError as error:
        raise ToolFailed(what, f"{command[0]} cannot be started: {error}") from None
    if done.returncode != 0:
        raise ToolFailed(what, done.stdout or f"it ended with status {done.returncode} and no word")
