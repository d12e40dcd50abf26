"""A program of several commands: ``swm COMMAND``, ``swmgen COMMAND``.

Each command is a module with `add_arguments(parser)` and `run(arguments)`, its
docstring the description and `EXAMPLES` what stands below, with the docstring
of `run`, which says what each exit status means; it is imported only when it is
called. Exit status: 0 done and nothing found, 1 something was found, refused or
is stale, 2 the call or a file it names is wrong, 3 a fault of ours.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from keyword import iskeyword
from types import ModuleType
from typing import TextIO


class UsageError(Exception):
    """The call, or a file it names, is wrong; the text tells how."""


@dataclass(frozen=True, slots=True)
class Program:
    """`commands` maps names to what they do; their modules stand in `package`."""

    name: str
    description: str
    version: str
    package: str
    commands: Mapping[str, str]

    def run(self, words: Sequence[str]) -> int:
        """Run one command; the exit status."""
        _make_streams_safe()
        full = f"{self.name} {words[0]}" if words and words[0] in self.commands else self.name
        debug = f"{self.name.upper()}_DEBUG"
        try:
            try:
                return self._run(words)
            finally:
                sys.stdout.flush()
        except UsageError as error:
            print(f"{full}: {error}", file=sys.stderr)
            return 2
        except BrokenPipeError:
            # The reader of our output went away; there is nobody left to tell.
            _give_output_up()
            return 1
        except KeyboardInterrupt:
            print(f"{full}: interrupted", file=sys.stderr)
            return 130
        except OSError as error:
            # A full disk, a folder that may not be written: of the machine, so its words are enough.
            if os.environ.get(debug):
                raise
            _give_output_up()
            told = error.strerror or str(error)
            print(f"{full}: {told if error.filename is None else f'{error.filename}: {told}'}", file=sys.stderr)
            return 2
        except Exception as error:
            if os.environ.get(debug):
                raise
            print(
                f"{full}: a fault of {self.name} itself: {type(error).__name__}: {error}\n"
                f"Please report it with the files it happened on; {debug}=1 shows where.",
                file=sys.stderr,
            )
            return 3

    def _run(self, words: Sequence[str]) -> int:
        statuses = _told_statuses(
            f"0 done and nothing found, 1 something was found, refused or is stale, 2 the call or a file it names is "
            f"wrong, 3 a fault of {self.name} itself, 130 interrupted"
        )
        listed = "\n".join(f"  {name:14}{text}" for name, text in self.commands.items())
        parser = argparse.ArgumentParser(
            prog=self.name,
            description=self.description,
            epilog=f"commands:\n{listed}\n\n{statuses}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            usage=f"{self.name} [--version] COMMAND ...",
        )
        parser.add_argument("-V", "--version", action="version", version=f"{self.name} {self.version}")
        parser.add_argument("command", metavar="COMMAND", help=f"see below; `{self.name} COMMAND --help` tells more")
        if not words:
            parser.print_help(sys.stderr)
            return 2
        if words[0].startswith("-"):
            parser.parse_args(words)
        return self._command(words[0], words[1:])

    def _command(self, name: str, words: Sequence[str]) -> int:
        full = f"{self.name} {name}"
        if name not in self.commands:
            import difflib

            meant = difflib.get_close_matches(name, self.commands, n=1)
            hint = f" Did you mean `{meant[0]}`?" if meant else ""
            raise UsageError(f"there is no command `{name}`.{hint} `{self.name} --help` lists them.")
        module = f"{name}_" if iskeyword(name) else name.replace("-", "_")
        command = import_module(f"{self.package}.{module}")
        parser = argparse.ArgumentParser(
            prog=full,
            description=command.__doc__,
            epilog=_epilog(command),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(parser)
        status: int = command.run(parser.parse_args(words))
        return status


def at_least(low: int) -> Callable[[str], int]:
    """A type of arguments: whole numbers from `low`."""

    def number(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number") from None
        if value < low:
            raise argparse.ArgumentTypeError(f"{value} is below {low}")
        return value

    return number


def is_live(stream: TextIO) -> bool:
    """Whether a line that was written there can be written again: it is a terminal that obeys more than line ends."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def wants_colour(stream: TextIO) -> bool:
    """Whether to write there in colours; NO_COLOR, of whatever value, says no (https://no-color.org)."""
    return is_live(stream) and not os.environ.get("NO_COLOR")


def _epilog(command: ModuleType) -> str:
    examples: str = getattr(command, "EXAMPLES", "")
    return f"{examples}{_told_statuses(command.run.__doc__ or '')}"


def _told_statuses(text: str) -> str:
    # Python 3.13 dedents docstrings, others do not: the words are filled anew.
    words = " ".join(text.split()).rstrip(".")
    return textwrap.fill(f"exit status: {words}", width=80, subsequent_indent="  ")


def _make_streams_safe() -> None:
    """A stream that the caller has closed swallows; a letter that the encoding of one lacks is escaped."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 it lives as long as we
        elif mode == "w" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _give_output_up() -> None:
    """Let the interpreter not try once more, when it ends, to write what cannot be written."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
