"""Guards: what they mean, and that a few chosen answers stand for all."""

from __future__ import annotations

import itertools
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from specs import checked, codes, write

from swmgen.diagnostics.catalogue.examples import OBJECTS, machine
from swmgen.model import Expression, Machine
from swmgen.semantics import evaluate, holds
from swmgen.semantics.valuations import domains, valuations

NUMBERS = range(-4, 9)
MEMBERS = ("red", "green", "blue")


def number() -> st.SearchStrategy[str]:
    return st.integers(-2, 6).map(str)


ATOMS = (
    st.tuples(st.just("n"), st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), number()).map(" ".join)
    | st.tuples(st.just("colour"), st.sampled_from(["=", "!="]), st.sampled_from(MEMBERS)).map(" ".join)
    | st.lists(st.sampled_from(MEMBERS), min_size=1, max_size=2, unique=True).map(
        lambda m: f"colour in {{{', '.join(m)}}}"
    )
    | st.sampled_from(["busy", "not busy", "set(x/Seconds)"])
)
GUARDS = st.recursive(
    ATOMS,
    lambda inner: (
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda parts: f"({' '.join(parts)})")
        | inner.map(lambda guard: f"not ({guard})")
    ),
    max_leaves=6,
)
MORE = (
    "variables: {n: {type: int, range: -4..8, initial: 0, doc: A number.}, "
    "colour: {type: enum, members: [red, green, blue], initial: red, doc: A colour.}}",
    "facts: {busy: {type: bool, doc: In use.}}",
)


def compiled(folder: Path, *guards: str) -> tuple[Machine, list[Expression], list[str]]:
    """The machine with one row a guard, the guards, and the codes of what the rules find."""
    rows = [f'{{on: exec x/Go, from: a, when: "{guard}", to: a, status: 200}}' for guard in guards]
    text = OBJECTS + machine(*rows, more=MORE)
    loaded = checked(write(folder, text))
    [found] = loaded.enablers["a-1.0"].machines
    return found, [row.guard for row in found.transitions if row.guard is not None], codes(loaded)


def everything() -> list[dict[tuple[str, str], object]]:
    """Every answer there is."""
    return [
        {
            ("variable", "n"): n,
            ("variable", "colour"): colour,
            ("fact", "busy"): busy,
            ("set", "x/Seconds"): stored,
        }
        for n, colour, busy, stored in itertools.product(NUMBERS, MEMBERS, (False, True), (False, True))
    ]


@settings(deadline=None, max_examples=150)
@given(first=GUARDS, second=GUARDS)
def test_the_chosen_answers_find_every_overlap_and_every_gap(tmp_path_factory, first: str, second: str) -> None:  # type: ignore[no-untyped-def]
    found, guards, reported = compiled(tmp_path_factory.mktemp("spec"), first, second)
    assert len(guards) == 2
    whole = [[holds(guard, valuation) for guard in guards] for valuation in everything()]  # type: ignore[arg-type]
    nodes: dict[str, object] = {}
    chosen = [[holds(guard, v) for guard in guards] for v in valuations(domains(guards, found, nodes))]  # type: ignore[arg-type]
    for wanted in ([True, True], [False, False], [True, False], [False, True]):
        assert (wanted in whole) == (wanted in chosen), (first, second, wanted)
    # And the rules say the same: SWM0405 two outcomes at once, SWM0404 none.
    assert ("SWM0405" in reported) == ([True, True] in whole)
    assert ("SWM0404" in reported) == ([False, False] in whole)


def test_a_comparison_with_a_missing_value_is_false(tmp_path: Path) -> None:
    _, [guard], _ = compiled(tmp_path, "x/Seconds < 3")
    assert holds(guard, {("node", "x/Seconds"): 2})
    assert not holds(guard, {("node", "x/Seconds"): None})
    assert not evaluate(guard, {("node", "x/Seconds"): 3})
