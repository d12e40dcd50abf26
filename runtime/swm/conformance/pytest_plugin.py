"""The suite under pytest: its options, the client it runs against, and the report at the end.

`generated/conformance/conftest.py` names this plugin. Each test is one vector;
the vectors of a machine are run once, when the first of its tests asks. A suite has
more than ten thousand tests that only look up what was found, so they are items of
their own kind: pytest's functions with parameters and a fixture take longer to set up
than a vector takes to run.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from swm.conformance.client import ClientUnderTest
from swm.conformance.declaration import Declaration, read
from swm.conformance.generated import GeneratedClient
from swm.conformance.protocol import ProcessClient
from swm.conformance.report import Run, as_html, as_json, as_junit
from swm.conformance.running import Finding, run
from swm.conformance.vectors import Document, Step, load
from swm.conformance.wire import INSTANCE, ROOT, Ask, Sessions, WireClient
from swm.conformance.wiring import ENCODINGS, SCHEMES, Wiring
from swm.errors import LocalError, PeerError

SUITE = pytest.StashKey["Conformance"]()
CLOSING = pytest.StashKey[ExitStack]()
DECLARATION = pytest.StashKey[Declaration]()
RUNS = pytest.StashKey[list[Run]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the suite."""
    group = parser.getgroup("conformance")
    group.addoption("--client", help="command of a client under test that speaks JSON lines; else the generated one")
    group.addoption("--declaration", type=Path, help="TOML of what the client does not have, and of known failures")
    group.addoption("--report", type=Path, help="folder for the report: report.json, report.html, junit.xml")
    wire = parser.getgroup("conformance over the wire")
    wire.addoption("--listen", metavar="HOST:PORT", help="be a DM server there: commands and observations go over it")
    wire.addoption("--device-url", metavar="udp://HOST:PORT", help="where a package 0 makes the device connect")
    wire.addoption("--uri", default=ROOT, help=f"where the device has the object (default {ROOT})")
    wire.addoption("--instance", default=INSTANCE, help="the node with the machine, where there are several")
    wire.addoption("--encoding", choices=sorted(ENCODINGS), help="the encoding that the device must use")
    wire.addoption("--auth", choices=sorted(SCHEMES), default="none", help="how each side proves who it is")
    wire.addoption("--user", default="device", help="the device's user name")
    wire.addoption("--password", default="", help="the device's password")
    wire.addoption("--server-id", default="server", help="the DM server's identifier")
    wire.addoption("--server-user", help="the DM server's user name (default: its identifier)")
    wire.addoption("--server-password", help="the server's password, where the device asks for one")


def pytest_configure(config: pytest.Config) -> None:
    """Read the declaration first: one that cannot be read ends the run before it begins."""
    path = config.getoption("--declaration")
    try:
        config.stash[DECLARATION] = Declaration() if path is None else read(path)
    except LocalError as error:
        raise pytest.UsageError(str(error)) from None
    config.stash[RUNS] = []
    config.stash[CLOSING] = ExitStack()
    wired = config.getoption("--listen"), config.getoption("--device-url"), config.getoption("--client")
    if wired[0] is not None and wired[1:] == (None, None):
        raise pytest.UsageError("--listen waits for a device: --device-url or --client says how it is made to connect")
    if wired[0] is None and wired[1] is not None:
        raise pytest.UsageError("--device-url needs --listen, the place where the device is to connect")


def documents(folder: Path, *names: str) -> list[Document]:
    """The vectors beside a test module."""
    return [load(folder / "vectors" / f"{name}.json") for name in names]


class Vectors:
    """What a test module calls ``test_...``: one test a vector of the documents."""

    def __init__(self, *found: Document) -> None:
        self.documents = found


class VectorItem(pytest.Item):
    """The test of one vector, named after it, its event and the line of the specification."""

    def __init__(self, *, document: Document, step: Step, **given: Any) -> None:
        super().__init__(**given)
        self._document = document
        self._step = step
        # For pytest's own --junitxml.
        self.user_properties += [("requirement", name) for name in step.requirements]
        self.user_properties.append(("spec", step.expect["spec"]))

    def runtest(self) -> None:
        """Fail, skip or pass."""
        suite_of(self.config).check(self._document, self._step.id)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What was seen and what must be, without the lines of this module."""
        if not isinstance(excinfo.value, Wrong):
            return super().repr_failure(excinfo, style)
        required = f"required by {', '.join(self._step.requirements)}\n" if self._step.requirements else ""
        return f"{required}{excinfo.value}"

    def reportinfo(self) -> tuple[Path, int, str]:
        """The test module and the name."""
        return self.path, 0, self.name


class Wrong(AssertionError):
    """A vector did not end as it must."""


def pytest_pycollect_makeitem(collector: pytest.Collector, name: str, obj: object) -> list[VectorItem] | None:
    """The tests of a module's `Vectors`."""
    if not isinstance(obj, Vectors):
        return None
    return [
        VectorItem.from_parent(
            collector, name=f"{name}[{step.id} {step.event} ({step.expect['spec']})]", document=document, step=step
        )
        for document in obj.documents
        for step in document.steps.values()
    ]


def pytest_runtest_protocol(item: pytest.Item) -> bool | None:
    """The test of a vector: it has nothing to set up or to take down, so that it is called and reported, no more."""
    if not isinstance(item, VectorItem):
        return None
    hook = item.ihook
    hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    ending = (pytest.exit.Exception, KeyboardInterrupt)
    call = pytest.CallInfo.from_call(item.runtest, when="call", reraise=ending)
    report = hook.pytest_runtest_makereport(item=item, call=call)
    hook.pytest_runtest_logreport(report=report)
    if report.failed:
        hook.pytest_exception_interact(node=item, call=call, report=report)
    # Reports of others, --junitxml for one, are closed by the end of the last phase.
    over = pytest.CallInfo.from_call(lambda: None, when="teardown")
    hook.pytest_runtest_logreport(report=pytest.TestReport.from_item_and_call(item, over))
    hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


class Conformance:
    """Runs the vectors of a machine once and keeps what was found."""

    def __init__(self, client: ClientUnderTest, config: pytest.Config) -> None:
        self._client = client
        self._config = config
        self._found: dict[str, dict[str, Finding]] = {}

    def finding(self, document: Document, vector: str) -> Finding:
        """How one vector ended."""
        if document.name not in self._found:
            lacks = self._config.stash[DECLARATION].unsupported_by
            findings = list(run(document, self._client, lacks))
            self._config.stash[RUNS].append(Run(document, findings))
            self._found[document.name] = {finding.step.id: finding for finding in findings}
        return self._found[document.name][vector]

    def check(self, document: Document, vector: str) -> None:
        """Fail, skip or pass the test of a vector."""
        finding = self.finding(document, vector)
        known = self._config.stash[DECLARATION].expected_failures.get(vector)
        if finding.skipped is not None:
            pytest.skip(finding.skipped)
        if finding.wrong and known is not None:
            pytest.skip(f"known failure: {known}")
        if finding.wrong:
            raise Wrong("\n".join(finding.wrong))


def suite_of(config: pytest.Config) -> Conformance:
    """The suite, against the client that the options name; begun by the first test, ended with the session."""
    found = config.stash.get(SUITE, None)
    if found is None:
        command = config.getoption("--client")
        process = None if command is None else ProcessClient(shlex.split(command))
        if process is not None:
            config.stash[CLOSING].callback(process.close)
        client: ClientUnderTest = GeneratedClient() if process is None else process
        if config.getoption("--listen") is not None:
            client = config.stash[CLOSING].enter_context(_wired(config, process))
        found = config.stash[SUITE] = Conformance(client, config)
    return found


@contextmanager
def _wired(config: pytest.Config, process: ProcessClient | None) -> Iterator[WireClient]:
    # The server's packages are an extra that runs in process do not need.
    from swm.conformance.listening import asked, listening, notified

    words = ("encoding", "auth", "user", "password", "server_id", "server_password", "server_user")
    wiring = Wiring(*(config.getoption(f"--{word.replace('_', '-')}") for word in words))
    device = config.getoption("--device-url")
    if device is not None:
        summon = notified(device, wiring)
    else:
        assert process is not None
        summon = asked(process.connect, wiring)
    uri = config.getoption("--uri")
    with listening(config.getoption("--listen"), wiring, summon) as listener:
        if process is None:
            _try_first(listener, uri)
        yield WireClient(listener, process, root=uri, instance=config.getoption("--instance"))


def _try_first(listener: Sessions, uri: str) -> None:
    """End the run where the device does not even answer a Get: every vector would wait for it, and say the same."""
    try:
        if not listener.hold([Ask("get", uri)]).answers:
            raise PeerError(f"the device ended the session and left get {uri} unanswered")
    except PeerError as error:
        hint = "do --encoding, --auth, --user, --password, --server-id, --server-user and --server-password fit?"
        pytest.exit(f"nothing can be tested: {error}; {hint}", pytest.ExitCode.USAGE_ERROR)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the client and write the report; a declaration that says what is not so fails the run."""
    session.config.stash[CLOSING].close()
    runs, declared = session.config.stash[RUNS], session.config.stash[DECLARATION]
    folder = session.config.getoption("--report")
    if folder is not None and runs:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.json").write_text(as_json(runs, declared), encoding="utf-8")
        (folder / "report.html").write_bytes(as_html(runs, declared))
        (folder / "junit.xml").write_bytes(as_junit(runs, declared))
    if runs and declared.unused([finding for one in runs for finding in one.findings]):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """What the declaration says that is not so."""
    findings = [finding for one in config.stash[RUNS] for finding in one.findings]
    for sentence in config.stash[DECLARATION].unused(findings) if findings else ():
        terminalreporter.write_line(f"declaration: {sentence}", red=True)
