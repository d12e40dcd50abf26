"""Each form of property is found broken where it is, and holds where it holds; the way there is a shortest one."""

from __future__ import annotations

from pathlib import Path

import pytest
from proofs import SMALL, SPEC, broken, loaded, machine_of, verdict
from specs import checked, write
from syrupy.assertion import SnapshotAssertion

from swmgen.diagnostics import Report
from swmgen.diagnostics.catalogue import CATALOGUE
from swmgen.diagnostics.catalogue.examples import GO, machine
from swmgen.diagnostics.render import render
from swmgen.model import Size
from swmgen.verify.bounds import bounds_of
from swmgen.verify.chart import as_text
from swmgen.verify.verdict import CODES, TOO_LARGE, Limits, report, verify_machine

SEARCHED = sorted(CODES.values())


@pytest.mark.parametrize("code", SEARCHED)
def test_the_bad_example_of_a_code_breaks_its_property_and_the_good_one_holds(
    code: str, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    bad, good = write(tmp_path / "bad", CATALOGUE[code].bad), write(tmp_path / "good", CATALOGUE[code].good)
    found = verdict(bad)
    assert broken(found) == {"p"}
    findings = Report()
    everything = loaded(bad)
    report(found, machine_of(everything.enablers["a-1.0"], "m"), findings)
    assert [entry.code for entry in findings] == [code]
    assert render("text", list(findings), everything.sources) == snapshot
    assert verdict(good).holds


def test_a_search_that_is_too_large_proves_nothing() -> None:
    enabler = loaded(SPEC).enablers["fumo-1.1"]
    package = machine_of(enabler, "package")
    found = verify_machine(enabler, package, bounds_of(package).build, Limits(most=1000))
    assert not found.holds
    findings = Report()
    report(found, package, findings)
    assert [entry.code for entry in findings] == [TOO_LARGE]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (key, entry.name)
        for key, enabler in loaded(SPEC).enablers.items()
        for entry in enabler.machines
        if entry.properties and enabler.overlays is None
    ],
)
def test_every_published_machine_keeps_what_it_promises(key: str, name: str) -> None:
    enabler = loaded(SPEC).enablers[key]
    chosen = machine_of(enabler, name)
    found = verify_machine(enabler, chosen, bounds_of(chosen).build)
    assert broken(found) == set()
    assert found.holds
    assert found.states > 30


def test_what_cannot_be_told_apart_is_searched_once_and_nothing_else_changes() -> None:
    from swmgen.verify.search import search
    from swmgen.verify.seen import Exact
    from swmgen.verify.verdict import close

    enabler = loaded(SPEC).enablers["fumo-1.0"]
    package = machine_of(enabler, "package")
    size = Size(messages=1, losses=1, duplicates=1, power_cuts=1, attacks=1, servers=2)
    whole, reduced = close(enabler, package, size, reduce=False), close(enabler, package, size)
    found = search(whole.product, Exact(whole.product.total))
    fewer = search(reduced.product, Exact(reduced.product.total))
    assert fewer.states < found.states
    assert (fewer.broken, found.broken) == ({}, {})


_LONG = machine(
    *(f"{{on: tick, from: s{n}, to: s{n + 1}}}" for n in range(6)),
    "{on: tock, from: s0, to: s6}",
    "{on: exec x/Go, from: s6, to: s0, status: 200}",
    states=" ; ".join(f"s{n}: {{value: {n}, final: true, doc: State {n}.}}" for n in range(7)),
    more=(
        "events: {tick: {kind: internal, doc: Tick.}, tock: {kind: internal, doc: Tock.}}",
        "properties: {p: {never_in: {in: s6}, doc: It holds.}}",
    ),
    refusals=("{on: exec x/Go, in: otherwise, status: 405}", "{on: [tick, tock], in: otherwise}"),
    head="of: x, initial: s0",
)


def test_the_counterexample_is_a_shortest_one(tmp_path: Path) -> None:
    found = verdict(write(tmp_path, _LONG))
    (entry,) = found.broken
    assert entry.steps == 1
    assert "tock: s0 -> s6" in as_text(entry.example.chart)


def test_a_machine_that_promises_nothing_has_nothing_to_break(tmp_path: Path) -> None:
    found = verdict(write(tmp_path, machine(GO)), size=SMALL)
    assert found.holds
    assert found.properties == 0


def test_a_machine_may_promise_more_than_a_number_has_bits(tmp_path: Path) -> None:
    promises = [
        f"p{n}: {{never: {{on: tock, from: s0, to: s{6 if n in (70, 119) else 5}}}, doc: It holds.}}"
        if n % 2 == 0 or n == 119
        else f"p{n}: {{never_in: {{in: s6{', when: false' if n != 99 else ''}}}, doc: It holds.}}"
        for n in range(120)
    ]
    properties = "properties: {" + ", ".join(promises) + "}"
    found = verdict(write(tmp_path, _LONG.replace("properties: {p: {never_in: {in: s6}, doc: It holds.}}", properties)))
    assert found.properties == 120
    assert broken(found) == {"p70", "p99", "p119"}


_HELD = machine(
    "{on: exec x/Go, from: a, to: b, status: 200}",
    "{on: [tick, tock], from: b, to: a}",
    states="a: {value: 1, final: true, doc: Idle.} ; b: {value: 2, doc: At work.}",
    more=(
        "events: {tick: {kind: internal, doc: Tick.}, tock: {kind: internal, doc: Tock.}}",
        "properties: {p: {reaches: a, without: tick, doc: It ends.}, q: {ends: tock, doc: It ends.}}",
    ),
    refusals=("{on: exec x/Go, in: otherwise, status: 405}", "{on: [tick, tock], in: otherwise}"),
)


@pytest.mark.parametrize(
    ("without", "rows", "expected"),
    [
        ("tick", "{on: [tick, tock], from: b, to: a}", set()),
        ("tick tock", "{on: [tick, tock], from: b, to: a}", {"p"}),
        ("tick", "{on: tick, from: b, to: a}", {"p"}),
        # Two events that do the same are told apart where a property asks about one of them.
        ("tick", "{on: [tick, tock], from: b, to: a}\n      - {on: tock, from: a, to: b}", {"q"}),
    ],
)
def test_what_must_end_ends_without_the_events_that_are_not_counted_upon(
    without: str, rows: str, expected: set[str], tmp_path: Path
) -> None:
    text = _HELD.replace("without: tick", f"without: [{', '.join(without.split())}]")
    text = text.replace("{on: [tick, tock], from: b, to: a}", rows)
    if "{on: tock, from: a" in rows:
        text = text.replace("{on: [tick, tock], in: otherwise}", "{on: tick, in: otherwise}")
    assert broken(verdict(write(tmp_path, text))) == expected


def test_events_that_need_not_happen_belong_to_what_is_reached(tmp_path: Path) -> None:
    text = _HELD.replace("{ends: tock,", "{ends: tock, without: tick,")
    (found,) = checked(write(tmp_path, text)).report
    assert found.code == "SWM0120"
    assert found.message == "The property `q` says `without`, which belongs to `reaches`."
