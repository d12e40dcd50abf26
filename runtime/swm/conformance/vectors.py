"""Generated vectors, read: what to do to a device, step by step, and what must be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from swm.errors import LocalError
from swm.json_documents import read_json

FORMAT: Final = 1
MAX_SIZE: Final = 64 * 1024 * 1024

Answer = bool | int | str


@dataclass(frozen=True, slots=True)
class Step:
    """One vector: the step `event` after the step `after`, None where it is the first on a fresh object.

    `nodes` are values on the wire by paths below the machine's node, None for
    one that must not be there. `facts` and `procedures` are answers of the
    device: a procedure ends with the result code given, or passes. `value` is what
    a command writes, `result` the code that an event of the device carries.
    With `cut` the power goes between storing what the step decides and doing it.
    Of a procedure `fails` is the place of the check that fails. `requirements`
    are conformance ids. `expect` is as generated.
    """

    id: str
    family: str
    event: str
    kind: str
    expect: Mapping[str, Any]
    after: str | None = None
    node: str | None = None
    result: int | None = None
    correlated: bool = False
    cut: bool = False
    fails: int | None = None
    element: str = ""
    requirements: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    nodes: Mapping[str, str | None] = field(default_factory=dict)
    facts: Mapping[str, Answer] = field(default_factory=dict)
    procedures: Mapping[str, int | None] = field(default_factory=dict)
    value: str | None = None

    @property
    def is_command(self) -> bool:
        """Whether a DM server causes it."""
        return self.kind in ("exec", "replace", "add", "delete")


class Document:
    """The vectors of one machine."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        if data.get("format") != FORMAT:
            raise LocalError(f"the vectors have format {data.get('format')!r}; this library reads {FORMAT}")
        self.head: Final = {name: value for name, value in data.items() if name != "vectors"}
        self.steps: Final = {step["id"]: _step(step) for step in data["vectors"]}
        known: set[str] = set()
        for step in self.steps.values():
            if step.after is not None and step.after not in known:
                raise LocalError(f"vector {step.id} comes after {step.after}, which does not stand before it")
            known.add(step.id)

    @property
    def name(self) -> str:
        """Enabler and machine (``fumo-1.1 package``)."""
        return f"{self.head['enabler']} {self.head['machine']}"

    def chain(self, name: str) -> list[Step]:
        """The steps from a fresh object to the vector `name`."""
        found = []
        at: str | None = name
        while at is not None:
            step = self.steps[at]
            found.append(step)
            at = step.after
        return found[::-1]

    def ends(self) -> Iterator[Step]:
        """The vectors that no other one comes after: running their chains runs every vector.

        First those that leave the object in its first state: they can all be run with a device that nobody can reset.
        """
        before = {step.after for step in self.steps.values()}
        found = [step for step in self.steps.values() if step.id not in before]
        first = self.head["initial"]
        yield from sorted(found, key=lambda end: any(step.expect["state"] != first for step in self.chain(end.id)))


def load(path: Path) -> Document:
    """The vectors in a file. LocalError for one that is none, or larger than MAX_SIZE."""
    try:
        if path.stat().st_size > MAX_SIZE:
            raise LocalError(f"{path} is larger than {MAX_SIZE} octets")
        data = read_json(path.read_bytes())
    except (OSError, ValueError) as error:
        raise LocalError(f"{path} holds no vectors: {error}") from None
    if not isinstance(data, dict) or not isinstance(data.get("vectors"), list):
        raise LocalError(f"{path} holds no vectors")
    return Document(data)


def _step(data: Mapping[str, Any]) -> Step:
    world = data.get("world", {})
    try:
        return Step(
            id=data["id"],
            family=data["family"],
            event=data["event"],
            kind=data["kind"],
            expect=data["expect"],
            after=data.get("after"),
            node=data.get("node"),
            result=data.get("result"),
            correlated=data.get("correlated", False),
            cut=data.get("cut", False),
            fails=data.get("fails"),
            element=data.get("element", ""),
            requirements=tuple(data.get("requirements", ())),
            serves=tuple(data.get("serves", ())),
            nodes=world.get("nodes", {}),
            facts=world.get("facts", {}),
            procedures=world.get("procedures", {}),
            value=world.get("value"),
        )
    except KeyError as error:
        raise LocalError(f"a vector has no {error}") from None
