"""From a bare Python to a running command: `.venv`, pinned packages, then the command inside.

Standard library only. The first run makes `.venv` and installs what
`requirements-run.txt` pins by hash, `test` also what `requirements-dev.txt`
pins; later runs only compare a stamp. A set-up that was killed has no stamp
and is made again; two first runs at once wait for each other.

Exit status 2 with a message that says what to do: `venv` missing, the package
index out of reach, the folder not writable.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
HERE = Path(__file__).resolve().parent
RUN = HERE / "requirements-run.txt"
DEV = HERE / "requirements-dev.txt"

HELP = """usage: python3 generator COMMAND ...

  build     make generated/ from spec/
  check     look for errors in spec/
  demo      run a server and a device, and show each message
  test      run the tests; --long for the long ones
  ...       every command of `swmgen --help`

The first call makes .venv and installs what it needs.
"""


class SetUpFailed(Exception):
    """The project cannot be set up; the text says why and what to do."""


def main(arguments: Sequence[str]) -> int:
    """Run one command in the project's own environment."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(HELP, end="")
        return 0 if arguments else 2
    command = arguments[0]
    try:
        python = set_up([RUN, DEV] if command in ("test", "lint") else [RUN])
    except SetUpFailed as error:
        print(f"swmgen: {error}", file=sys.stderr)
        return 2
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "generator"), str(ROOT / "runtime")))}
    if command == "test":
        environment["PATH"] = f"{python.parent}{os.pathsep}{environment.get('PATH', '')}"
        return _run([str(python), "-m", "pytest", *arguments[1:]], environment, ROOT)
    return _run([str(python), "-m", "swmgen", *arguments], environment, None)


def set_up(requirements: Sequence[Path]) -> Path:
    """The Python of an environment that has `requirements`, made if need be."""
    python = VENV / ("Scripts" if os.name == "nt" else "bin") / ("python.exe" if os.name == "nt" else "python")
    if _is_ready(python, requirements):
        return python
    with _alone():
        if _is_ready(python, requirements):
            return python
        if not python.exists() or _stamp("python") != _interpreter():
            _make_environment()
            _write_stamp("python", _interpreter())
        for file in requirements:
            if _stamp(file.stem) != _digest(file):
                _install(python, file)
                _write_stamp(file.stem, _digest(file))
    return python


def _is_ready(python: Path, requirements: Sequence[Path]) -> bool:
    return (
        python.exists()
        and _stamp("python") == _interpreter()
        and all(_stamp(file.stem) == _digest(file) for file in requirements)
    )


def _interpreter() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}.{sys.version_info[2]} {os.path.realpath(sys.executable)}"


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _stamp(name: str) -> str | None:
    try:
        return (VENV / f".{name}.stamp").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _write_stamp(name: str, text: str) -> None:
    beside = VENV / f".{name}.new"
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, VENV / f".{name}.stamp")


def _say(text: str) -> None:
    print(f"swmgen: {text}", file=sys.stderr, flush=True)


def _make_environment() -> None:
    if VENV.exists():
        shutil.rmtree(VENV, ignore_errors=True)
    _say(f"making {VENV.name} with Python {_interpreter().partition(' ')[0]} ...")
    uv = shutil.which("uv")
    if uv is not None:
        done = _call([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
    else:
        done = _call([sys.executable, "-m", "venv", str(VENV)])
    if done.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    output = done.stdout + done.stderr
    if "ensurepip" in output or "No module named venv" in output:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise SetUpFailed(
            f"this Python lacks `venv`. On Debian and Ubuntu: apt-get install python{version}-venv; or put `uv` on PATH."
        )
    raise SetUpFailed(f"the environment cannot be made:\n{output.strip()[-2000:]}")


def _install(python: Path, file: Path) -> None:
    _say(f"installing what {file.name} pins ...")
    uv = shutil.which("uv")
    if uv is not None:
        done = _call([uv, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", str(file)])
    else:
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--retries", "1"]
        done = _call([*pip, "--require-hashes", "-r", str(file)])
    if done.returncode == 0:
        return
    output = (done.stdout + done.stderr).strip()
    unreachable = (
        "Connection refused",
        "NewConnectionError",
        "Temporary failure",
        "Name or service not known",
        "timed out",
    )
    if any(
        word in output
        for word in (*unreachable, "error sending request", "Failed to fetch", "dns error", "No matching distribution")
    ):
        raise SetUpFailed(
            "the package index cannot be reached, or does not have what is pinned. Look at the network, at PIP_INDEX_URL "
            f"and at UV_INDEX_URL, then run the command again.\n{output[-800:]}"
        )
    raise SetUpFailed(f"{file.name} cannot be installed:\n{output[-2000:]}")


def _call(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    # The hand-over is only what the child needs to find its way; settings of other environments stay out of ours.
    environment = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    }
    try:
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    except OSError as error:
        raise SetUpFailed(f"{command[0]} cannot be started: {error}") from None


@contextmanager
def _alone() -> Iterator[None]:
    """Keep other first runs waiting; the lock goes with the process."""
    try:
        handle = os.open(ROOT / ".venv.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise SetUpFailed(
            f"{ROOT} cannot be written ({error.strerror}), and the environment must be made there."
        ) from None
    try:
        if os.name != "nt":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    except OSError as error:
        raise SetUpFailed(f"the environment cannot be written: {error}") from None
    finally:
        os.close(handle)


def _run(command: Sequence[str], environment: dict[str, str], folder: Path | None) -> int:
    try:
        return subprocess.run(command, env=environment, cwd=folder, check=False).returncode
    except KeyboardInterrupt:
        return 130
