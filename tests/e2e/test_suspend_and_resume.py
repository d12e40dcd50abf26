"""FUMO 1.1: a transfer is paused and goes on, and every order still ends in exactly one final alert."""

from __future__ import annotations

import hashlib
import http.client
from typing import Any
from urllib.parse import urlsplit

import pytest
from dm_server import served
from fumo_device import BODY, URI, Device, session

from swm.errors import CommandRefused
from swm.server import Dialogue
from swm.syncml import Encoding

pytestmark = pytest.mark.usefixtures("stubs")


def downloading(correlator: str | None = "c-1") -> Device:
    device = Device()

    async def order(fumo: Any) -> int:
        await fumo.download.pkg_url.replace("http://image.server/new.pkg")
        return int(await fumo.download.execute(correlator=correlator))

    assert session(device, order) == ([202], [])
    assert device.state == "DOWNLOAD_PROGRESSING"
    return device


async def suspend(fumo: Any) -> int:
    return int(await fumo.operations.suspend.execute())


async def resume(fumo: Any) -> int:
    return int(await fumo.operations.resume.execute())


async def cancel(fumo: Any) -> int:
    return int(await fumo.operations.cancel.execute())


def ended(device: Device) -> list[tuple[str, int, str | None]]:
    """The alerts of the next two sessions: an answered one does not come again."""
    found = [*session(device)[1], *session(device)[1]]
    return [(alert.name, int(alert.result), alert.correlator) for alert in found]


def finish(device: Device) -> None:
    device.object.download_completes()
    device.object.verification_ends()


def test_a_server_pauses_and_resumes_and_the_order_ends_once_with_its_correlator() -> None:
    device = downloading()
    assert session(device, suspend)[0] == [200]
    assert device.state == "DOWNLOAD_SUSPENDED"
    assert session(device, suspend)[0] == [200], "it is suspended already"
    assert session(device, resume)[0] == [200]
    finish(device)
    assert device.log == ["start", "pause", "resume"]
    assert ended(device) == [("download", 200, "c-1")]
    assert device.state == "DOWNLOAD_COMPLETE"


def test_the_user_resumes_only_what_the_user_paused() -> None:
    device = downloading()
    session(device, suspend)
    device.object.user_resumes()
    assert device.state == "DOWNLOAD_SUSPENDED"
    session(device, resume)
    device.object.user_pauses()
    device.object.user_resumes()
    assert device.state == "DOWNLOAD_PROGRESSING"


def test_a_condition_interrupts_and_the_device_goes_on_by_itself_while_attempts_are_left() -> None:
    device = downloading()
    device.object.condition_arises()
    assert device.state == "DOWNLOAD_INTERRUPTED"
    device.object.condition_clears()
    assert device.state == "DOWNLOAD_PROGRESSING"
    assert device.object.variables.attempts == 1
    device.object.condition_arises()
    device.object.condition_clears()
    assert device.state == "DOWNLOAD_FAILED"
    [(name, result, correlator)] = ended(device)
    assert (name, correlator) == ("download", "c-1")
    assert result // 100 != 2


def test_without_auto_resume_the_transfer_waits_for_the_server() -> None:
    device = downloading()
    device.tree.store(f"{URI}/Policy/AutoResume", "false")
    device.object.condition_arises()
    device.object.condition_clears()
    assert device.state == "DOWNLOAD_INTERRUPTED"
    assert session(device, resume)[0] == [200]
    assert device.state == "DOWNLOAD_PROGRESSING"


def test_power_loss_interrupts_and_loses_neither_the_state_nor_the_order() -> None:
    device = downloading()
    after = Device(device.journal)
    assert after.state == "DOWNLOAD_INTERRUPTED"
    assert after.object.variables.reason.name == "POWER_OFF"
    after.object.condition_clears()
    finish(after)
    assert ended(after) == [("download", 200, "c-1")]


def test_cancel_gives_the_operation_up_and_reports_once() -> None:
    device = downloading(None)
    session(device, suspend)
    gave, alerts = session(device, cancel)
    assert gave == [200]
    assert device.state == "DOWNLOAD_CANCELLED"
    found = [(alert.name, alert.correlator) for alert in alerts] + [(name, c) for name, _, c in ended(device)]
    assert found == [("download", None)]
    assert session(device, cancel)[0] == [405]


@pytest.mark.parametrize(("command", "status"), [(suspend, 405), (resume, 405), (cancel, 405)])
def test_nothing_is_suspended_resumed_or_cancelled_where_nothing_runs(command: Any, status: int) -> None:
    device = Device()
    assert session(device, command)[0] == [status]
    assert device.state == "IDLE"


def test_a_transfer_that_stands_still_for_too_long_fails() -> None:
    device = downloading()
    session(device, suspend)
    device.object.suspend_time_over()
    assert device.state == "DOWNLOAD_FAILED"
    [(name, _, correlator)] = ended(device)
    assert (name, correlator) == ("download", "c-1")


def test_what_is_not_what_the_server_vouched_for_is_discarded() -> None:
    device = downloading()
    device.tree.store(f"{URI}/Security/Digest", hashlib.sha256(b"another").digest())
    finish(device)
    assert device.state == "DOWNLOAD_FAILED"
    assert device.log[-1] == "discard"
    [(name, result, correlator)] = ended(device)
    assert (name, result, correlator) == ("download", 421, "c-1")


def test_the_result_node_shows_what_happened_last() -> None:
    device = downloading()
    session(device, suspend)

    async def read(fumo: Any) -> Any:
        return await fumo.transfer.last_result.get()

    [value] = session(device, read)[0]
    names = {"suspended"}
    from swm_enablers.fumo_1_1.messages import Result

    assert Result(value).name.lower() in names


def ready(so: set[str] | None = None) -> Device:
    """A device with a verified package."""
    device = downloading()
    finish(device)
    device.object.package_accepted()
    ended(device)
    device.so |= so or set()
    return device


async def update(fumo: Any) -> int:
    return int(await fumo.update.execute(correlator="u-1"))


def test_an_update_waits_for_its_conditions_and_goes_on_when_they_hold() -> None:
    device = ready({"battery low"})
    assert session(device, update)[0] == [202]
    assert (device.state, device.log[-1]) == ("UPDATE_DEFERRED", "start")
    device.so.clear()
    device.object.update_allowed()
    assert (device.state, device.log[-1]) == ("UPDATE_PROGRESSING", "apply")
    device.object.update_succeeds()
    assert ended(device) == [("update", 200, "u-1")]


def test_an_update_that_may_not_wait_any_longer_fails_and_keeps_the_package() -> None:
    device = ready({"battery low"})
    session(device, update)
    device.object.defer_time_over()
    assert device.state == "UPDATE_FAILED_HAVE_DATA"
    assert ended(device) == [("update", 429, "u-1")]


def test_an_order_for_an_expired_package_is_taken_and_ends_at_once() -> None:
    device = ready({"expired"})
    gave, alerts = session(device, update)
    assert gave == [202]
    found = [(alert.name, int(alert.result), alert.correlator) for alert in alerts]
    assert (device.state, found + ended(device)) == ("UPDATE_FAILED_HAVE_DATA", [("update", 430, "u-1")])
    assert "apply" not in device.log


def test_an_update_without_its_prerequisite_is_refused_and_can_be_ordered_again() -> None:
    device = ready({"prerequisite missing"})
    assert session(device, update)[0] == [405]
    assert (device.state, device.object.last_result) == ("READY_TO_UPDATE", 431)
    device.so.clear()
    assert session(device, update)[0] == [202]


def test_a_suspended_update_goes_on_or_is_rolled_back() -> None:
    device = ready({"roll back possible"})
    device.tree.store(f"{URI}/Capabilities/SuspendUpdate", "true")
    session(device, update)
    assert session(device, suspend)[0] == [200]
    assert (device.state, device.log[-1]) == ("UPDATE_SUSPENDED", "pause update")
    assert session(device, resume)[0] == [200]
    assert (device.state, device.log[-1]) == ("UPDATE_PROGRESSING", "resume update")
    session(device, suspend)
    assert session(device, cancel)[0] == [200]
    assert (device.state, device.log[-1]) == ("UPDATE_FAILED_HAVE_DATA", "roll back")


def test_past_the_point_of_no_return_nothing_is_suspended() -> None:
    device = ready({"no return"})
    session(device, update)
    assert session(device, suspend)[0] == [406]
    assert device.state == "UPDATE_PROGRESSING"


def test_the_server_reads_why_the_transfer_stands_still() -> None:
    device = downloading()

    async def reason(fumo: Any) -> str:
        return str((await fumo.transfer.suspend_reason.get()).name)

    assert session(device, suspend)[0] == [200]
    assert session(device, reason)[0] == ["SERVER_COMMAND"]
    assert session(device, resume)[0] == [200]
    device.stands_against = "DEVICE_BUSY"
    device.object.condition_arises()
    assert session(device, reason)[0] == ["DEVICE_BUSY"]


class WbxmlDevice(Device):
    ENCODING = Encoding.WBXML


def test_the_same_over_wbxml() -> None:
    device = WbxmlDevice()

    async def order(fumo: Any) -> int:
        await fumo.download.pkg_url.replace("http://image.server/new.pkg")
        await fumo.security.digest.replace(hashlib.sha256(BODY).digest())
        return int(await fumo.download.execute(correlator="w-1"))

    async def state(fumo: Any) -> int:
        return int(await fumo.state.get())

    assert session(device, order) == ([202], [])
    assert session(device, suspend)[0] == [200]
    assert session(device, state)[0] == [32]
    assert session(device, resume)[0] == [200]
    finish(device)
    assert ended(device) == [("download", 200, "w-1")]


def test_octets_that_are_no_wbxml_are_refused_with_400() -> None:
    async def idle(dialogue: Dialogue) -> None:
        raise AssertionError("nobody has come")

    with served(idle) as address:
        url = urlsplit(address)
        connection = http.client.HTTPConnection(url.netloc, timeout=60)
        connection.request("POST", url.path, b"<SyncML/>", {"Content-Type": Encoding.WBXML.content_type})
        answer = connection.getresponse()
        status, reason = answer.status, answer.read()
        connection.close()
    assert status == 400
    assert b"version octet 0x3c" in reason


# what an operation was begun with -------------------------------------------------------------------------------------


def attempts(device: Device, *commands: Any) -> list[int]:
    """The Status of each command, all in one session."""
    found: list[int] = []

    async def give(fumo: Any) -> None:
        for command in commands:
            try:
                found.append(int(await command(fumo)))
            except CommandRefused as refused:
                found.append(refused.status)

    session(device, give)
    return found


ANOTHER = hashlib.sha256(b"firmware of somebody else").digest()
CHANGES: tuple[Any, ...] = (
    lambda fumo: fumo.security.digest.replace(ANOTHER),
    lambda fumo: fumo.security.digest.delete(),
    lambda fumo: fumo.security.delete(),
    lambda fumo: fumo.policy.auto_resume.replace(False),
    lambda fumo: fumo.policy.min_battery.add(0),
)


def test_what_is_vouched_for_and_allowed_cannot_be_changed_while_a_transfer_runs() -> None:
    device = downloading()
    assert attempts(device, *CHANGES) == [403, 403, 403, 403, 405]
    session(device, suspend)
    assert attempts(device, *CHANGES) == [403, 403, 403, 403, 405], "nor while it stands"
    session(device, resume)
    assert device.tree.value(f"{URI}/Security/Digest") == hashlib.sha256(BODY).digest()
    assert not device.tree.exists(f"{URI}/Policy/MinBattery")
    finish(device)
    assert ended(device) == [("download", 200, "c-1")], "the package is checked against the digest of its order"


def test_it_can_be_changed_before_and_after() -> None:
    device = Device()
    assert attempts(device, *CHANGES[3:], CHANGES[0]) == [200, 200, 200]
    assert device.state == "IDLE"
    assert device.tree.value(f"{URI}/Security/Digest") == ANOTHER
    assert attempts(device, *CHANGES[1:3]) == [200, 200]
    assert not device.tree.exists(f"{URI}/Security")


def test_what_is_no_part_of_it_can_be_changed_while_it_runs() -> None:
    device = downloading()
    assert attempts(device, lambda fumo: fumo.download.pkg_url.replace("http://image.server/next.pkg")) == [200]
