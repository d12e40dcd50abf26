"""The call itself: which environment a command needs, and the hand-over to it."""

from __future__ import annotations

import os
import sys

from bootstrap import ready

HELP = """usage: python3 generator COMMAND ...

  build     make generated/ from spec/
  check     look for errors in spec/
  demo      run a server and a device, and show each message
  test      run the tests; --long for the long ones, and every option of pytest
  swm       the reference programs: DM server, device, and `swm trace`
  ...       every command of `swmgen`; `python3 generator COMMAND --help` tells more

The first call makes .venv and installs in it what the lists in generator/ pin.

Exit status: that of the command (0 done, 1 something was found, 2 the call is
wrong, 3 a fault of swmgen); 2 also when the environment cannot be made.
"""

_SERVING = ("demo", "swm")
"""The commands that need what servers and devices stand on."""


def main(arguments: list[str]) -> int:
    """Run one command in the project's own environment; the exit status."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(HELP, end="", file=sys.stdout if arguments else sys.stderr)
        return 0 if arguments else 2
    testing = arguments[0] == "test"
    lists = [ready.RUN]
    if testing or arguments[0] in _SERVING:
        lists.append(ready.SERVE)
    if testing:
        lists.append(ready.DEV)
    if not ready.is_ready(lists):
        from bootstrap.environment import set_up
        from bootstrap.trouble import SetUpFailed

        try:
            set_up(lists)
        except SetUpFailed as error:
            print(f"swmgen: {error}", file=sys.stderr)
            return 2
        except KeyboardInterrupt:
            print("swmgen: interrupted; the next call makes the environment anew", file=sys.stderr)
            return 130
    if testing:
        return _hand_over(["-m", "pytest", *arguments[1:]], folder=ready.ROOT)
    if arguments[0] == "swm":
        return _hand_over(["-m", "swm", *arguments[1:]], folder=None)
    return _hand_over(["-m", "swmgen", *arguments], folder=None)


def _hand_over(arguments: list[str], folder: str | None) -> int:
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "VIRTUAL_ENV")}
    environment["PYTHONPATH"] = os.pathsep.join((ready.GENERATOR, os.path.join(ready.ROOT, "runtime")))
    environment["PATH"] = os.pathsep.join((ready.SCRIPTS, environment.get("PATH", os.defpath)))
    if folder is not None:
        os.chdir(folder)
    command = [ready.PYTHON, *arguments]
    if os.name != "nt":
        os.execve(ready.PYTHON, command, environment)  # noqa: S606 there is nothing for a shell to read
    # Windows has no exec that a waiting shell understands.
    import subprocess

    try:
        return subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130
