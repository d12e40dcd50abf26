"""SCOMO 1.2: a download and an installation are paused and go on; orders wait for their conditions."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from fumo_device import Stored

from swm.machine import Journals, MemoryJournals
from swm.security import CheckFailed, FittingPackage, IntactPackage, VerifiedPackage, mint
from swm.tree import ManagementTree
from swm.tree.management import Order

pytestmark = pytest.mark.usefixtures("stubs")

URI = "./SCOMO"
BODY = b"a component"
DOWNLOAD = f"{URI}/Download/game"
DELIVERED = f"{URI}/Inventory/Delivered/game"


class Primitives:
    """The digest is checked for real; of the rest, what `wrong` names fails."""

    def __init__(self, wrong: set[str]) -> None:
        self.wrong = wrong

    def __getattr__(self, name: str) -> Any:
        def check(**given: Any) -> Any:
            if name in self.wrong:
                raise CheckFailed("on purpose")
            package = given["package"]
            if name == "check_digest" and hashlib.sha256(package.body).digest() != given["digest"]:
                raise CheckFailed("the digest differs")
            if name in ("check_digest", "check_integrity"):
                return mint(IntactPackage, package=package, sha256=hashlib.sha256(package.body).digest())
            if name == "check_device_class":
                return mint(FittingPackage, intact=package)
            return mint(VerifiedPackage, fitting=package, signer="maker") if name == "check_signature" else None

        return check


class Handler:
    """One node: facts are what the device says is so; actions are written down."""

    def __init__(self, device: Device, kind: str) -> None:
        self._device = device
        self._kind = kind

    def hand_over_inputs(self) -> Any:
        from swm_enablers.scomo_1_2.security import HandOverInputs

        return HandOverInputs(Stored(BODY))

    def verify_inputs(self) -> Any:
        from swm_enablers.scomo_1_2.security import VerifyInputs

        return VerifyInputs(Stored(BODY))

    def verify_delivered_inputs(self) -> Any:
        from swm_enablers.scomo_1_2.security import VerifyDeliveredInputs

        return VerifyDeliveredInputs(Stored(BODY))

    def condition(self) -> Any:
        from swm_enablers.scomo_1_2.states import DownloadCondition

        return DownloadCondition.DEVICE_BUSY

    def deliver_package(self) -> None:
        self._device.log.append("deliver")
        self._device.root.make_delivered("game", {"PkgID": "pkg-game"})

    def __getattr__(self, name: str) -> Any:
        facts = {"package_kept", "conditions_hold", "prerequisite_there", "roll_back_possible", "before_no_return"}
        facts |= {"installer_can_go_on", "removal_can_go_on", "operation_can_go_on", "own_campaign"}
        if name in facts:
            return lambda: name not in self._device.not_so

        def act(*_: Any) -> None:
            self._device.log.append(f"{self._kind} {name}")

        return act


class Device:
    def __init__(self, journals: Journals | None = None) -> None:
        from swm_enablers.scomo_1_2.client import ScomoRoot

        self.tree = ManagementTree()
        self.not_so: set[str] = set()
        self.log: list[str] = []
        self.wrong: set[str] = set()
        self.journals = MemoryJournals() if journals is None else journals
        self.root = ScomoRoot(self.tree, URI, self, Primitives(self.wrong), self.journals)
        self.root.recover()

    def download(self, root: Any, name: str) -> Any:
        return Handler(self, "download")

    def delivered(self, root: Any, name: str) -> Any:
        return Handler(self, "delivered")

    def deployed(self, root: Any, name: str) -> Any:
        return Handler(self, "deployed")

    def prepare(self, node: str) -> None:
        """Digest and policy, as a server writes them."""
        for path, value in (
            ("Policy", None),
            ("Policy/MaxResumeAttempts", "3"),
            ("Security", None),
            ("Security/DigestAlg", "sha-256"),
            ("Security/Digest", hashlib.sha256(BODY).digest()),
        ):
            assert self.tree.add(f"{node}/{path}", value).status == 200, path

    def order(self, node: str, operation: str, correlator: str = "c-1") -> int:
        return self.tree.execute(f"{node}/Operations/{operation}", Order("server", correlator)).status

    def shown(self, path: str) -> str:
        return str(self.tree.get(path).data)

    def alerts(self) -> list[tuple[str | None, str | None]]:
        """Data and Correlator of what waits, and it waits no longer."""
        found = []
        for token, alert in list(self.root.pending()):
            found.append((str(alert.items[0].data), alert.correlator))
            self.root.answered(token)
        return found


def ended(code: int, correlator: str = "c-1") -> list[tuple[str, str]]:
    return [(f"<ResultCode>{code}</ResultCode><Identifier>pkg-game</Identifier>", correlator)]


def ordered(operation: str) -> Device:
    device = Device()
    device.tree.add(DOWNLOAD, None)
    device.tree.add(f"{DOWNLOAD}/PkgID", "pkg-game")
    device.tree.add(f"{DOWNLOAD}/PkgURL", "http://server/game.pkg")
    device.prepare(DOWNLOAD)
    assert device.order(DOWNLOAD, operation) == 202
    return device


def test_a_download_is_suspended_and_resumed_and_ends_once() -> None:
    device = ordered("Download")
    assert device.order(DOWNLOAD, "Suspend") == 200
    assert device.shown(f"{DOWNLOAD}/Status") == "32"
    assert device.shown(f"{DOWNLOAD}/Transfer/LastResult") == "1210"
    assert device.order(DOWNLOAD, "Resume") == 200
    node = device.root.download("game")
    node.condition_arises()
    assert device.shown(f"{DOWNLOAD}/Status") == "34"
    node.condition_clears()
    node.download_completes()
    node.verification_ends()
    assert device.log == [
        f"download {name}"
        for name in ("start_download", "pause_transfer", "resume_transfer", "pause_transfer", "resume_transfer")
    ] + ["deliver"]
    assert device.alerts() == ended(1200)
    assert device.shown(f"{DELIVERED}/State") == "10"


def test_a_package_that_is_not_what_the_server_vouched_for_is_not_delivered() -> None:
    device = ordered("Download")
    device.tree.store(f"{DOWNLOAD}/Security/Digest", hashlib.sha256(b"another").digest())
    node = device.root.download("game")
    node.download_completes()
    node.verification_ends()
    assert device.shown(f"{DOWNLOAD}/Status") == "20"
    assert "deliver" not in device.log
    assert device.alerts() == ended(1421)


def test_a_combined_operation_waits_for_its_conditions_and_installs_when_they_hold() -> None:
    device = ordered("DownloadInstall")
    node = device.root.download("game")
    device.not_so.add("conditions_hold")
    node.download_completes()
    node.verification_ends()
    assert device.alerts() == [], "the order is not at its end"
    node.continue_()
    assert device.shown(f"{DOWNLOAD}/Status") == "55"
    assert device.order(DOWNLOAD, "Resume") == 405
    device.not_so.clear()
    assert device.order(DOWNLOAD, "Resume") == 200
    assert device.log[-1] == "download install_package"
    node.installed()
    assert device.alerts() == ended(1200)


def test_a_combined_operation_that_is_about_to_install_is_not_displaced() -> None:
    device = ordered("DownloadInstall")
    node = device.root.download("game")
    node.download_completes()
    node.verification_ends()
    assert device.shown(f"{DOWNLOAD}/Status") == "40"
    assert device.order(DOWNLOAD, "Download", "c-2") == 405
    node.continue_()
    node.installed()
    assert device.alerts() == ended(1200, "c-1")


@pytest.mark.parametrize(
    ("fails", "code"),
    [
        ("check_not_after", 1430),
        ("check_integrity", 1421),
        ("check_readable", 1422),
        ("check_device_class", 1413),
        ("check_signer_in_force", 1423),
        ("check_counter", 1424),
        ("check_signature", 1407),
    ],
)
def test_what_fails_at_hand_over_is_not_installed(fails: str, code: int) -> None:
    device = ordered("DownloadInstall")
    node = device.root.download("game")
    node.download_completes()
    node.verification_ends()
    device.wrong.add(fails)
    node.continue_()
    assert "download install_package" not in device.log
    assert device.shown(f"{DOWNLOAD}/Status") == "60"
    assert device.alerts() == ended(code)


def delivered() -> Device:
    device = ordered("Download")
    node = device.root.download("game")
    node.download_completes()
    node.verification_ends()
    device.alerts()
    device.prepare(DELIVERED)
    device.tree.store(f"{URI}/Capabilities/SuspendUpdate", "true")
    return device


def test_an_installation_is_paused_and_goes_on() -> None:
    device = delivered()
    assert device.order(DELIVERED, "Install", "c-2") == 202
    assert device.order(DELIVERED, "Suspend") == 200
    assert (device.shown(f"{DELIVERED}/Status"), device.log[-1]) == ("42", "delivered pause_install")
    assert device.order(DELIVERED, "Resume") == 200
    device.root.delivered("game").installed()
    assert device.shown(f"{DELIVERED}/State") == "20"
    assert device.alerts() == ended(1200, "c-2")


def test_a_paused_installation_is_rolled_back_on_cancel_and_when_it_stood_for_too_long() -> None:
    for ends, code in (("Cancel", 1417), ("time", 1416)):
        device = delivered()
        device.order(DELIVERED, "InstallInactive", "c-2")
        device.order(DELIVERED, "Suspend")
        if ends == "Cancel":
            assert device.order(DELIVERED, "Cancel") == 200
        else:
            device.root.delivered("game").suspend_time_over()
        assert (device.shown(f"{DELIVERED}/Status"), device.log[-1]) == ("50", "delivered roll_back")
        assert device.alerts() == ended(code, "c-2")


def test_without_the_capability_an_installation_is_not_paused() -> None:
    device = delivered()
    device.tree.store(f"{URI}/Capabilities/SuspendUpdate", "false")
    device.order(DELIVERED, "Install")
    assert device.order(DELIVERED, "Suspend") == 406
    assert device.shown(f"{DELIVERED}/Status") == "40"


def test_a_cancelled_installation_that_only_waited_changes_nothing() -> None:
    device = delivered()
    device.not_so.add("conditions_hold")
    assert device.order(DELIVERED, "Install", "c-2") == 202
    assert device.shown(f"{DELIVERED}/Status") == "45"
    assert device.order(DELIVERED, "Cancel") == 200
    assert device.shown(f"{DELIVERED}/Status") == "10"
    assert device.alerts() == ended(1417, "c-2")


def test_data_written_in_the_session_are_verified_before_they_count() -> None:
    device = delivered()
    device.wrong.add("check_signature")
    assert device.tree.add(f"{DELIVERED}/Data", b"worse").status == 500
    assert device.tree.value(f"{DELIVERED}/Data") is None
    assert device.shown(f"{DELIVERED}/Transfer/LastResult") == "1407"
    device.wrong.clear()
    assert device.tree.add(f"{DELIVERED}/Data", BODY).status == 200
    device.wrong.add("check_counter")
    assert device.tree.replace(f"{DELIVERED}/Data", b"older").status == 403
    assert device.tree.value(f"{DELIVERED}/Data") == BODY


def test_power_loss_interrupts_a_download_and_a_removal_that_cannot_go_on_fails() -> None:
    device = delivered()
    assert device.order(DELIVERED, "Remove", "c-2") == 202
    device.order(DOWNLOAD, "Download", "c-3")
    after = Device(device.journals)
    assert after.shown(f"{DOWNLOAD}/Status") == "34"
    assert after.shown(f"{DELIVERED}/Status") == "30"
    lost = Device.__new__(Device)
    lost.__dict__.update(tree=ManagementTree(), not_so={"removal_can_go_on"}, log=[], wrong=set())
    from swm_enablers.scomo_1_2.client import ScomoRoot

    lost.root = ScomoRoot(lost.tree, URI, lost, Primitives(lost.wrong), device.journals)
    lost.root.recover()
    assert lost.shown(f"{DELIVERED}/Status") == "20"


def test_two_nodes_of_one_name_that_go_one_after_the_other_leave_both_their_alerts() -> None:
    device = Device()
    for correlator in ("c-1", "c-2"):
        device.tree.add(DOWNLOAD, None)
        device.tree.add(f"{DOWNLOAD}/PkgID", "pkg-game")
        device.tree.add(f"{DOWNLOAD}/PkgURL", "http://server/game.pkg")
        device.prepare(DOWNLOAD)
        device.tree.store(f"{DOWNLOAD}/Security/Digest", hashlib.sha256(b"another").digest())
        assert device.order(DOWNLOAD, "Download", correlator) == 202
        node = device.root.download("game")
        node.download_completes()
        node.verification_ends()
        assert device.tree.delete(DOWNLOAD).status == 200
    found = [(alert.before, alert.stored.correlator) for alert in device.root.reported()]
    assert [correlator for _, correlator in found] == ["c-1", "c-2"]
    assert found[0][0] == found[1][0] == "Download/game#1", "what flow control knew both by"
    assert [correlator for _, correlator in device.alerts()] == ["c-1", "c-2"]
