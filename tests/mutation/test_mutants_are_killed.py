"""Nearly every mutant of a machine is killed by the model search or the conformance suite; the others are known."""

from __future__ import annotations

import json
import sys
from ast import dump, parse
from collections.abc import Iterator
from pathlib import Path

import judges
import mutate
import pytest
from equivalence import Original, is_same, living, touched
from judges import JudgeFailed, Suite, broken_property, failed_vector
from mutants import Mutant, mutants
from mutate import ENABLERS, SURVIVED, WANTED, Fate, count, fate, jobs, original, reason_of, reasons, run_all, unused

from swm.conformance import Document, load, run
from swm.conformance.generated import GeneratedClient
from swmgen.model import Refusal, Transition
from swmgen.semantics import cells

SMALL = ("fumo-1.0", "bcastdelivery-1.0", "lawmo-1.0")
EVERY = sorted((key, machine.name) for key, enabler in ENABLERS.items() for machine in enabler.machines)
VECTORS = Path(judges.ROOT) / "generated" / "conformance" / "vectors"


@pytest.fixture(autouse=True)
def stubs() -> Iterator[None]:
    """What the judge puts in place of the generated packages is taken away again."""
    path = list(sys.path)
    yield
    sys.path[:] = path
    for name in [name for name in sys.modules if name.partition(".")[0] == judges.STUBS]:
        del sys.modules[name]


def of(key: str, name: str) -> tuple[Original, dict[str, Mutant]]:
    own, found = original(key, name)
    return own, {mutant.id: mutant for mutant in found}


def verdicts(own: Original, mutant: Mutant) -> tuple[str | None, str | None]:
    """What each judge says of a mutant; every vector is run."""
    changed = mutate.with_machine(own.enabler, mutant.machine)
    vector = failed_vector(ENABLERS, changed, mutant.machine, frozenset())
    return vector, broken_property(changed, mutant.machine)


# what is mutated ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "name"), EVERY)
def test_every_row_guard_action_and_rule_is_mutated_and_no_two_mutants_have_the_same_id(key: str, name: str) -> None:
    enabler = ENABLERS[key]
    machine = next(entry for entry in enabler.machines if entry.name == name)
    found = list(mutants(enabler, machine))
    assert len({mutant.id for mutant in found}) == len(found)
    assert all(mutant.machine != machine for mutant in found)
    kinds: dict[str, set[str]] = {}
    for mutant in found:
        kinds.setdefault(mutant.element, set()).add(mutant.kind)
    rows: list[Transition | Refusal] = [*machine.transitions, *machine.refusals]
    for row in rows:
        word = "" if isinstance(row, Transition) else "refusal, "
        wanted = {f"{word}dropped" if word else "transition dropped"}
        wanted |= {f"{word}guard dropped", f"{word}guard negated"} if row.guard is not None else set()
        wanted |= {"action not done"} if isinstance(row, Transition) and row.does else set()
        wanted |= {"assignment dropped"} if isinstance(row, Transition) and row.sets else set()
        wanted |= {f"{word}status changed"} if row.status is not None else set()
        assert wanted <= kinds[row.id], row.id
    for action in machine.actions:
        assert (action.made_by is None) or "action without its procedure" in kinds[action.id]
    for fact in machine.facts:
        assert not fact.rules or "rule, dropped" in kinds[fact.id]


def test_a_changed_guard_has_a_text_of_its_own_because_stubs_name_guards_by_their_text() -> None:
    own, found = of("fumo-1.1", "package")
    texts = {row.id: row.guard_text for row in own.machine.transitions}
    changed = [mutant for mutant in found.values() if mutant.kind in ("guard changed", "guard negated")]
    assert len(changed) > 100
    for mutant in changed:
        row = next(row for row in mutant.machine.transitions if row.id == mutant.element)
        assert row.guard_text != texts[mutant.element]


# the judges -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", SMALL)
def test_both_judges_acquit_the_machine_itself(key: str) -> None:
    mutate.check_judges(mutate.machines([key]))


def test_a_mutant_fails_a_vector_of_the_row_that_was_changed() -> None:
    own, found = of("fumo-1.0", "package")
    mutant = found["fumo-1.0:transition:package/download_fails/download_progressing ~ alert not sent: owed"]
    vector, broken = verdicts(own, mutant)
    assert (
        vector is not None and "download_fails: the number of alerts is 0, must be 1 (fumo-1.0/states.yaml:" in vector
    )
    assert broken == "one_final_alert"


def test_running_only_the_vectors_that_meet_the_change_gives_the_verdict_of_all() -> None:
    own, found = of("fumo-1.0", "package")
    tried = 0
    for mutant in list(found.values())[::11]:
        changed = mutate.with_machine(own.enabler, mutant.machine)
        cells = touched(own, mutant.machine)
        if mutate.is_refused(changed) or not cells:
            continue
        tried += 1
        some = failed_vector(ENABLERS, changed, mutant.machine, cells | {mutant.element})
        assert (some is None) == (failed_vector(ENABLERS, changed, mutant.machine, frozenset()) is None), mutant.id
    assert tried > 10


def test_a_suite_without_vectors_of_the_changed_row_kills_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    own, found = of("fumo-1.0", "package")
    mutant = found["fumo-1.0:transition:package/download_fails/download_progressing ~ alert not sent: owed"]
    data = json.loads((VECTORS / "fumo-1.0.package.json").read_text())
    data["vectors"] = [
        vector for vector in data["vectors"] if vector["event"] == "exec x/Update" and "after" not in vector
    ]
    path = Path(f"{VECTORS}/fumo-1.0.package.json")
    document = load(path)
    less = type(document)(data)
    assert 0 < len(less.steps) < len(document.steps)
    monkeypatch.setattr(judges, "suite", lambda enabler, machine: Suite(less))
    assert verdicts(own, mutant)[0] is None


RECALLED = (
    (
        "boundary",
        "fumo-1.1:transition:package/suspend_time_over/download_interrupted"
        " ~ guard changed: reason in {bearer_not_allowed, outside_window}",
    ),
    (
        "boundary",
        "fumo-1.1:transition:package/suspend_time_over/download_interrupted"
        " ~ guard changed: reason in {bearer_not_allowed, roaming}",
    ),
    (
        "boundary",
        "fumo-1.1:transition:package/exec x/Update/update_deferred ~ guard changed:"
        " initiator = dm and conditions_hold and not x/Policy/Consent in {ask_before_install, ask_both}",
    ),
    (
        "boundary",
        "fumo-1.1:refusal:package/replace x/Update/PkgData/ready_to_update/3"
        " ~ refusal, guard changed: set(x/Update/PkgData) and not passes(verify)",
    ),
    ("result", "fumo-1.1:transition:package/replace x/Update/PkgData/ready_to_update ~ result not told"),
    (
        "memory",
        "scomo-1.2:transition:download/announced_download/download_complete ~ assignment dropped: goal",
    ),
)


@pytest.mark.parametrize(("family", "name"), RECALLED, ids=[f"{family}-{n}" for n, (family, _) in enumerate(RECALLED)])
def test_each_value_that_is_asked_or_set_and_a_result_that_replaces_another_have_vectors_that_nothing_else_replaces(
    monkeypatch: pytest.MonkeyPatch, family: str, name: str
) -> None:
    key, _, row = name.split(":", 2)
    machine = row.partition("/")[0]
    own, found = of(key, machine)
    mutant = found[name]
    changed = mutate.with_machine(own.enabler, mutant.machine)
    met = touched(own, mutant.machine) | {mutant.element}
    vector = failed_vector(ENABLERS, changed, mutant.machine, met)
    assert vector is not None and vector.startswith(f"{machine}/{family}/")
    data = json.loads((VECTORS / f"{key}.{machine}.json").read_text())
    left: dict[str | None, dict[str, object]] = {None: {}}
    for entry in data["vectors"]:
        if entry["family"] != family and entry.get("after") in left:
            left[entry["id"]] = entry
    data["vectors"] = [entry for entry in left.values() if entry]
    less = Suite(Document(data))
    assert 3000 < len(less.steps) < len(load(VECTORS / f"{key}.{machine}.json").steps)
    monkeypatch.setattr(judges, "suite", lambda enabler, machine: less)
    assert failed_vector(ENABLERS, changed, mutant.machine, met) is None


def test_stubs_that_are_no_python_are_no_verdict() -> None:
    with pytest.raises(JudgeFailed, match="cannot be imported: SyntaxError"):
        judges.with_stubs({"__init__": "", "states": "TABLE = ("}, "fumo_1_0")
    with pytest.raises(JudgeFailed, match="cannot be imported: NameError"):
        judges.with_stubs({"__init__": "", "states": "TABLE = table(State)"}, "fumo_1_0")


def meaning(text: str) -> str:
    """A module but for its layout, which a build gives to what it has made."""
    return "".join(dump(parse(text)).replace("\\n", "").split())


def test_the_stubs_that_are_judged_are_those_that_a_build_makes() -> None:
    enabler = ENABLERS["fumo-1.0"]
    folder = judges.ROOT / "generated" / "python" / judges.STUBS / enabler.package
    made = judges.stubs(ENABLERS, enabler)
    built = {path.stem: path.read_text() for path in folder.glob("*.py")}
    assert {name: meaning(text) for name, text in made.items()} == {name: meaning(text) for name, text in built.items()}
    judges.with_stubs(made, enabler.package)
    assert all(finding.passed for finding in run(judges.suite("fumo-1.0", "package"), GeneratedClient()))


def test_no_vector_kills_what_was_found_to_do_the_same() -> None:
    own, found = of("fumo-1.0", "package")
    alike = [mutant for mutant in found.values() if is_same(own, mutant.machine)]
    alike = [mutant for mutant in alike if not mutate.is_refused(mutate.with_machine(own.enabler, mutant.machine))]
    assert len(alike) > 5
    for mutant in alike:
        assert verdicts(own, mutant)[0] is None, mutant.id


def test_what_a_killed_mutant_does_is_not_the_same() -> None:
    own, found = of("fumo-1.0", "package")
    for name in (
        "fumo-1.0:transition:package/download_fails/download_progressing ~ alert not sent: owed",
        "fumo-1.0:transition:package/exec x/Download/idle ~ assignment dropped: goal",
        "fumo-1.0:transition:package/exec x/Download/idle ~ target swapped: idle",
    ):
        assert not is_same(own, found[name].machine)


def test_what_nobody_asks_any_more_makes_no_difference_and_what_somebody_asks_does() -> None:
    own, found = of("fumo-1.1", "package")
    assert {state for state, names in own.living.items() if "awaits" in names} == {"awaiting_authorisation"}
    left = found[
        "fumo-1.1:transition:package/exec x/Operations/Resume/awaiting_authorisation ~ assignment dropped: awaits"
    ]
    assert is_same(own, left.machine), "the download does not ask who agreed to it"
    asked = found["fumo-1.1:transition:package/exec x/Download/idle/2 ~ assignment swapped: awaits becomes both"]
    assert not is_same(own, asked.machine), "what waits for an approval does"


def test_a_variable_that_one_way_does_not_set_before_it_is_asked_counts_on_all_the_way() -> None:
    own, found = of("fumo-1.1", "package")
    name = "fumo-1.1:transition:package/exec x/Download/idle/2 ~ assignment dropped: awaits"
    machine = found[name].machine
    counts = {state for state, names in living(own, machine, cells(machine)).items() if "awaits" in names}
    assert counts > {"awaiting_authorisation", "idle", "download_progressing", "update_successful_no_data"}
    assert not is_same(own, machine)


# the list of survivors ------------------------------------------------------------------------------------------------


def survivor(name: str) -> Fate:
    return Fate("fumo-1.0", "package", name, "guard changed", "fumo-1.0/states.yaml:1", SURVIVED)


def test_a_survivor_that_nobody_explains_and_an_entry_that_none_has_fail_the_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    killed = [Fate("fumo-1.0", "package", str(n), "guard changed", "", "killed", "v") for n in range(99)]
    listed = {"fumo-1.0:transition:package/x/<y> ~ guard *": "nothing that can be seen depends on it"}
    explained = survivor("fumo-1.0:transition:package/x/<y> ~ guard changed: a")
    assert mutate._judged([*killed, explained], listed, ["fumo-1.0"]) == 0
    assert mutate._judged([*killed, survivor("fumo-1.0:other")], {}, ["fumo-1.0"]) == 1
    assert "NO REASON IS LISTED" in capsys.readouterr().out
    assert mutate._judged(killed, listed, ["fumo-1.0"]) == 1
    assert "no survivor is fumo-1.0:transition:package/x/<y> ~ guard *" in capsys.readouterr().out
    assert mutate._judged(killed, listed, []) == 0, "a sample does not meet every entry"
    assert mutate._judged([*killed[:9], explained], listed, ["fumo-1.0"]) == 1, "nine of ten are too few"


def test_every_entry_of_the_list_is_a_mutant_that_there_is() -> None:
    names = {mutant.id for key, name in EVERY for mutant in original(key, name)[1]}
    for pattern, reason in reasons().items():
        assert reason
        assert any(reason_of(name, {pattern: reason}) for name in names), pattern


# scores ---------------------------------------------------------------------------------------------------------------


def test_a_sample_of_a_small_machine_is_killed() -> None:
    fates = [fate(job) for job in jobs(["fumo-1.0"], 30, 1)]
    numbers = count(fates)
    assert numbers.conformance > 10
    assert numbers.score >= WANTED
    assert [entry.id for entry in fates if entry.end == SURVIVED and reason_of(entry.id, reasons()) is None] == []


def test_a_call_that_names_no_enabler_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["fumo-9"], ["devinfo-1.0"], ["--jobs", "0"]):
        with pytest.raises(SystemExit) as ended:
            mutate.main(words)
        assert ended.value.code == 2
    assert "devinfo-1.0 is no enabler with a machine" in capsys.readouterr().err


@pytest.mark.long
def test_of_small_machines_all_mutants_and_of_the_others_a_sample_are_killed() -> None:
    known = reasons()
    whole = run_all(jobs(SMALL, 0, 1), 1)
    others = [key for key, enabler in ENABLERS.items() if enabler.machines and key not in SMALL]
    drawn = run_all(jobs(others, 15, 1), 1)
    for fates in (whole, drawn):
        numbers = count(fates)
        assert numbers.verify + numbers.conformance > 100
        assert numbers.score >= WANTED
        assert [entry.id for entry in fates if entry.end == SURVIVED and reason_of(entry.id, known) is None] == []
    assert unused(whole, known, SMALL) == []
