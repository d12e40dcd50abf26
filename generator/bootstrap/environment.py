"""Makes `.venv` into what the commands need, from whatever is there."""

from __future__ import annotations

import glob
import os
import shutil
import sys
from collections.abc import Sequence

from bootstrap import ready
from bootstrap.lock import alone
from bootstrap.tools import Tool, ToolFailed, tools
from bootstrap.trouble import SetUpFailed, explain, not_writable

_LISTS = (ready.RUN, ready.SERVE, ready.DEV)


def set_up(lists: Sequence[str]) -> None:
    """Have `lists` installed in `.venv`.

    An environment that is whole and only lacks a list gets it. Any other (of
    another Python, of another folder, with older lists, cut short) is made
    anew. One that was not made by us is kept beside it, as `.venv.before`.

    Raises:
        SetUpFailed: it cannot be done; the text says why.
    """
    lock = os.path.join(ready.ROOT, ".venv.lock")
    with alone(lock, waiting=lambda: _say("waiting for another set-up in this folder ...")) as held:
        if ready.is_ready(list(lists)):
            return
        try:
            _try_each(tools((held,)), lists)
        except OSError as error:
            raise not_writable(error.filename or ready.VENV, error) from None


def _try_each(choice: Sequence[Tool], lists: Sequence[str]) -> None:
    extend = _can_be_extended()
    wanted = [name for name in _LISTS if name in lists or (extend and ready.was_installed(name))]
    for tool in choice:
        try:
            if not (extend and tool.can_extend()):
                _make_anew(tool)
            ready.open_for_changes()
            for name in wanted:
                if not ready.is_installed(name):
                    _say(f"installing what {name} pins, with {tool.name} ...")
                    tool.install(name)
                    ready.record_list(name)
            ready.record_finished()
        except ToolFailed as failure:
            extend = False
            last = explain(failure.what, failure.output)
            if tool is not choice[-1]:
                _say(f"{tool.name} did not manage: {str(last).splitlines()[0]} Trying {choice[-1].name}.")
        else:
            return
    raise last


def _can_be_extended() -> bool:
    return ready.is_whole() and all(ready.is_installed(name) or not ready.was_installed(name) for name in _LISTS)


def _make_anew(tool: Tool) -> None:
    _clear()
    _say(f"making .venv with Python {sys.version.split()[0]} ...")
    ready.open_for_changes()
    tool.make()
    _point_to_sources()


def _point_to_sources() -> None:
    """So that editors, debuggers and ``.venv/bin/python -m swmgen`` find what is here, without PYTHONPATH."""
    series = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    parts = ("Lib", "site-packages") if os.name == "nt" else ("lib", series, "site-packages")
    with open(os.path.join(ready.VENV, *parts, "sources.pth"), "w", encoding="utf-8") as file:
        file.write(f"{ready.GENERATOR}\n{os.path.join(ready.ROOT, 'runtime')}\n")


def _clear() -> None:
    """Take `.venv` away, in one step: half an environment must never look whole."""
    if os.path.lexists(ready.VENV):
        if os.path.isdir(ready.VENV) and os.listdir(ready.VENV) and not os.path.isdir(ready.RECORDS):
            _keep_foreign()
        else:
            os.replace(ready.VENV, f"{ready.VENV}.old-{os.getpid()}")
    for old in glob.glob(f"{glob.escape(ready.VENV)}.old-*"):
        if os.path.islink(old) or not os.path.isdir(old):
            os.unlink(old)
        else:
            shutil.rmtree(old, ignore_errors=True)


def _keep_foreign() -> None:
    beside = f"{ready.VENV}.before"
    if os.path.lexists(beside):
        raise SetUpFailed(
            f"{ready.VENV} was not made by this set-up, and there is a .venv.before already. Move one of them away."
        )
    os.replace(ready.VENV, beside)
    _say("there is a .venv that this set-up did not make; it is kept as .venv.before")


def _say(text: str) -> None:
    print(f"swmgen: {text}", file=sys.stderr, flush=True)
