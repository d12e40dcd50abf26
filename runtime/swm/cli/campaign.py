"""Prepare many devices over DM, each once, and tell what came of it.

A campaign is a TOML file: what is written into each device, what is executed
there, and which devices. `prepare` runs the DM server, calls the devices with
package 0 or waits for their next session, and keeps how far each is in the
server's store; killed at any instant, the same call goes on, and no Exec is
sent twice. `status` and `report` read the store, also while `prepare` runs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from swm.cli import UsageError
from swm.cli.stubs import find_stubs
from swm.cli.telling import as_json, as_text, write_example
from swm.command_line import is_live
from swm.errors import LocalError
from swm.settings import HIGHEST

if TYPE_CHECKING:
    from swm.campaign.configuration import CampaignSettings
    from swm.campaign.program import Progress

EXAMPLES = """examples:
  swm campaign init spring.toml                      a file with comments, to begin with
  swm campaign prepare spring.toml                   until all are prepared; Ctrl-C, and the same call goes on
  swm campaign prepare spring.toml --again           devices that failed get all their attempts anew
  swm campaign prepare spring.toml --collect 3600    serve an hour longer, for the alerts
  swm campaign prepare spring.toml --json            what happens, one JSON object a line
  swm campaign status spring.toml                    how many are where
  swm campaign report spring.toml -o report.md       every device, its path, its results; --json for programs
"""
BAR: Final = 24
PLAIN_EVERY: Final = 5.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `campaign`."""
    commands = parser.add_subparsers(dest="what", required=True, metavar="init | prepare | status | report")
    told = {
        "init": "write a campaign file with comments, unless it is there",
        "prepare": "prepare the devices that are not prepared yet",
        "status": "tell how many devices are in which state",
        "report": "tell what became of every device, as Markdown or JSON",
    }
    for name, text in told.items():
        command = commands.add_parser(
            name,
            help=text,
            description=text,
            epilog=parser.epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_argument("config", type=Path, metavar="CAMPAIGN", help="the campaign's TOML file")
        if name == "init":
            continue
        command.add_argument(
            "--store", metavar="URL", help="in place of the file's: sqlite:///FILE or postgresql://..."
        )
        command.add_argument(
            "--json", action="store_true", help="JSON: one object a line, or one document of the report"
        )
        if name == "prepare":
            command.add_argument("--again", action="store_true", help="also devices that failed, with all attempts")
            command.add_argument("--collect", type=float, metavar="SECONDS", help="serve so much longer, for alerts")
            command.add_argument("--plain", action="store_true", help="lines also on a terminal")
        if name == "report":
            command.add_argument("-o", "--output", type=Path, metavar="FILE", help="write it there")


def run(arguments: argparse.Namespace) -> int:
    """0 all devices are prepared, 1 some are not (failed, unanswered, not yet).

    2 the call, the file, the list, the store or the port cannot be used, 130 interrupted while devices were left.
    """
    try:
        from swm.campaign.configuration import EXAMPLE, read_campaign
    except ImportError as error:
        raise UsageError(f"campaigns need {error.name}; install swm-runtime[server]") from None
    if arguments.what == "init":
        return write_example(arguments.config, EXAMPLE)
    try:
        settings = read_campaign(arguments.config, find_stubs, arguments.store)
        if arguments.what == "prepare":
            return _prepare(settings, arguments)
        return _tell(settings, arguments)
    except LocalError as error:
        raise UsageError(str(error)) from None


def _prepare(settings: CampaignSettings, arguments: argparse.Namespace) -> int:
    from swm.campaign.program import CampaignRun
    from swm.campaign.records import State

    if arguments.collect is not None and not 0 <= arguments.collect <= HIGHEST:
        raise UsageError(f"--collect {arguments.collect}: a number of seconds from 0 to {HIGHEST}")
    live = not arguments.json and not arguments.plain and is_live(sys.stdout)
    shown = LiveLine() if live else PlainLines(as_json if arguments.json else as_text)
    say = as_json if arguments.json else shown.say
    campaign = CampaignRun(settings, say, shown.look, tells_all=arguments.json)
    asked: list[int] = []

    def end(number: int, _: Any) -> None:
        asked.append(number)
        campaign.stop()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        progress = campaign.run(again=arguments.again, collect=arguments.collect)
    finally:
        shown.close()
        for number, handler in before.items():
            signal.signal(number, handler)
    if progress.states[State.READY] == progress.total:
        return 0
    if progress.left:
        print(
            f"swm campaign: {progress.left} of {progress.total} devices are not at their end; the same call goes on",
            file=sys.stderr,
        )
    return 130 if asked and progress.left else 1


def _tell(settings: CampaignSettings, arguments: argparse.Namespace) -> int:
    from swm.campaign.program import open_campaign
    from swm.campaign.records import State
    from swm.campaign.report import Report

    store, records = open_campaign(settings)
    try:
        if records.began() is None:
            raise UsageError(f"the store has no campaign {settings.plan.name}; `swm campaign prepare` begins it")
        counts = records.counts()
        if arguments.what == "status":
            found = {state.value: counts[state] for state in State if counts[state]}
            text = (
                json.dumps(found) if arguments.json else "\n".join(f"{name:12}{count}" for name, count in found.items())
            )
        else:
            report = Report.of(settings.plan.name, settings.plan.correlator, records)
            text = report.to_json() if arguments.json else report.to_markdown().rstrip("\n")
    finally:
        store.close()
    if arguments.what == "report" and arguments.output is not None:
        try:
            arguments.output.write_text(f"{text}\n", encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{arguments.output} cannot be written: {error.strerror}") from None
    else:
        print(text)
    return 0 if counts[State.READY] == counts.total() else 1


def told_of(progress: Progress) -> str:
    """The progress in one line."""
    from swm.campaign.records import ENDS, State

    done = progress.total - progress.left
    under_way = sum(progress.states[state] for state in (State.CALLED, State.MEETING, State.EXECUTING))
    rate = progress.ended / progress.seconds if progress.seconds >= 1 else 0.0
    parts = [f"{done} of {progress.total} done"]
    parts += [f"{progress.states[state]} {state.value}" for state in ENDS if progress.states[state]]
    parts += [f"{under_way} under way"] if under_way else []
    if rate and progress.left:
        parts += [f"{rate:.0f} a second, {progress.left / rate:.0f} s left"]
    return ", ".join(parts)


class PlainLines:
    """A line whenever something has changed, at most one in a few seconds; for logs."""

    def __init__(self, say: Any) -> None:
        self.say = say
        self._last = ""
        self._at = -PLAIN_EVERY

    def look(self, progress: Progress) -> None:
        """Tell the progress, if it is time."""
        line = told_of(progress)
        ends = not progress.left
        if line != self._last and (ends or progress.seconds - self._at >= PLAIN_EVERY):
            self._last, self._at = line, progress.seconds
            counts = {state.value: count for state, count in sorted(progress.states.items())}
            self.say("progress", {"seconds": round(progress.seconds, 1), **counts})

    def close(self) -> None:
        """Nothing is left to be undone."""


class LiveLine:
    """One line on a terminal that is written again and again; what is said stands above it."""

    def __init__(self) -> None:
        self._line = ""

    def say(self, kind: str, facts: dict[str, Any]) -> None:
        """Tell an event above the line."""
        self._write("\r\x1b[K")
        as_text(kind, facts)
        self._write(self._line)

    def look(self, progress: Progress) -> None:
        """Draw the line anew."""
        done = progress.total - progress.left
        filled = BAR * done // max(progress.total, 1)
        line = f"[{'#' * filled}{'.' * (BAR - filled)}] {told_of(progress)}"
        # A line that goes on in the next row could not be taken back.
        self._line = line[: shutil.get_terminal_size().columns - 1]
        self._write(f"\r\x1b[K{self._line}")

    def close(self) -> None:
        """Leave the last line where it is."""
        if self._line:
            self._write("\n")
            self._line = ""

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
