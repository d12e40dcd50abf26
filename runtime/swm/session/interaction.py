"""User interaction: Alerts 1100 to 1104, what they ask and what is answered (OMA-TS-DM_Protocol 1.2, section 10)."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence as Rows
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import unquote_plus

from swm.errors import LocalError
from swm.session.alerts import CONFIRM, DISPLAY, MULTIPLE_CHOICE, SINGLE_CHOICE, TEXT_INPUT
from swm.syncml import Alert, Item
from swm.whole_numbers import whole_number

_MOST_DIGITS: Final = 9
"""A time of 31 years; clocks cannot wait for every longer one."""

MAX_CHOICES: Final = 256
_OCTET: Final = r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"


class Kind(enum.Enum):
    """What is asked of the user."""

    DISPLAY = DISPLAY
    CONFIRM = CONFIRM
    TEXT_INPUT = TEXT_INPUT
    SINGLE_CHOICE = SINGLE_CHOICE
    MULTIPLE_CHOICE = MULTIPLE_CHOICE


class InputType(enum.Enum):
    """IT: what the user may type."""

    ALPHANUMERIC = "A"
    NUMERIC = "N"
    DATE = "D"
    TIME = "T"
    PHONE_NUMBER = "P"
    IP_ADDRESS = "I"


_FORMS: Final = {
    InputType.ALPHANUMERIC: re.compile(r".*", re.DOTALL),
    InputType.NUMERIC: re.compile(r"[0-9]+"),
    InputType.DATE: re.compile(r"[0-9]{8}"),
    InputType.TIME: re.compile(r"[0-9]{6}"),
    InputType.PHONE_NUMBER: re.compile(r"[-+0-9*#pwPW() ]+"),
    InputType.IP_ADDRESS: re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}"),
}
"""Dates are DDMMYYYY, times hhmmss."""


class Outcome(enum.Enum):
    """How it ended, as the Status that tells the server."""

    DONE = 200
    REJECTED = 304
    CANCELLED = 214
    NO_ANSWER = 408
    CANNOT_DISPLAY = 416


@dataclass(frozen=True, slots=True)
class Question:
    """One interaction. Times are seconds; `default` is DR as sent: a text, or numbers of choices joined by ``-``.

    `choices` counts from one on the wire. `hidden` is ET=P: what is typed is not to be seen.
    """

    kind: Kind
    text: str
    choices: tuple[str, ...] = ()
    at_least_for: int | None = None
    at_most_for: int | None = None
    default: str | None = None
    max_length: int | None = None
    input_type: InputType = InputType.ALPHANUMERIC
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user did: a text, or the numbers of the choices taken, from one."""

    outcome: Outcome
    text: str | None = None
    chosen: tuple[int, ...] = ()


class UserInterface(Protocol):
    """The device's way to its user. A device without one answers 406."""

    def ask(self, question: Question) -> Answer:
        """Show the question and wait for the answer, no longer than its times allow."""


def read_question(alert: Alert) -> Question | None:
    """What an Alert 1100 to 1104 asks; None when it is incomplete (Status 412).

    An option nobody knows, or one whose value cannot be read, is passed over.
    """
    texts = [_text(item) for item in alert.items]
    if len(texts) < 2 or len(texts) > MAX_CHOICES + 2:
        return None
    kind = Kind(alert.code)
    options: dict[str, str] = {}
    for part in texts[0].split("&"):
        name, equals, value = part.partition("=")
        if equals:
            options[name.strip().upper()] = unquote_plus(value)
    choices = tuple(texts[2:]) if kind in (Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE) else ()
    if kind in (Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE) and not choices:
        return None
    kinds = {kind.value: kind for kind in InputType}
    return Question(
        kind,
        texts[1],
        choices,
        whole_number(options.get("MINDT"), _MOST_DIGITS),
        whole_number(options.get("MAXDT"), _MOST_DIGITS),
        options.get("DR"),
        whole_number(options.get("MAXLEN"), _MOST_DIGITS),
        kinds.get(options.get("IT", "A"), InputType.ALPHANUMERIC),
        options.get("ET") == "P",
    )


def answer_items(question: Question, answer: Answer) -> Rows[Item]:
    """The Items of the Status. LocalError for an answer that the question does not allow."""
    if answer.outcome is not Outcome.DONE:
        return ()
    if question.kind is Kind.TEXT_INPUT:
        text = answer.text or ""
        if question.max_length is not None and len(text) > question.max_length:
            raise LocalError(f"the answer has {len(text)} characters; the server takes {question.max_length}")
        if text and not _FORMS[question.input_type].fullmatch(text):
            raise LocalError(
                f"the answer has not the form of {question.input_type.name.lower()}, as the server wants it"
            )
        return (Item(data=text),)
    if question.kind is Kind.SINGLE_CHOICE and len(answer.chosen) != 1:
        raise LocalError(f"{len(answer.chosen)} choices were taken; the server wants one")
    if any(not 1 <= number <= len(question.choices) for number in answer.chosen):
        raise LocalError(f"there is no such choice among the {len(question.choices)}")
    return tuple(Item(data=str(number)) for number in answer.chosen)


def _text(item: Item) -> str:
    data = item.data if item.data is not None else ""
    return data if isinstance(data, str) else data.decode("utf-8", "replace")
