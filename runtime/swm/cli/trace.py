"""Show captured messages readably, decoded and diagnosed.

FILE is a message in XML or WBXML, or an HTTP request or answer with one; the
format is found by content. `-` reads one from standard input. A folder is a
captured session: its files in the order of their names, `c2s` before `s2c`,
with the HTTP headers of `NAME.hdr` for `NAME`. Where it has a message in both
encodings, the WBXML one is read. Credentials and nonces are masked.
"""

from __future__ import annotations

import argparse
import json
import sys
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from swm.cli import UsageError
from swm.errors import MessageError
from swm.trace import Captured, Diagnosis, Finding, Parsed, Severity, parse, readable, split_http
from swm.trace.capture import read_headers
from swm.trace.credentials import CredentialCheck
from swm.trace.readable import printable
from swm.whole_numbers import whole_number

EXAMPLES = """examples:
  swm trace message.wbxml
  swm trace captured/ --account device:secret --account server:other
  curl -s http://server/dm | swm trace - --json
"""

MAX_FILE: Final = 4 * 1024 * 1024
MAX_FILES: Final = 10_000
_LEFT_OUT: Final = (".hdr", ".md", ".txt", ".json", ".toml", ".py")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `trace`."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="messages, folders of them, or - for standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object a message, for programs")
    parser.add_argument("--secrets", action="store_true", help="show credentials and nonces")
    parser.add_argument(
        "--account",
        action="append",
        default=[],
        metavar="USER:PASSWORD",
        help="check the credentials of this user; @FILE takes such lines from a file",
    )
    parser.add_argument("--nonce", metavar="BASE64", help="the nonce that the first credentials were made with")


def run(arguments: argparse.Namespace) -> int:
    """0 when all messages keep to the protocol, 1 when something is no message or breaks it, 2 wrong call."""
    diagnosis = Diagnosis(_credentials(arguments.account, arguments.nonce))
    write = _write_json if arguments.json else _write_text
    wrong = False
    for name in arguments.files:
        for path, data in _contents(name):
            shown, findings = _look(path, data, diagnosis, arguments)
            wrong |= any(finding.severity is Severity.ERROR for finding in findings)
            write(shown, findings)
    write({}, diagnosis.close())
    return 1 if wrong else 0


def _look(
    name: str, data: bytes, diagnosis: Diagnosis, arguments: argparse.Namespace
) -> tuple[dict[str, Any], list[Finding]]:
    shown: dict[str, Any] = {"file": name, "octets": len(data)}
    try:
        captured = split_http(name, data)
        headers = _beside(name)
        if headers:
            captured = Captured(name, captured.data, {**headers, **captured.headers})
        if captured.headers:
            shown["headers"] = _shown_headers(captured, arguments.secrets)
        parsed = parse(captured)
    except MessageError as error:
        return shown, [Finding(Severity.ERROR, "", str(error))]
    sender, findings = diagnosis.follow(captured, parsed)
    shown |= _described(parsed, sender, arguments.secrets)
    declared = captured.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared and ("wbxml" in declared) is not (parsed.encoding.name == "WBXML"):
        findings.insert(
            0, Finding(Severity.ERROR, "", f"Content-Type is {declared}, the body is {parsed.encoding.name}")
        )
    length = captured.headers.get("content-length", "")
    if length and whole_number(length) != len(captured.data):
        text = f"Content-Length is {length[:20]}, the body has {len(captured.data)} octets"
        findings.insert(0, Finding(Severity.ERROR, "", text))
    return shown, findings


def _described(parsed: Parsed, sender: str, secrets: bool) -> dict[str, Any]:
    header = parsed.message.header
    return {
        "format": parsed.encoding.name,
        "sender": sender or None,
        "session": header.session_id,
        "message": header.message_id,
        "final": parsed.message.final,
        "lines": readable(sender or "?", parsed.message, secrets=secrets),
        "commands": [
            {"name": type(command).__name__, "id": command.cmd_id, "code": getattr(command, "code", None)}
            for command in parsed.message.commands
        ],
    }


# where messages come from -----------------------------------------------------------------------------------------


def _contents(name: str) -> Iterator[tuple[str, bytes]]:
    if name == "-":
        yield "-", sys.stdin.buffer.read(MAX_FILE + 1)
        return
    path = Path(name)
    if not path.exists():
        raise UsageError(f"there is no file {name}")
    if not path.is_dir():
        yield name, _read(path)
        return
    found = sorted(
        (entry for entry in path.iterdir() if entry.is_file() and entry.suffix not in _LEFT_OUT), key=_exchange_order
    )
    if not found:
        raise UsageError(f"there are no messages in {name}")
    if len(found) > MAX_FILES:
        raise UsageError(f"{name} holds {len(found)} files; {MAX_FILES} is the limit")
    binary = {entry.stem for entry in found if entry.suffix == ".wbxml"}
    for entry in found:
        if entry.suffix != ".xml" or entry.stem not in binary:
            yield str(entry), _read(entry)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    if len(data) > MAX_FILE:
        raise UsageError(f"{path} has more than {MAX_FILE} octets; that is no message")
    return data


def _exchange_order(path: Path) -> tuple[str, ...]:
    return (path.stem.replace("c2s", "1").replace("s2c", "2"), path.name)


def _beside(name: str) -> dict[str, str]:
    """The headers that were captured beside a message, in the file of its name that ends in .hdr."""
    if name == "-":
        return {}
    path = Path(name).with_suffix(".hdr")
    return read_headers(_read(path)) if path.is_file() else {}


def _shown_headers(captured: Captured, secrets: bool) -> dict[str, str]:
    hidden = ("x-syncml-hmac", "authorization", "cookie", "set-cookie")
    return {name: value if secrets or name not in hidden else "***" for name, value in captured.headers.items()}


def _credentials(accounts: list[str], nonce: str | None) -> CredentialCheck | None:
    passwords = {}
    for entry in accounts:
        lines = [entry]
        if entry.startswith("@"):
            lines = [line for line in _read(Path(entry[1:])).decode("utf-8", "replace").splitlines() if line.strip()]
        for line in lines:
            user, colon, password = line.partition(":")
            if not colon or not user:
                raise UsageError("--account needs USER:PASSWORD")
            passwords[user] = password
    if nonce is not None and not passwords:
        raise UsageError("--nonce is of use only with --account")
    try:
        known = None if nonce is None else b64decode(nonce, validate=True)
    except (Base64Error, ValueError):
        raise UsageError("--nonce is not base64") from None
    return CredentialCheck(passwords, known) if passwords else None


# how they are shown -----------------------------------------------------------------------------------------------


def _write_json(shown: dict[str, Any], findings: list[Finding]) -> None:
    if shown or findings:
        print(json.dumps({**shown, "findings": [asdict(finding) for finding in findings]}, ensure_ascii=True))


def _write_text(shown: dict[str, Any], findings: list[Finding]) -> None:
    if shown:
        kind = shown.get("format", "no message")
        print(f"{printable(shown['file'])}: {kind}, {shown['octets']} octets")
        for name, value in shown.get("headers", {}).items():
            print(f"       :   {printable(f'{name}: {value}')}")
        for line in shown.get("lines", ()):
            print(line)
    for finding in findings:
        command = f" (command {printable(finding.command)})" if finding.command else ""
        print(f"  {finding.severity}: {printable(finding.text)}{command}")
