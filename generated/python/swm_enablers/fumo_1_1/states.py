"""States, events and transition tables of fumo 1.1.

A table says for every state and event what happens: `On` is a transition,
`Refuse` a refusal, which changes nothing but what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final, Protocol

from swm.machine import GIVEN, OTHERWISE, OWED, Context, Machine, On, Refuse, Table, table

from .messages import Result
from .nodes import FumoPolicy, PackageState


class PackageEvent(Enum):
    """What can happen to the machine `package`."""

    EXEC_DOWNLOAD = "exec x/Download"
    """The server orders a download."""
    EXEC_UPDATE = "exec x/Update"
    """The server orders the update."""
    EXEC_DOWNLOAD_AND_UPDATE = "exec x/DownloadAndUpdate"
    """The server orders a download and then the update."""
    REPLACE_UPDATE_PKG_DATA = "replace x/Update/PkgData"
    """The whole package has been written in the DM session. Guards see the new value."""
    DOWNLOAD_FAILS = "download_fails"
    """The download ended without a usable package."""
    DOWNLOAD_COMPLETES = "download_completes"
    """The last byte is stored."""
    PACKAGE_ACCEPTED = "package_accepted"
    """The device has taken the package over."""
    CONTINUE = "continue"
    """The device goes on by itself after DownloadAndUpdate."""
    PACKAGE_REFUSED = "package_refused"
    """The package did not pass immediately before the update."""
    UPDATE_FAILS = "update_fails"
    """The update ended without the new firmware running."""
    UPDATE_SUCCEEDS = "update_succeeds"
    """The new firmware runs."""
    CLEAN_UP = "clean_up"
    """The device tidies up after an end state."""
    FORGET = "forget"
    """The device takes a finished update out of view though the package is kept."""
    RESTART = "restart"
    """The device starts again after power off or a crash."""
    EXEC_OPERATIONS_SUSPEND = "exec x/Operations/Suspend"
    """The server pauses the transfer."""
    EXEC_OPERATIONS_RESUME = "exec x/Operations/Resume"
    """The server lets the transfer go on."""
    EXEC_OPERATIONS_CANCEL = "exec x/Operations/Cancel"
    """The server gives the operation up."""
    USER_PAUSES = "user_pauses"
    """The user pauses the transfer."""
    USER_RESUMES = "user_resumes"
    """The user lets the transfer go on."""
    USER_CANCELS = "user_cancels"
    """The user gives the operation up."""
    CONDITION_ARISES = "condition_arises"
    """Network, bearer, roaming, battery, storage, window, device busy or server overload stands
    against the transfer."""
    CONDITION_CLEARS = "condition_clears"
    """What stood against the transfer is gone, or the next attempt is due."""
    VERIFICATION_ENDS = "verification_ends"
    """Every byte has been looked at."""
    SUSPEND_TIME_OVER = "suspend_time_over"
    """The transfer has stood still for too long."""


class PackageGoal(Enum):
    """What follows the download."""

    DOWNLOAD = "download"
    UPDATE = "update"


class PackageReason(Enum):
    """Why the transfer stands still."""

    NONE = "none"
    SERVER_COMMAND = "server_command"
    USER = "user"
    NETWORK_LOST = "network_lost"
    BEARER_NOT_ALLOWED = "bearer_not_allowed"
    ROAMING = "roaming"
    BATTERY = "battery"
    STORAGE = "storage"
    OUTSIDE_WINDOW = "outside_window"
    DEVICE_BUSY = "device_busy"
    SERVER_OVERLOAD = "server_overload"
    POWER_OFF = "power_off"


@dataclass(frozen=True, slots=True)
class PackageVariables:
    """What the machine `package` remembers beside its state, over restarts too."""

    goal: PackageGoal = PackageGoal.DOWNLOAD
    """What follows the download."""

    reason: PackageReason = PackageReason.NONE
    """Why the transfer stands still."""

    attempts: int = 0
    """Resumes tried by the client itself since the transfer last made progress."""

    @classmethod
    def restore(cls, stored: dict[str, Any]) -> PackageVariables:
        """The variables as the journal kept them; those it does not know yet have their initial values."""
        return cls(
            goal=PackageGoal[stored.get("goal", "DOWNLOAD")],
            reason=PackageReason[stored.get("reason", "NONE")],
            attempts=stored.get("attempts", 0),
        )


class PackageFacts(Protocol):
    """What only the device knows at the moment."""

    def package_kept(self) -> bool:
        """The package is still stored on the device."""
        ...

    def attempts_left(self) -> bool:
        """Fewer automatic resumes were tried than Policy/MaxResumeAttempts allows."""
        ...


_Context = Context[PackageVariables, PackageFacts]


def _when_1(c: _Context) -> bool:
    """set(x/Download/PkgURL)"""
    return c.is_set("Download/PkgURL")


def _when_2(c: _Context) -> bool:
    """set(x/DownloadAndUpdate/PkgURL)"""
    return c.is_set("DownloadAndUpdate/PkgURL")


def _when_3(c: _Context) -> bool:
    """set(x/Update/PkgData)"""
    return c.is_set("Update/PkgData")


def _when_4(c: _Context) -> bool:
    """not set(x/Update/PkgData)"""
    return not c.is_set("Update/PkgData")


def _when_5(c: _Context) -> bool:
    """goal = update"""
    return c.variables.goal == PackageGoal.UPDATE


def _when_6(c: _Context) -> bool:
    """package_kept"""
    return c.facts.package_kept()


def _when_7(c: _Context) -> bool:
    """not package_kept"""
    return not c.facts.package_kept()


def _when_8(c: _Context) -> bool:
    """reason = user"""
    return c.variables.reason == PackageReason.USER


def _when_9(c: _Context) -> bool:
    """x/Policy/AutoResume = true and attempts_left"""
    return c.read("Policy/AutoResume", FumoPolicy.auto_resume) is True and c.facts.attempts_left()


def _when_10(c: _Context) -> bool:
    """x/Policy/AutoResume = true and not attempts_left"""
    return c.read("Policy/AutoResume", FumoPolicy.auto_resume) is True and not c.facts.attempts_left()


def _when_11(c: _Context) -> bool:
    """passes(verify) and goal = download"""
    return c.passes("verify") and c.variables.goal == PackageGoal.DOWNLOAD


def _when_12(c: _Context) -> bool:
    """passes(verify) and goal = update"""
    return c.passes("verify") and c.variables.goal == PackageGoal.UPDATE


def _when_13(c: _Context) -> bool:
    """not passes(verify)"""
    return not c.passes("verify")


def _when_14(c: _Context) -> bool:
    """not set(x/Download/PkgURL)"""
    return not c.is_set("Download/PkgURL")


def _when_15(c: _Context) -> bool:
    """not set(x/DownloadAndUpdate/PkgURL)"""
    return not c.is_set("DownloadAndUpdate/PkgURL")


def _when_16(c: _Context) -> bool:
    """goal = download"""
    return c.variables.goal == PackageGoal.DOWNLOAD


def _when_17(c: _Context) -> bool:
    """reason != user"""
    return c.variables.reason != PackageReason.USER


def _when_18(c: _Context) -> bool:
    """x/Policy/AutoResume = false"""
    return c.read("Policy/AutoResume", FumoPolicy.auto_resume) is False


def _set_1(c: _Context) -> PackageVariables:
    return replace(c.variables, goal=PackageGoal.DOWNLOAD)


def _set_2(c: _Context) -> PackageVariables:
    return replace(c.variables, goal=PackageGoal.UPDATE)


def _set_3(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason.SERVER_COMMAND)


def _set_4(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason.USER)


def _set_5(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason.NONE, attempts=0)


def _set_6(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason.NONE)


def _set_7(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason.NETWORK_LOST)


def _set_8(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason.NONE, attempts=min(c.variables.attempts + 1, 1000))


def _set_9(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason.POWER_OFF)


PACKAGE_TABLE: Final[Table[PackageState, PackageEvent]] = table(
    PackageState,
    On(
        PackageEvent.EXEC_DOWNLOAD,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="fumo-1.0/states.yaml:53",
        when=_when_1,
        status=202,
        assign=_set_1,
        do=("start_download",),
        owes="download",
    ),
    On(
        PackageEvent.EXEC_DOWNLOAD_AND_UPDATE,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="fumo-1.0/states.yaml:63",
        when=_when_2,
        status=202,
        assign=_set_2,
        do=("start_download",),
        owes="downloadandupdate",
    ),
    On(
        PackageEvent.REPLACE_UPDATE_PKG_DATA,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
            PackageState.READY_TO_UPDATE,
        ),
        PackageState.READY_TO_UPDATE,
        spec="fumo-1.0/states.yaml:72",
        when=_when_3,
        status=200,
    ),
    On(
        PackageEvent.REPLACE_UPDATE_PKG_DATA,
        (PackageState.READY_TO_UPDATE,),
        PackageState.IDLE,
        spec="fumo-1.0/states.yaml:73",
        when=_when_4,
        status=200,
        do=("discard_package",),
    ),
    On(
        PackageEvent.DOWNLOAD_FAILS,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_FAILED,
        spec="fumo-1.0/states.yaml:74",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        PackageEvent.PACKAGE_ACCEPTED,
        (PackageState.DOWNLOAD_COMPLETE,),
        PackageState.READY_TO_UPDATE,
        spec="fumo-1.0/states.yaml:77",
    ),
    On(
        PackageEvent.CONTINUE,
        (PackageState.READY_TO_UPDATE,),
        PackageState.UPDATE_PROGRESSING,
        spec="fumo-1.0/states.yaml:78",
        when=_when_5,
        do=("apply_update",),
    ),
    On(
        PackageEvent.EXEC_UPDATE,
        (PackageState.READY_TO_UPDATE,),
        PackageState.UPDATE_PROGRESSING,
        spec="fumo-1.0/states.yaml:79",
        status=202,
        assign=_set_1,
        do=("apply_update",),
        owes="update",
    ),
    On(
        PackageEvent.PACKAGE_REFUSED,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_FAILED_HAVE_DATA,
        spec="fumo-1.0/states.yaml:80",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        PackageEvent.UPDATE_FAILS,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_FAILED_HAVE_DATA,
        spec="fumo-1.0/states.yaml:81",
        when=_when_6,
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        PackageEvent.UPDATE_FAILS,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_FAILED_NO_DATA,
        spec="fumo-1.0/states.yaml:82",
        when=_when_7,
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        PackageEvent.UPDATE_SUCCEEDS,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
        spec="fumo-1.0/states.yaml:83",
        when=_when_6,
        result=Result.SUCCESS,
        send=(OWED,),
    ),
    On(
        PackageEvent.UPDATE_SUCCEEDS,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        spec="fumo-1.0/states.yaml:84",
        when=_when_7,
        result=Result.SUCCESS,
        send=(OWED,),
    ),
    On(
        PackageEvent.CLEAN_UP,
        (PackageState.DOWNLOAD_FAILED,),
        PackageState.IDLE,
        spec="fumo-1.0/states.yaml:85",
        do=("discard_package",),
    ),
    On(
        PackageEvent.CLEAN_UP,
        (PackageState.UPDATE_FAILED_HAVE_DATA,),
        PackageState.UPDATE_FAILED_NO_DATA,
        spec="fumo-1.0/states.yaml:86",
        do=("discard_package",),
    ),
    On(PackageEvent.CLEAN_UP, (PackageState.UPDATE_FAILED_NO_DATA,), PackageState.IDLE, spec="fumo-1.0/states.yaml:87"),
    On(
        PackageEvent.CLEAN_UP,
        (PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,),
        PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        spec="fumo-1.0/states.yaml:88",
        do=("discard_package",),
    ),
    On(
        PackageEvent.CLEAN_UP,
        (PackageState.UPDATE_SUCCESSFUL_NO_DATA,),
        PackageState.IDLE,
        spec="fumo-1.0/states.yaml:89",
    ),
    On(
        PackageEvent.FORGET,
        (PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,),
        PackageState.IDLE,
        spec="fumo-1.0/states.yaml:90",
    ),
    On(
        PackageEvent.EXEC_OPERATIONS_SUSPEND,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_SUSPENDED,
        spec="fumo-1.1/states.yaml:40",
        status=200,
        result=Result.SUSPENDED,
        assign=_set_3,
        do=("pause_transfer",),
    ),
    On(
        PackageEvent.EXEC_OPERATIONS_SUSPEND,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        PackageState.DOWNLOAD_SUSPENDED,
        spec="fumo-1.1/states.yaml:41",
        status=200,
        result=Result.SUSPENDED,
        assign=_set_3,
    ),
    On(
        PackageEvent.USER_PAUSES,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_SUSPENDED,
        spec="fumo-1.1/states.yaml:42",
        result=Result.SUSPENDED,
        assign=_set_4,
        do=("pause_transfer",),
    ),
    On(
        PackageEvent.USER_PAUSES,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        PackageState.DOWNLOAD_SUSPENDED,
        spec="fumo-1.1/states.yaml:43",
        result=Result.SUSPENDED,
        assign=_set_4,
    ),
    On(
        PackageEvent.EXEC_OPERATIONS_RESUME,
        (PackageState.DOWNLOAD_SUSPENDED, PackageState.DOWNLOAD_INTERRUPTED),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="fumo-1.1/states.yaml:44",
        status=200,
        result=Result.RESUMED,
        assign=_set_5,
        do=("resume_transfer",),
    ),
    On(
        PackageEvent.USER_RESUMES,
        (PackageState.DOWNLOAD_SUSPENDED,),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="fumo-1.1/states.yaml:45",
        when=_when_8,
        result=Result.RESUMED,
        assign=_set_6,
        do=("resume_transfer",),
    ),
    On(
        PackageEvent.CONDITION_ARISES,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_INTERRUPTED,
        spec="fumo-1.1/states.yaml:46",
        assign=_set_7,
        do=("pause_transfer",),
    ),
    On(
        PackageEvent.CONDITION_CLEARS,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="fumo-1.1/states.yaml:47",
        when=_when_9,
        assign=_set_8,
        do=("resume_transfer",),
    ),
    On(
        PackageEvent.CONDITION_CLEARS,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        PackageState.DOWNLOAD_FAILED,
        spec="fumo-1.1/states.yaml:48",
        when=_when_10,
        result=Result.NETWORK_FAILURE,
        assign=_set_6,
        send=(OWED,),
    ),
    On(
        PackageEvent.SUSPEND_TIME_OVER,
        (PackageState.DOWNLOAD_SUSPENDED, PackageState.DOWNLOAD_INTERRUPTED),
        PackageState.DOWNLOAD_FAILED,
        spec="fumo-1.1/states.yaml:49",
        result=Result.SUSPENSION_LIMIT,
        assign=_set_6,
        send=(OWED,),
    ),
    On(
        PackageEvent.USER_CANCELS,
        (PackageState.DOWNLOAD_PROGRESSING, PackageState.DOWNLOAD_SUSPENDED, PackageState.DOWNLOAD_INTERRUPTED),
        PackageState.DOWNLOAD_FAILED,
        spec="fumo-1.1/states.yaml:50",
        result=Result.USER_CANCELLED,
        assign=_set_6,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        PackageEvent.EXEC_OPERATIONS_CANCEL,
        (
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        PackageState.DOWNLOAD_CANCELLED,
        spec="fumo-1.1/states.yaml:51",
        status=200,
        result=Result.CANCELLED,
        assign=_set_6,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        PackageEvent.EXEC_OPERATIONS_CANCEL,
        (PackageState.READY_TO_UPDATE,),
        PackageState.IDLE,
        spec="fumo-1.1/states.yaml:52",
        status=200,
        result=Result.CANCELLED,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        PackageEvent.DOWNLOAD_COMPLETES,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.VERIFYING,
        spec="fumo-1.1/states.yaml:53",
    ),
    On(
        PackageEvent.VERIFICATION_ENDS,
        (PackageState.VERIFYING,),
        PackageState.DOWNLOAD_COMPLETE,
        spec="fumo-1.1/states.yaml:54",
        when=_when_11,
        result=Result.SUCCESS,
        send=(OWED,),
    ),
    On(
        PackageEvent.VERIFICATION_ENDS,
        (PackageState.VERIFYING,),
        PackageState.DOWNLOAD_COMPLETE,
        spec="fumo-1.1/states.yaml:55",
        when=_when_12,
        result=Result.SUCCESS,
    ),
    On(
        PackageEvent.VERIFICATION_ENDS,
        (PackageState.VERIFYING,),
        PackageState.DOWNLOAD_FAILED,
        spec="fumo-1.1/states.yaml:56",
        when=_when_13,
        result=GIVEN,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(PackageEvent.CLEAN_UP, (PackageState.DOWNLOAD_CANCELLED,), PackageState.IDLE, spec="fumo-1.1/states.yaml:57"),
    On(
        PackageEvent.RESTART,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_INTERRUPTED,
        spec="fumo-1.1/states.yaml:58",
        assign=_set_9,
    ),
    Refuse(
        PackageEvent.EXEC_DOWNLOAD,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        spec="fumo-1.0/states.yaml:93",
        when=_when_14,
        status=405,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_DOWNLOAD, OTHERWISE, spec="fumo-1.0/states.yaml:94", status=405, keeps="the running operation"
    ),
    Refuse(
        PackageEvent.EXEC_DOWNLOAD_AND_UPDATE,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        spec="fumo-1.0/states.yaml:95",
        when=_when_15,
        status=405,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_DOWNLOAD_AND_UPDATE,
        OTHERWISE,
        spec="fumo-1.0/states.yaml:96",
        status=405,
        keeps="the running operation",
    ),
    Refuse(PackageEvent.EXEC_UPDATE, OTHERWISE, spec="fumo-1.0/states.yaml:97", status=405, keeps="everything"),
    Refuse(
        PackageEvent.REPLACE_UPDATE_PKG_DATA,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        spec="fumo-1.0/states.yaml:98",
        when=_when_4,
        status=200,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.REPLACE_UPDATE_PKG_DATA,
        OTHERWISE,
        spec="fumo-1.0/states.yaml:99",
        status=405,
        keeps="the running operation and its package",
    ),
    Refuse(
        PackageEvent.CONTINUE,
        (PackageState.READY_TO_UPDATE,),
        spec="fumo-1.0/states.yaml:100",
        when=_when_16,
        keeps="the package until the server orders the update",
    ),
    Refuse(PackageEvent.DOWNLOAD_FAILS, OTHERWISE, spec="fumo-1.0/states.yaml:101", keeps="everything"),
    Refuse(PackageEvent.PACKAGE_ACCEPTED, OTHERWISE, spec="fumo-1.0/states.yaml:101", keeps="everything"),
    Refuse(PackageEvent.CONTINUE, OTHERWISE, spec="fumo-1.0/states.yaml:101", keeps="everything"),
    Refuse(PackageEvent.PACKAGE_REFUSED, OTHERWISE, spec="fumo-1.0/states.yaml:101", keeps="everything"),
    Refuse(PackageEvent.UPDATE_FAILS, OTHERWISE, spec="fumo-1.0/states.yaml:101", keeps="everything"),
    Refuse(PackageEvent.UPDATE_SUCCEEDS, OTHERWISE, spec="fumo-1.0/states.yaml:101", keeps="everything"),
    Refuse(PackageEvent.CLEAN_UP, OTHERWISE, spec="fumo-1.0/states.yaml:101", keeps="everything"),
    Refuse(PackageEvent.FORGET, OTHERWISE, spec="fumo-1.0/states.yaml:101", keeps="everything"),
    Refuse(
        PackageEvent.EXEC_OPERATIONS_SUSPEND,
        (PackageState.DOWNLOAD_SUSPENDED,),
        spec="fumo-1.1/states.yaml:60",
        status=200,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_OPERATIONS_SUSPEND,
        (PackageState.DOWNLOAD_COMPLETE, PackageState.READY_TO_UPDATE),
        spec="fumo-1.1/states.yaml:61",
        status=200,
        result=Result.NOTHING_TO_SUSPEND,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_OPERATIONS_SUSPEND,
        (PackageState.UPDATE_PROGRESSING,),
        spec="fumo-1.1/states.yaml:62",
        status=406,
        keeps="the running update",
    ),
    Refuse(
        PackageEvent.EXEC_OPERATIONS_SUSPEND, OTHERWISE, spec="fumo-1.1/states.yaml:63", status=405, keeps="everything"
    ),
    Refuse(
        PackageEvent.EXEC_OPERATIONS_RESUME,
        (PackageState.DOWNLOAD_PROGRESSING,),
        spec="fumo-1.1/states.yaml:64",
        status=200,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_OPERATIONS_RESUME, OTHERWISE, spec="fumo-1.1/states.yaml:65", status=405, keeps="everything"
    ),
    Refuse(
        PackageEvent.EXEC_OPERATIONS_CANCEL, OTHERWISE, spec="fumo-1.1/states.yaml:66", status=405, keeps="everything"
    ),
    Refuse(
        PackageEvent.USER_RESUMES,
        (PackageState.DOWNLOAD_SUSPENDED,),
        spec="fumo-1.1/states.yaml:67",
        when=_when_17,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.CONDITION_CLEARS,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        spec="fumo-1.1/states.yaml:68",
        when=_when_18,
        keeps="the transfer until it is resumed on order",
    ),
    Refuse(PackageEvent.USER_PAUSES, OTHERWISE, spec="fumo-1.1/states.yaml:69", keeps="everything"),
    Refuse(PackageEvent.USER_RESUMES, OTHERWISE, spec="fumo-1.1/states.yaml:69", keeps="everything"),
    Refuse(PackageEvent.USER_CANCELS, OTHERWISE, spec="fumo-1.1/states.yaml:69", keeps="everything"),
    Refuse(PackageEvent.CONDITION_ARISES, OTHERWISE, spec="fumo-1.1/states.yaml:69", keeps="everything"),
    Refuse(PackageEvent.CONDITION_CLEARS, OTHERWISE, spec="fumo-1.1/states.yaml:69", keeps="everything"),
    Refuse(PackageEvent.VERIFICATION_ENDS, OTHERWISE, spec="fumo-1.1/states.yaml:69", keeps="everything"),
    Refuse(PackageEvent.SUSPEND_TIME_OVER, OTHERWISE, spec="fumo-1.1/states.yaml:69", keeps="everything"),
    Refuse(PackageEvent.DOWNLOAD_COMPLETES, OTHERWISE, spec="fumo-1.1/states.yaml:69", keeps="everything"),
    Refuse(
        PackageEvent.RESTART, OTHERWISE, spec="fumo-1.1/states.yaml:72", keeps="the state, every variable, the package"
    ),
)
"""What happens in each state on each event of the machine `package`.

Spec: fumo-1.0/states.yaml:3
"""

PACKAGE: Final = Machine("fumo-1.1 package", PACKAGE_TABLE)
"""The machine `package`."""
