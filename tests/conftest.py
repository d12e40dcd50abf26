"""What all tests share: where the project is, where the shared data are, and the long tests."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import LONG
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
USUAL = "usual"


@pytest.fixture
def stubs() -> Iterator[None]:
    """The generated packages, importable for one test and forgotten after it: others have stubs of other versions."""
    folder = str(ROOT / "generated" / "python")
    sys.path.insert(0, folder)
    yield
    sys.path.remove(folder)
    for name in [name for name in sys.modules if name.partition(".")[0] == "swm_enablers"]:
        del sys.modules[name]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", default=False, help="run only the long tests")


def pytest_configure(config: pytest.Config) -> None:
    """With --long, properties are tried with many examples; how long one takes is the machine's affair, and no failure."""
    unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    for name in (USUAL, LONG):
        settings.register_profile(name, unhurried)
    settings.load_profile(LONG if config.getoption("--long") else USUAL)
    if config.getoption("--long"):
        # Snapshots belong to tests of the default run, which fails where one is used no more.
        config.option.disable_unused_snapshots = True


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """The whole suite runs on every core; a part of it is quicker in one process."""
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not hasattr(config, "workerinput")
    if whole and config.option.numprocesses is None and not config.option.usepdb:
        config.option.numprocesses = min(os.cpu_count() or 1, 4)
        config.option.dist = "worksteal"


def runs(item: pytest.Item, *, long: bool) -> bool:
    """Whether a test belongs to the run: the long tests to the long one, those that try more examples there to both."""
    return item.get_closest_marker("thorough") is not None or (item.get_closest_marker("long") is not None) is long


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --long the long tests are left out, with it all others; how many is printed."""
    wanted = bool(config.getoption("--long"))
    chosen = [item for item in items if runs(item, long=wanted)]
    left = [item for item in items if item not in chosen]
    if left:
        config.hook.pytest_deselected(items=left)
    items[:] = chosen


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """That no long test is among the files asked for is no failure."""
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and session.config.getoption("--long"):
        session.exitstatus = pytest.ExitCode.OK


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real files of the field, beside the checkout. Tests that need them are skipped where they are absent."""
    folder = Path(os.environ.get("SWM_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"the shared data are not at {folder}")
    return folder / "data"
