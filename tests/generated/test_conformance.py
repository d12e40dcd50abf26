"""The conformance suite is right about a right client, and finds each of many wrong ones by the right test."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from swm.conformance import Document, Finding, Observation, SeenAlert, Step, load, run
from swm.conformance.client import Unsupported
from swm.conformance.coverage import coverage
from swm.conformance.declaration import Declaration, read
from swm.conformance.generated import GeneratedClient
from swm.conformance.procedures import Ended
from swm.conformance.report import Run, as_html, as_json, as_junit, conforms, not_run
from swm.errors import LocalError

pytestmark = pytest.mark.usefixtures("stubs")

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "generated" / "conformance" / "vectors"
NAMES = sorted(path.stem for path in VECTORS.glob("*.json"))
PROCEDURES = [name for name in NAMES if name.endswith(".procedures")]
OFTEN = [
    *PROCEDURES,
    "fumo-1.0.package",
    "scomo-1.0.delivered",
    "fumo-1.1.package",
    "scomo-1.2.delivered",
    "lawmo-1.0.lock",
    "alertflow-1.0.alert",
]


def document(name: str) -> Document:
    return load(VECTORS / f"{name}.json")


def all_pass(name: str) -> None:
    found = document(name)
    findings = list(run(found, GeneratedClient()))
    assert [(f.step.id, f.wrong, f.skipped) for f in findings if not f.passed] == []
    assert len(findings) == len(found.steps)
    missing = {what: count.missing for what, count in coverage(found, findings).items() if count.missing}
    assert missing == {}, "every state, transition, refusal, pair, code and alert is met"


@pytest.mark.parametrize("name", OFTEN)
def test_the_generated_client_passes_every_vector(name: str) -> None:
    all_pass(name)


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in NAMES if name not in OFTEN])
def test_the_other_generated_clients_pass_every_vector(name: str) -> None:
    all_pass(name)


# wrong clients --------------------------------------------------------------------------------------------------------


class Wrong(GeneratedClient):
    """A client with one fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault
        self.before = Observation()
        self.last: Step | None = None

    def reset(self, document: Document) -> None:
        super().reset(document)
        self.last = None
        self.before = Observation(state=str(document.head["states"][document.head["initial"]]))

    def arrange(self, step: Step) -> None:
        self.last = step
        super().arrange(step)

    def command(self, step: Step, correlator: str | None) -> int:
        if self.fault.drops(step):
            return 200
        return self.fault.status(step, super().command(step, self.fault.correlator(correlator)))

    def happen(self, step: Step) -> None:
        if not self.fault.drops(step):
            super().happen(step)

    def cut(self, step: Step, correlator: str | None) -> None:
        if not self.fault.drops(step):
            self.fault.cut(self, step, correlator)

    def restart(self) -> None:
        if self.fault.forgets_at_restart:
            self._journals = type(self._journals)()
        if not self.fault.ignores_restart:
            super().restart()

    def observe(self) -> Observation:
        assert self.last is not None
        seen = self.fault.seen(self.last, super().observe(), self.before)
        self.before = seen
        return seen


Alerts = tuple[SeenAlert, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong, and which vectors must notice: those of `events`, or with one of `words` in what is wrong."""

    name: str
    words: tuple[str, ...]
    drops: Callable[[Step], bool] = lambda step: False
    status: Callable[[Step, int], int] = lambda step, status: status
    correlator: Callable[[str | None], str | None] = lambda correlator: correlator
    seen: Callable[[Step, Observation, Observation], Observation] = lambda step, seen, before: seen
    cut: Callable[[GeneratedClient, Step, str | None], None] = GeneratedClient.cut
    forgets_at_restart: bool = False
    ignores_restart: bool = False

    @property
    def is_in_what_is_shown(self) -> bool:
        """Whether the device does what it should, and answers or shows something else: then no other test may fail."""
        drops = any(self.drops(step) for step in EXTENDED.steps.values())
        return not (drops or self.forgets_at_restart or self.ignores_restart or self.cut is not GeneratedClient.cut)


def alerts(change: Callable[[Alerts], Alerts]) -> Callable[[Step, Observation, Observation], Observation]:
    return lambda step, seen, before: replace(seen, alerts=change(seen.alerts))


def each(**changes: object) -> Callable[[Step, Observation, Observation], Observation]:
    return alerts(lambda found: tuple(replace(alert, **changes) for alert in found))  # type: ignore[arg-type]


def stuck(state: str) -> Callable[[Step, Observation, Observation], Observation]:
    """The leaf never shows `state`: it shows what was there before."""
    return lambda step, seen, before: replace(seen, state=before.state) if seen.state == state else seen


def on(*events: str) -> Callable[[Step], bool]:
    return lambda step: step.event in events


def answer(code: int, *events: str) -> Callable[[Step, int], int]:
    return lambda step, status: code if step.event in events else status


def instead(old: int, new: int) -> Callable[[Step, int], int]:
    return lambda step, status: new if status == old else status


def cut_before_it_is_stored(client: GeneratedClient, step: Step, correlator: str | None) -> None:
    client.restart()


def cut_when_all_is_done(client: GeneratedClient, step: Step, correlator: str | None) -> None:
    """What was done before the power went is not seen any more, and not done again."""
    if step.is_command:
        client.command(step, correlator)
    else:
        client.happen(step)
    client.observe()
    client.restart()


COUNT, STATE, STATUS = "the number of alerts", "the state", "Status"
FAULTS = (
    Fault("answers an accepted order with 200", (STATUS,), status=instead(202, 200)),
    Fault("answers an order in the wrong state with 202", (STATUS,), status=instead(405, 202)),
    Fault("answers an order in the wrong state with 200", (STATUS,), status=instead(405, 200)),
    Fault("answers an order in the wrong state with 500", (STATUS,), status=instead(405, 500)),
    Fault("answers a download with 500", (STATUS,), status=answer(500, "exec x/Download")),
    Fault("answers an update with 404", (STATUS,), status=answer(404, "exec x/Update")),
    Fault("answers Suspend with 202", (STATUS,), status=answer(202, "exec x/Operations/Suspend")),
    Fault("answers Resume with 202", (STATUS,), status=answer(202, "exec x/Operations/Resume")),
    Fault("answers Cancel with 406", (STATUS,), status=answer(406, "exec x/Operations/Cancel")),
    Fault("takes a package that was not verified", (STATUS,), status=answer(200, "replace x/Update/PkgData")),
    Fault("does not do Suspend", (STATE,), drops=on("exec x/Operations/Suspend")),
    Fault("does not do Resume", (STATE,), drops=on("exec x/Operations/Resume")),
    Fault("does not do Cancel", (STATE, STATUS), drops=on("exec x/Operations/Cancel")),
    Fault("does not notice that the download failed", (STATE,), drops=on("download_fails")),
    Fault("does not notice that the download ended", (STATE,), drops=on("download_completes")),
    Fault("does not notice that the update failed", (STATE,), drops=on("update_fails")),
    Fault("does not notice that the update succeeded", (STATE,), drops=on("update_succeeds")),
    Fault("is never interrupted", (STATE,), drops=on("condition_arises")),
    Fault("never goes on after an interruption", (STATE,), drops=on("condition_clears")),
    Fault("does not let the user cancel", (STATE,), drops=on("user_cancels")),
    Fault("does not stand still for ever", (STATE,), drops=on("suspend_time_over")),
    Fault("ignores announcements", (STATE,), drops=on("announced_download")),
    Fault("ignores an announced cancel", (STATE,), drops=on("announced_cancel")),
    Fault("takes up an expired package", (STATE,), drops=on("package_expires")),
    Fault("forgets its state when it restarts", (STATE, "the last result"), forgets_at_restart=True),
    Fault("acts before it has stored what it decided", (STATE, COUNT), cut=cut_before_it_is_stored),
    Fault(
        "forgets what it had still to do when the power went",
        ("what the device is asked to do",),
        cut=cut_when_all_is_done,
    ),
    Fault("does not notice a restart", (STATE, COUNT), ignores_restart=True),
    Fault("never shows Download Suspended", (STATE,), seen=stuck("32")),
    Fault("never shows Download Interrupted", (STATE,), seen=stuck("34")),
    Fault("never shows Verifying", (STATE,), seen=stuck("38")),
    Fault("never shows Update Deferred", (STATE,), seen=stuck("55")),
    Fault("never shows Update Progressing", (STATE,), seen=stuck("60")),
    Fault("shows no last result", ("the last result",), seen=lambda step, seen, before: replace(seen, result="0")),
    Fault(
        "shows another reason why it stands still",
        ("the leaf Transfer/SuspendReason",),
        seen=lambda step, seen, before: replace(seen, leaves=dict.fromkeys(seen.leaves, "another")),
    ),
    Fault("sends no alert", (COUNT,), seen=alerts(lambda found: ())),
    Fault("sends each alert twice", (COUNT,), seen=alerts(lambda found: found + found)),
    Fault(
        "sends an alert that nobody asked for",
        (COUNT,),
        seen=alerts(lambda found: (*found, SeenAlert("x", "", "", ""))),
    ),
    Fault("always reports success", ("the alert's data",), seen=each(data="200")),
    Fault("reports text instead of a code", ("the alert's data",), seen=each(data="done")),
    Fault("sends no Mark", ("the alert's mark",), seen=each(mark="")),
    Fault("marks everything critical", ("the alert's mark",), seen=each(mark="critical")),
    Fault("sends alerts of another type", ("the alert's type",), seen=each(type="org.example.update")),
    Fault("sends alerts in another format", ("the alert's format",), seen=each(format="chr")),
    Fault("names another node as the source", ("the alert's source",), seen=each(source="Download")),
    Fault("sends no Correlator", ("the alert's correlator",), seen=each(correlator=None)),
    Fault("invents a Correlator", ("the alert's correlator",), correlator=lambda given: given or "made up"),
    Fault("changes the Correlator", ("the alert's correlator",), correlator=lambda given: given and given.upper()),
    Fault(
        "fetches again when it should wait",
        ("what the device is asked to do",),
        seen=lambda step, seen, before: replace(seen, actions=(*(seen.actions or ()), "start_download")),
    ),
    Fault(
        "deletes nothing",
        ("what the device is asked to do",),
        seen=lambda step, seen, before: replace(
            seen, actions=tuple(action for action in seen.actions or () if action != "discard_package")
        ),
    ),
    Fault(
        "says that its object is gone", ("the node is gone",), seen=lambda step, seen, before: replace(seen, gone=True)
    ),
)
EXTENDED = document("fumo-1.1.package")


def test_there_are_enough_wrong_clients_and_no_two_are_called_the_same() -> None:
    assert len(FAULTS) >= 40
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


def notices(fault: Fault) -> None:
    findings = list(run(EXTENDED, Wrong(fault)))
    wrong = [finding for finding in findings if finding.wrong]
    assert wrong, f"a client that {fault.name} passes"
    told = {word for finding in wrong for sentence in finding.wrong for word in fault.words if f": {word}" in sentence}
    assert told, wrong[0].wrong
    if fault.is_in_what_is_shown:
        for finding in wrong:
            right = [sentence for sentence in finding.wrong if any(f": {word}" in sentence for word in fault.words)]
            assert right, f"a test fails for another reason: {finding.wrong}"
    if any(fault.drops(step) for step in EXTENDED.steps.values()):
        for finding in wrong:
            way = EXTENDED.chain(finding.step.id)
            assert any(fault.drops(step) for step in way), "only tests on whose way the event was dropped may fail"
        assert any(fault.drops(finding.step) for finding in wrong)


@pytest.mark.parametrize("fault", FAULTS[::10], ids=lambda fault: fault.name)
def test_some_wrong_clients_fail_the_right_test(fault: Fault) -> None:
    notices(fault)


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_wrong_client_fails_the_right_test(fault: Fault) -> None:
    notices(fault)


# restarts and procedures --------------------------------------------------------------------------------------------


def test_there_is_a_restart_in_each_state_and_a_power_cut_after_each_transition() -> None:
    findings = list(run(EXTENDED, GeneratedClient()))
    counts = coverage(EXTENDED, findings)
    assert counts["restart in state"].covered == len(EXTENDED.head["states"])
    of_restart = {step.element for step in EXTENDED.steps.values() if step.kind == "restart"}
    assert counts["power cut after"].covered == len(set(EXTENDED.head["transitions"]) - of_restart)
    assert counts["guard outcomes"].covered == 2 * len(EXTENDED.head["guarded"]) > 100


def test_a_machine_of_what_is_no_node_is_run_by_its_table_and_a_client_that_misses_an_event_fails() -> None:
    one = document("alertflow-1.0.alert")
    assert one.head["each"] and not one.head["of"]
    deaf = Fault("does not notice the server's answer", (STATE,), drops=on("answered"))
    wrong = [finding for finding in run(one, Wrong(deaf)) if finding.wrong]
    assert {finding.step.event for finding in wrong} == {"answered"}
    assert wrong[0].wrong[0].startswith("answered: the state is 3, must be 6 (alertflow-1.0/states.yaml:")


def test_a_client_that_acts_before_it_has_stored_fails_where_the_power_is_cut_and_nowhere_else() -> None:
    for fault in FAULTS:
        if fault.cut is not GeneratedClient.cut:
            wrong = [finding for finding in run(document("fumo-1.0.package"), Wrong(fault)) if finding.wrong]
            assert wrong and all(finding.step.cut for finding in wrong), fault.name


@dataclass
class WrongProcedure(GeneratedClient):
    """A client whose procedures end otherwise than they should."""

    change: Callable[[Ended], Ended]

    def __post_init__(self) -> None:
        super().__init__()

    def procedure(self, step: Step) -> None:
        super().procedure(step)
        assert self._ended is not None
        self._ended = self.change(self._ended)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda ended: replace(ended, called=(*ended.called, "check_signature")), "what the device is asked to do"),
        (lambda ended: replace(ended, called=ended.called[::-1]), "what the device is asked to do"),
        (lambda ended: replace(ended, called=ended.called[1:]), "what the device is asked to do"),
        (lambda ended: replace(ended, result=ended.result and 500), "the last result"),
        (lambda ended: replace(ended, end="passed"), "the state"),
    ],
    ids=["goes on after a failure", "another order", "leaves a check out", "one code for all", "never fails"],
)
def test_a_procedure_done_otherwise_is_found(change: Callable[[Ended], Ended], told: str) -> None:
    wrong = [sentence for one in run(document("fumo-1.1.procedures"), WrongProcedure(change)) for sentence in one.wrong]
    assert wrong and all(told in sentence for sentence in wrong)
    assert all("fumo-1.1/security.yaml:" in sentence or "/security.yaml:" in sentence for sentence in wrong)


def test_each_check_of_each_procedure_fails_once_and_none_after_it_is_called() -> None:
    one = document("fumo-1.1.procedures")
    whole = {step.event: step.expect["actions"] for step in one.steps.values() if step.expect["state"] == "passed"}
    assert set(whole) == set(one.head["events"])
    for event, checks in whole.items():
        failing = [step for step in one.steps.values() if step.event == event and step.fails is not None]
        assert [step.expect["actions"] for step in failing] == [checks[: place + 1] for place in range(len(checks))]


def test_every_vector_names_a_line_and_what_it_shows_names_conformance_ids() -> None:
    for name in NAMES:
        for step in document(name).steps.values():
            assert re.fullmatch(r"[\w.-]+/\w+\.yaml:\d+", step.expect["spec"]), step.id
            assert step.requirements and all(
                re.fullmatch(r"[A-Z0-9-]+-[CS]-\d{3}-[MO]", one) for one in step.requirements
            )


# what the suite says --------------------------------------------------------------------------------------------------


def test_a_vector_names_the_line_of_the_specification() -> None:
    findings = list(run(document("fumo-1.0.package"), Wrong(FAULTS[0])))
    [first, *_] = [finding for finding in findings if finding.wrong]
    assert first.wrong[0].startswith("exec x/Download: Status is 200, must be 202 (fumo-1.0/states.yaml:")


def test_vectors_that_are_none_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "v.json"
    for text, reason in (
        ("{", "holds no vectors"),
        ("[]", "holds no vectors"),
        ('{"format": 9, "vectors": []}', "this library reads 1"),
        ('{"format": 1, "vectors": [{"id": "a"}]}', "has no 'family'"),
    ):
        path.write_text(text)
        with pytest.raises(LocalError, match=reason):
            load(path)
    with pytest.raises(LocalError, match="holds no vectors"):
        load(tmp_path / "absent.json")
    data = json.loads((VECTORS / "fumo-1.0.package.json").read_text())
    data["vectors"] = data["vectors"][::-1]
    with pytest.raises(LocalError, match="does not stand before it"):
        Document(data)


def declared(tmp_path: Path, text: str) -> Declaration:
    path = tmp_path / "eics.toml"
    path.write_text(text)
    return read(path)


def test_what_a_client_does_not_have_is_skipped_by_name(tmp_path: Path) -> None:
    one = document("fumo-1.1.package")
    declaration = declared(tmp_path, '[unsupported]\n"Operations/Suspend" = "the modem cannot pause"\n')
    findings = list(run(one, GeneratedClient(), declaration.unsupported_by))
    skipped = [finding for finding in findings if finding.skipped == "Operations/Suspend: the modem cannot pause"]
    assert skipped
    assert {finding.step.event for finding in skipped} == {"exec x/Operations/Suspend"}
    assert conforms([Run(one, findings)], declaration)


def test_a_client_that_cannot_be_made_to_do_something_conforms_only_when_it_declares_that(tmp_path: Path) -> None:
    class Bound(GeneratedClient):
        def restart(self) -> None:
            raise Unsupported("a restart needs hands")

        def cut(self, step: Step, correlator: str | None) -> None:
            self.restart()

    one = document("fumo-1.0.package")
    findings = list(run(one, Bound()))
    assert not any(finding.wrong for finding in findings)
    runs = [Run(one, findings)]
    assert {finding.skipped for finding in not_run(runs, Declaration())} >= {"a restart needs hands"}
    assert not conforms(runs, Declaration())
    assert "It is not shown whether the client conforms: nothing failed, but " in as_html(runs, Declaration()).decode()
    declaration = declared(tmp_path, '[unsupported]\nrestart = "no hands"\n')
    runs = [Run(one, list(run(one, Bound(), declaration.unsupported_by)))]
    assert not_run(runs, declaration) == []
    assert conforms(runs, declaration)
    assert "The client conforms." in as_html(runs, declaration).decode()


def test_a_declaration_that_says_what_is_not_so_is_an_error(tmp_path: Path) -> None:
    one = document("fumo-1.0.package")
    declaration = declared(
        tmp_path, '[unsupported]\nTeleport = "no such thing"\n[expected_failures]\n"package/tour/0001" = "a reason"\n'
    )
    findings = list(run(one, GeneratedClient(), declaration.unsupported_by))
    assert declaration.unused(findings) == [
        "package/tour/0001 was expected to fail and did not",
        "Teleport is declared unsupported and no vector needs it",
    ]
    assert not conforms([Run(one, findings)], declaration)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[unsuported]\n", "there is no table"),
        ('[unsupported]\nx = ""\n', "needs a reason"),
        ("[unsupported]\nx = 1\n", "needs a reason"),
        ("[unsupported\n", "cannot be read"),
    ],
)
def test_a_declaration_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(LocalError, match=reason):
        declared(tmp_path, text)


def test_the_report_says_the_same_in_all_its_forms() -> None:
    one = document("fumo-1.0.package")
    findings: list[Finding] = list(run(one, Wrong(FAULTS[0])))
    runs = [Run(one, findings)]
    data = json.loads(as_json(runs, Declaration()))
    failed = sum(vector["verdict"] == "failed" for vector in data["machines"][0]["vectors"])
    assert failed == sum(bool(finding.wrong) for finding in findings) > 0
    assert data["conforms"] is False
    assert data["machines"][0]["coverage"]["transitions"]["missing"]
    matrix = data["machines"][0]["requirements"]
    assert matrix["FUMO-C-012-M"]["failed"] == failed, "the machine is in every vector"
    assert matrix["FUMO-C-013-M"]["skipped"], "the final alert of a download comes after what failed"
    suite = ElementTree.fromstring(as_junit(runs, Declaration()))[0]
    assert int(suite.attrib["failures"]) == failed
    one_failed = next(vector for vector in data["machines"][0]["vectors"] if vector["verdict"] == "failed")
    assert one_failed["spec"].startswith("fumo-1.0/states.yaml:") and "FUMO-C-012-M" in one_failed["requirements"]
    case = next(case for case in suite if case.find("failure") is not None)
    told = [(entry.attrib["name"], entry.attrib["value"]) for entry in case.iter("property")]
    assert told == [*(("requirement", name) for name in one_failed["requirements"]), ("spec", one_failed["spec"])]
    page = as_html(runs, Declaration()).decode()
    assert "The client does not conform." in page
    assert page.count("must be 202") >= failed
    assert f"<td>{one_failed['spec']}</td><td>{', '.join(one_failed['requirements'])}</td>" in page
