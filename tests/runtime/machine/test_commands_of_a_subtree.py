"""A command on a node is the event of the nearest node that has one: its own, or one that it is within."""

from __future__ import annotations

import enum
from typing import Any, ClassVar

import pytest

from swm.machine.device_object import DeviceObject


class Event(enum.Enum):
    LEAF = "replace x/A/B/C"
    INNER = "replace within x/A/B"
    OUTER = "replace within x/A"
    WHOLE = "delete within x"
    EXEC = "exec x/A/Go"


class Object(DeviceObject[Any, Event]):
    NAME = "test"
    COMMANDS: ClassVar = {
        ("replace", "A/B/C"): Event.LEAF,
        ("replace within", "A/B"): Event.INNER,
        ("replace within", "A"): Event.OUTER,
        ("delete within", ""): Event.WHOLE,
        ("exec", "A/Go"): Event.EXEC,
    }

    def __init__(self) -> None:
        """Only its table is asked."""


@pytest.mark.parametrize(
    ("command", "path", "event"),
    [
        ("replace", "A/B/C", Event.LEAF),
        ("replace", "A/B/D", Event.INNER),
        ("replace", "A/B/D/E", Event.INNER),
        ("replace", "A/B", Event.INNER),
        ("replace", "A/E", Event.OUTER),
        ("replace", "A", Event.OUTER),
        ("replace", "AB", None),
        ("replace", "", None),
        ("add", "A/B/C", None),
        ("delete", "A/B/C", Event.WHOLE),
        ("delete", "", Event.WHOLE),
        ("exec", "A/Go", Event.EXEC),
    ],
)
def test_the_nearest_counts(command: str, path: str, event: Event | None) -> None:
    assert Object()._event_of(command, path) is event
