"""The suite over real DM sessions: the generated client passes in every encoding and authentication, wrong ones are found."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest

from swm.conformance import Document, Finding, run
from swm.conformance.listening import asked, listening, notified
from swm.conformance.protocol import ProcessClient
from swm.conformance.sessions import SessionClient
from swm.conformance.wire import WireClient
from swm.conformance.wiring import Wiring
from swm.errors import LocalError

pytestmark = pytest.mark.usefixtures("stubs")

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / "generated"
VECTORS = GENERATED / "conformance" / "vectors"
WAYS = {
    f"{encoding} {auth}": Wiring(encoding, auth, "device", "device's", "server", None if auth == "none" else "server's")
    for encoding in ("xml", "wbxml")
    for auth in ("none", "basic", "md5", "mac")
}
MATRIX = ("xml none", "xml md5", "wbxml none", "wbxml md5")


def slice_of(name: str, every: int) -> Document:
    """Each `every`-th chain of a machine's vectors, whole."""
    data = json.loads((VECTORS / f"{name}.json").read_text())
    whole = Document(data)
    kept = {step.id for end in list(whole.ends())[::every] for step in whole.chain(end.id)}
    return Document({**data, "vectors": [vector for vector in data["vectors"] if vector["id"] in kept]})


@contextmanager
def wired(wiring: Wiring, client: SessionClient | ProcessClient) -> Iterator[WireClient]:
    with listening("127.0.0.1:0", wiring, asked(client.connect, wiring), patience=60) as listener:
        yield WireClient(listener, client)


def passes(document: Document, wiring: Wiring, at_least: int = 20) -> None:
    with wired(wiring, SessionClient()) as client:
        findings = list(run(document, client))
    assert [(finding.step.id, finding.wrong, finding.skipped) for finding in findings if not finding.passed] == []
    assert len(findings) == len(document.steps) >= at_least


@pytest.mark.parametrize("way", sorted(WAYS))
def test_the_generated_client_passes_in_each_encoding_and_authentication(way: str) -> None:
    passes(slice_of("fumo-1.0.package", 8), WAYS[way])


@pytest.mark.parametrize(
    ("name", "every"), [("fumo-1.1.package", 80), ("scomo-1.2.download", 80), ("scomo-1.2.delivered", 12)]
)
def test_the_extended_enablers_pass_over_the_wire(name: str, every: int) -> None:
    passes(slice_of(name, every), WAYS["wbxml md5"])


@pytest.mark.long
@pytest.mark.parametrize("way", MATRIX)
@pytest.mark.parametrize(
    ("name", "every"), [("fumo-1.0.package", 1), ("fumo-1.1.package", 12), ("scomo-1.2.download", 12)]
)
def test_the_matrix_over_the_wire(name: str, every: int, way: str) -> None:
    passes(slice_of(name, every), WAYS[way])


# wrong devices --------------------------------------------------------------------------------------------------------


def findings_of(fault: str, document: Document | None = None) -> list[Finding]:
    """What the suite finds about a device with a fault, in a process of its own."""
    program = Path(__file__).with_name("wrong_device.py")
    device = ProcessClient([sys.executable, str(program), str(GENERATED), fault])
    try:
        with wired(WAYS["xml md5"], device) as client:
            return list(run(document or slice_of("fumo-1.0.package", 12), client))
    finally:
        device.close()


def sentences(findings: list[Finding]) -> str:
    return "\n".join(sentence for finding in findings for sentence in finding.wrong)


@pytest.mark.parametrize(
    ("fault", "told", "event"),
    [
        ("forgetful", "restart: the state is 10, must be", "restart"),
        ("mistaken", "the alert's mark is critical, must be", None),
        ("deaf", "download_fails: the state is 30, must be 20", "download_fails"),
    ],
)
def test_a_wrong_device_is_found_over_the_wire(fault: str, told: str, event: str | None) -> None:
    findings = findings_of(fault)
    assert told in sentences(findings)
    # What the power cuts off ends in a restart.
    wrong = {"restart" if finding.step.cut else finding.step.event for finding in findings if finding.wrong}
    assert event is None or wrong == {event}
    assert any(finding.passed for finding in findings)


def cut_within_commands(document: Document) -> Document:
    """The chains that end in a command within which the power goes."""
    kept = {step.id for end in document.steps.values() if end.cut and end.is_command for step in document.chain(end.id)}
    assert kept
    return Document({**document.head, "vectors": [vector for vector in data_of(document) if vector["id"] in kept]})


def data_of(document: Document) -> list[dict[str, object]]:
    name = document.name.replace(" ", ".")
    return list(json.loads((VECTORS / f"{name}.json").read_text())["vectors"])


@pytest.mark.parametrize(
    ("name", "commands"),
    [("fumo-1.0.package", 4), ("lawmo-1.0.lock", 6), ("scomo-1.0.deployed", 3), ("scomo-1.2.delivered", 9)],
)
def test_the_power_goes_within_each_command_that_is_taken(name: str, commands: int) -> None:
    document = cut_within_commands(slice_of(name, 1))
    passes(document, WAYS["wbxml mac"], commands)
    assert len({step.element for step in document.steps.values() if step.cut and step.is_command}) >= commands


def test_procedures_pass_where_the_device_has_a_control_channel_and_are_skipped_by_name_where_it_has_none() -> None:
    document = slice_of("fumo-1.1.procedures", 1)
    passes(document, WAYS["xml md5"])
    wiring = WAYS["xml none"]
    with listening("127.0.0.1:0", wiring, lambda url, number: False) as listener:
        findings = list(run(document, WireClient(listener)))
    assert {finding.skipped for finding in findings} == {
        "the steps of a security procedure are not seen over the wire: they need a control channel"
    }


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("hasty", "exec x/Download: the state is 10, must be 30 (fumo-1.0/states.yaml:"),
        ("buffered", "its power was to go before that (fumo-1.0/states.yaml:"),
    ],
)
def test_a_device_that_is_wrong_when_the_power_goes_within_a_command_is_found_there(fault: str, told: str) -> None:
    document = cut_within_commands(slice_of("fumo-1.0.package", 1))
    findings = findings_of(fault, document)
    assert told in sentences(findings)
    assert all(finding.step.cut for finding in findings if finding.wrong)
    assert any(finding.passed for finding in findings)


def test_a_device_that_never_connects_fails_every_vector() -> None:
    findings = findings_of("absent")
    assert not any(finding.passed for finding in findings)
    assert "the device did not connect to http://127.0.0.1:" in sentences(findings)


def test_a_device_that_falls_over_fails_the_vectors_in_which_it_does() -> None:
    findings = findings_of("dying")
    wrong = [finding for finding in findings if finding.wrong]
    assert wrong and all("the client under test ended" in finding.wrong[0] for finding in wrong)
    assert {finding.step.kind for finding in wrong} == {"internal"}
    assert any(finding.passed for finding in findings), "it is started again for the vectors after it fell over"


def test_a_device_in_another_encoding_than_asked_for_is_found() -> None:
    device, wiring = SessionClient(), WAYS["wbxml none"]

    def in_xml(url: str, **words: str | None) -> None:
        device.connect(url, **{**words, "encoding": "xml"})

    with listening("127.0.0.1:0", wiring, asked(in_xml, wiring)) as listener:
        findings = list(run(slice_of("fumo-1.0.package", 200), WireClient(listener, device)))
    assert "the device writes xml; the suite was told to expect wbxml" in sentences(findings)


def test_a_device_with_a_wrong_password_is_found() -> None:
    device, wiring = SessionClient(), WAYS["xml md5"]

    def impostor(url: str, **words: str | None) -> None:
        device.connect(url, **{**words, "password": "guessed"})

    with listening("127.0.0.1:0", wiring, asked(impostor, wiring)) as listener:
        findings = list(run(slice_of("fumo-1.0.package", 200), WireClient(listener, device)))
    assert findings and not any(finding.passed for finding in findings)
    assert "the server does not accept the credentials" in sentences(findings)


# without a control channel --------------------------------------------------------------------------------------------


@contextmanager
def device_without_control(machine: str = "fumo-1.0.package") -> Iterator[tuple[str, str]]:
    """Where a device listens for packages 0, and the URL at which it expects its DM server."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/dm"
    words = ["--vectors", VECTORS, "--stubs", GENERATED / "python", "--machine", machine]
    words += ["--auth", "md5", "--password", "device's", "--server-password", "server's"]
    words += ["--notified", "127.0.0.1:0", "--dm-server", url]
    device = subprocess.Popen(
        [sys.executable, "-m", "swm.conformance", *map(str, words)], stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert device.stdout is not None
        yield device.stdout.readline().strip(), url
    finally:
        device.kill()
        device.communicate()


def test_a_package_0_makes_a_device_connect_and_what_needs_a_control_channel_is_skipped_by_name() -> None:
    wiring = WAYS["xml md5"]
    device = None
    try:
        with listening("127.0.0.1:0", wiring, lambda url, number: summon[0](url, number), patience=60) as listener:
            words = ["--vectors", VECTORS, "--stubs", GENERATED / "python", "--machine", "fumo-1.0.package"]
            words += ["--auth", "md5", "--password", "device's", "--server-password", "server's"]
            words += ["--notified", "127.0.0.1:0", "--dm-server", listener.url]
            device = subprocess.Popen(
                [sys.executable, "-m", "swm.conformance", *map(str, words)], stdout=subprocess.PIPE, encoding="utf-8"
            )
            assert device.stdout is not None
            summon = [notified(device.stdout.readline().strip(), wiring)]
            findings = list(run(slice_of("fumo-1.0.package", 2), WireClient(listener)))
    finally:
        if device is not None:
            device.kill()
            device.communicate()
    assert [finding.wrong for finding in findings if finding.wrong] == []
    passed = {finding.step.event for finding in findings if finding.passed}
    assert "exec x/Update" in passed, "an order that is refused leaves the object as it was"
    skipped = " / ".join(finding.skipped or "" for finding in findings)
    assert "package_accepted is an event of the device itself: it needs a control channel" in skipped
    assert "nobody brings the object back to idle" in skipped


@pytest.mark.parametrize(
    ("address", "said"),
    [("http://h:1", "udp://HOST:PORT"), ("udp://h", "udp://HOST:PORT"), ("udp://h:99999", "udp://HOST:PORT")],
)
def test_an_address_that_is_none_is_refused(address: str, said: str) -> None:
    with pytest.raises(LocalError, match=said):
        notified(address, Wiring())


def test_a_wiring_that_cannot_be_is_refused() -> None:
    with pytest.raises(LocalError, match="there are none, basic, md5, mac"):
        Wiring(auth="sha1")
    with pytest.raises(LocalError, match="there are xml, wbxml"):
        Wiring(encoding="json")
    with pytest.raises(LocalError, match="HOST:PORT"), listening("8080", Wiring(), lambda url, number: True):
        pass


# under pytest ---------------------------------------------------------------------------------------------------------


def suite(*words: str, module: str = "test_alertflow_1_0.py") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", module, *words],
        cwd=GENERATED / "conformance",
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_the_suite_runs_over_the_wire_under_pytest(tmp_path: Path) -> None:
    client = f"{sys.executable} -m swm.conformance --vectors vectors --stubs ../python"
    done = suite(
        "--listen", "127.0.0.1:0", "--client", client, "--auth", "mac", "--encoding", "wbxml", "--report", str(tmp_path)
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["conforms"] is True
    for machine in report["machines"]:
        assert {vector["verdict"] for vector in machine["vectors"]} == {"passed"}
    assert [machine["machine"] for machine in report["machines"]] == ["entry", "alert"]


def test_what_is_no_node_is_skipped_by_name_where_there_is_no_control_channel() -> None:
    with listening("127.0.0.1:0", WAYS["xml none"], lambda url, number: False) as listener:
        findings = list(run(slice_of("alertflow-1.0.alert", 1), WireClient(listener)))
    needs = "alert that the device has to send is no node: to see it needs a control channel"
    assert needs in {finding.skipped for finding in findings}
    assert not any(finding.passed or finding.wrong for finding in findings)


def test_a_run_in_which_next_to_nothing_was_run_does_not_say_that_the_client_conforms(tmp_path: Path) -> None:
    """A device without a control channel cannot be made to go through most of the vectors."""
    with device_without_control() as (address, url):
        words = ["--listen", url.removeprefix("http://").removesuffix("/dm"), "--device-url", address, "--auth", "md5"]
        words += ["--password", "device's", "--server-password", "server's", "--report", str(tmp_path)]
        done = suite(*words, module="test_fumo_1_0.py")
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["conforms"] is False
    assert report["not_run"] > 300
    page = (tmp_path / "report.html").read_text()
    assert f"It is not shown whether the client conforms: nothing failed, but {report['not_run']} of " in page


@pytest.mark.long  # it is waited for as long as for one that does not come
def test_a_device_that_does_not_accept_the_server_ends_the_run() -> None:
    with device_without_control() as (address, url):
        words = ["--listen", url.removeprefix("http://").removesuffix("/dm"), "--device-url", address, "--auth", "md5"]
        words += ["--password", "device's", "--server-password", "server's", "--server-user", "another"]
        done = suite(*words, module="test_fumo_1_0.py")
    assert done.returncode == 4, done.stdout + done.stderr
    assert "nothing can be tested: the device" in done.stdout + done.stderr
    assert "--server-user" in done.stdout + done.stderr


def test_a_call_that_leaves_open_how_the_device_connects_is_wrong() -> None:
    done = suite("--listen", "127.0.0.1:0")
    assert done.returncode == 4
    assert "--device-url or --client says how it is made to connect" in done.stderr


def test_a_test_that_fails_under_pytest_names_requirement_and_line(tmp_path: Path) -> None:
    client = f"{sys.executable} {Path(__file__).with_name('wrong_device.py')} {GENERATED} deaf"
    junit = tmp_path / "junit.xml"
    done = suite("--client", client, "--junitxml", str(junit), module="test_fumo_1_0.py")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "required by FUMO-C-" in done.stdout
    failed = [case for case in ElementTree.parse(junit).iter("testcase") if case.find("failure") is not None]
    case = next(case for case in failed if " download_fails (" in case.attrib["name"])
    line = case.attrib["name"].partition("(")[2].rstrip(")]")
    assert line.startswith("fumo-1.0/states.yaml:")
    told = {entry.attrib["name"]: entry.attrib["value"] for entry in case.iter("property")}
    assert told["spec"] == line
    assert told["requirement"].startswith("FUMO-C-")
    assert line in (case.find("failure").text or "")  # type: ignore[union-attr]


def test_the_run_under_pytest_stops_where_it_is_told_to(tmp_path: Path) -> None:
    client = f"{sys.executable} {Path(__file__).with_name('wrong_device.py')} {GENERATED} deaf"
    done = suite("--client", client, "-x", module="test_fumo_1_0.py")
    assert done.returncode == 1
    assert done.stdout.count("FAILED") == 1
