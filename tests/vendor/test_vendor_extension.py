"""A maker's extension of FUMO 1.1: its own nodes, states and codes, in the places left to makers, with stubs."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fumo_device import URI, Device, session
from specs import checked

from swmgen.diagnostics import Report

ROOT = Path(__file__).resolve().parents[2]
OWN = Path(__file__).parent / "acmefumo-1.0"


def specification(folder: Path) -> Path:
    """The whole specification with the maker's enabler in it."""
    shutil.copytree(ROOT / "spec", folder / "spec")
    shutil.copytree(OWN, folder / "spec" / "acmefumo-1.0")
    return folder / "spec"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vendor")
    spec = specification(folder)
    done = subprocess.run(
        [sys.executable, "-m", "swmgen", "build", "--spec", str(spec), "-o", str(folder / "out"), "acmefumo-1.0"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.fixture
def stubs(built: Path) -> Iterator[None]:
    """The maker's stubs in place of the project's own, which other tests of this process may have imported."""

    def taken_out() -> dict[str, Any]:
        names = [name for name in sys.modules if name.partition(".")[0] == "swm_enablers"]
        return {name: sys.modules.pop(name) for name in names}

    before = taken_out()
    sys.path.insert(0, str(built / "python"))
    yield
    sys.path.remove(str(built / "python"))
    taken_out()
    sys.modules.update(before)


class AcmeDevice(Device):
    PACKAGE = "swm_enablers.acmefumo_1_0"
    ROOT = "Acmefumo"

    def test_device(self) -> None:
        self.log.append("test")


def found(report: Report) -> list[str]:
    return [diagnostic.code for diagnostic in report]


def test_the_extension_keeps_to_its_places(tmp_path: Path) -> None:
    assert found(checked(specification(tmp_path)).report) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("objects.yaml", "      Ext:\n", "      Operations:\n", "SWM0701"),
        ("states.yaml", "value: 200", "value: 66", "SWM0702"),
        ("messages.yaml", "code: 450", "code: 432", "SWM0703"),
        ("messages.yaml", "code: 499", "code: 500", "SWM0703"),
        ("messages.yaml", "com.acme.alert.selftested", "urn:oma:at:fumo:1.1:SelfTested", "SWM0704"),
        ("states.yaml", "exec x/Ext/Acme/SelfTest, from: idle", "exec x/Update, from: idle", "SWM0705"),
    ],
)
def test_reaching_outside_its_places_is_refused(tmp_path: Path, file: str, old: str, new: str, code: str) -> None:
    spec = specification(tmp_path)
    path = spec / "acmefumo-1.0" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert code in found(checked(spec).report)


def test_the_stubs_are_typed(built: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "-p", "swm_enablers.acmefumo_1_0"],
        env={"MYPYPATH": f"{ROOT / 'runtime'}:{built / 'python'}", "PATH": ""},
        cwd=built,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_makers_operation_runs_and_the_standards_still_do(stubs: None) -> None:
    device = AcmeDevice()
    states = importlib.import_module("swm_enablers.acmefumo_1_0.nodes").PackageState

    async def self_test(fumo: Any) -> int:
        return int(await fumo.ext.acme.self_test.execute(correlator="t-1"))

    async def download(fumo: Any) -> int:
        await fumo.download.pkg_url.replace("http://image.server/new.pkg")
        return int(await fumo.download.execute(correlator="d-1"))

    assert session(device, self_test) == ([202], [])
    assert device.object.state is states.SELF_TESTING
    assert device.log == ["test"]
    assert session(device, download)[0] == [405], "what is said of all other states holds for the maker's too"

    device.object.test_passes()
    [alert] = session(device)[1]
    assert (alert.name, int(alert.result), alert.correlator) == ("selftested", 250, "t-1")
    assert device.tree.get(f"{URI}/Ext/Acme/Passed").data == "1"
    assert session(device, download)[0] == [202]
    assert device.state == "DOWNLOAD_PROGRESSING"


def test_a_self_test_ended_by_a_restart_still_answers_its_order(stubs: None) -> None:
    device = AcmeDevice()

    async def self_test(fumo: Any) -> int:
        return int(await fumo.ext.acme.self_test.execute(correlator="t-2"))

    assert session(device, self_test) == ([202], [])
    again = AcmeDevice(journal=device.journal)
    [alert] = session(again)[1]
    assert (alert.name, int(alert.result), alert.correlator) == ("selftested", 450, "t-2")
