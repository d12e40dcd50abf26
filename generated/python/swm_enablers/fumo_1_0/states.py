"""States, events and transition tables of fumo 1.0.

A table says for every state and event what happens: `On` is a transition,
`Refuse` a refusal, which changes nothing but what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final, Protocol

from swm.machine import GIVEN, OTHERWISE, OWED, Context, Machine, On, Refuse, Table, table

from .messages import Result
from .nodes import PackageState


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


class PackageGoal(Enum):
    """What follows the download."""

    DOWNLOAD = "download"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class PackageVariables:
    """What the machine `package` remembers beside its state, over restarts too."""

    goal: PackageGoal = PackageGoal.DOWNLOAD
    """What follows the download."""

    @classmethod
    def restore(cls, stored: dict[str, Any]) -> PackageVariables:
        """The variables as the journal kept them; those it does not know yet have their initial values."""
        return cls(goal=PackageGoal[stored.get("goal", "DOWNLOAD")])


class PackageFacts(Protocol):
    """What only the device knows at the moment."""

    def package_kept(self) -> bool:
        """The package is still stored on the device."""
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
    """goal = download and set(x/Update/PkgData)"""
    return c.variables.goal == PackageGoal.DOWNLOAD and c.is_set("Update/PkgData")


def _when_5(c: _Context) -> bool:
    """goal = download and not set(x/Update/PkgData)"""
    return c.variables.goal == PackageGoal.DOWNLOAD and not c.is_set("Update/PkgData")


def _when_6(c: _Context) -> bool:
    """goal = download"""
    return c.variables.goal == PackageGoal.DOWNLOAD


def _when_7(c: _Context) -> bool:
    """goal = update"""
    return c.variables.goal == PackageGoal.UPDATE


def _when_8(c: _Context) -> bool:
    """package_kept"""
    return c.facts.package_kept()


def _when_9(c: _Context) -> bool:
    """not package_kept"""
    return not c.facts.package_kept()


def _when_10(c: _Context) -> bool:
    """not set(x/Download/PkgURL)"""
    return not c.is_set("Download/PkgURL")


def _when_11(c: _Context) -> bool:
    """not set(x/DownloadAndUpdate/PkgURL)"""
    return not c.is_set("DownloadAndUpdate/PkgURL")


def _when_12(c: _Context) -> bool:
    """not set(x/Update/PkgData)"""
    return not c.is_set("Update/PkgData")


def _set_1(c: _Context) -> PackageVariables:
    return replace(c.variables, goal=PackageGoal.DOWNLOAD)


def _set_2(c: _Context) -> PackageVariables:
    return replace(c.variables, goal=PackageGoal.UPDATE)


PACKAGE_TABLE: Final[Table[PackageState, PackageEvent]] = table(
    PackageState,
    On(
        PackageEvent.EXEC_DOWNLOAD,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
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
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.READY_TO_UPDATE,
        spec="fumo-1.0/states.yaml:72",
        when=_when_3,
        status=200,
        assign=_set_1,
    ),
    On(
        PackageEvent.REPLACE_UPDATE_PKG_DATA,
        (PackageState.READY_TO_UPDATE,),
        PackageState.READY_TO_UPDATE,
        spec="fumo-1.0/states.yaml:73",
        when=_when_4,
        status=200,
    ),
    On(
        PackageEvent.REPLACE_UPDATE_PKG_DATA,
        (PackageState.READY_TO_UPDATE,),
        PackageState.IDLE,
        spec="fumo-1.0/states.yaml:74",
        when=_when_5,
        status=200,
        do=("discard_package",),
    ),
    On(
        PackageEvent.DOWNLOAD_FAILS,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_FAILED,
        spec="fumo-1.0/states.yaml:75",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        PackageEvent.DOWNLOAD_COMPLETES,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_COMPLETE,
        spec="fumo-1.0/states.yaml:76",
        when=_when_6,
        result=Result.SUCCESS,
        send=(OWED,),
    ),
    On(
        PackageEvent.DOWNLOAD_COMPLETES,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_COMPLETE,
        spec="fumo-1.0/states.yaml:77",
        when=_when_7,
    ),
    On(
        PackageEvent.PACKAGE_ACCEPTED,
        (PackageState.DOWNLOAD_COMPLETE,),
        PackageState.READY_TO_UPDATE,
        spec="fumo-1.0/states.yaml:78",
    ),
    On(
        PackageEvent.CONTINUE,
        (PackageState.READY_TO_UPDATE,),
        PackageState.UPDATE_PROGRESSING,
        spec="fumo-1.0/states.yaml:79",
        when=_when_7,
        do=("apply_update",),
    ),
    On(
        PackageEvent.EXEC_UPDATE,
        (PackageState.READY_TO_UPDATE,),
        PackageState.UPDATE_PROGRESSING,
        spec="fumo-1.0/states.yaml:80",
        when=_when_6,
        status=202,
        assign=_set_1,
        do=("apply_update",),
        owes="update",
    ),
    On(
        PackageEvent.PACKAGE_REFUSED,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_FAILED_HAVE_DATA,
        spec="fumo-1.0/states.yaml:81",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        PackageEvent.UPDATE_FAILS,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_FAILED_HAVE_DATA,
        spec="fumo-1.0/states.yaml:82",
        when=_when_8,
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        PackageEvent.UPDATE_FAILS,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_FAILED_NO_DATA,
        spec="fumo-1.0/states.yaml:83",
        when=_when_9,
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        PackageEvent.UPDATE_SUCCEEDS,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
        spec="fumo-1.0/states.yaml:84",
        when=_when_8,
        result=Result.SUCCESS,
        send=(OWED,),
    ),
    On(
        PackageEvent.UPDATE_SUCCEEDS,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        spec="fumo-1.0/states.yaml:85",
        when=_when_9,
        result=Result.SUCCESS,
        send=(OWED,),
    ),
    On(
        PackageEvent.CLEAN_UP,
        (PackageState.DOWNLOAD_FAILED,),
        PackageState.IDLE,
        spec="fumo-1.0/states.yaml:86",
        do=("discard_package",),
    ),
    On(
        PackageEvent.CLEAN_UP,
        (PackageState.UPDATE_FAILED_HAVE_DATA,),
        PackageState.UPDATE_FAILED_NO_DATA,
        spec="fumo-1.0/states.yaml:87",
        do=("discard_package",),
    ),
    On(PackageEvent.CLEAN_UP, (PackageState.UPDATE_FAILED_NO_DATA,), PackageState.IDLE, spec="fumo-1.0/states.yaml:88"),
    On(
        PackageEvent.CLEAN_UP,
        (PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,),
        PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        spec="fumo-1.0/states.yaml:89",
        do=("discard_package",),
    ),
    On(
        PackageEvent.CLEAN_UP,
        (PackageState.UPDATE_SUCCESSFUL_NO_DATA,),
        PackageState.IDLE,
        spec="fumo-1.0/states.yaml:90",
    ),
    On(
        PackageEvent.FORGET,
        (PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,),
        PackageState.IDLE,
        spec="fumo-1.0/states.yaml:91",
    ),
    On(
        PackageEvent.RESTART,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="fumo-1.0/states.yaml:92",
        do=("start_download",),
    ),
    Refuse(
        PackageEvent.EXEC_DOWNLOAD,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        spec="fumo-1.0/states.yaml:94",
        when=_when_10,
        status=405,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_DOWNLOAD, OTHERWISE, spec="fumo-1.0/states.yaml:95", status=405, keeps="the running operation"
    ),
    Refuse(
        PackageEvent.EXEC_DOWNLOAD_AND_UPDATE,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        spec="fumo-1.0/states.yaml:96",
        when=_when_11,
        status=405,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_DOWNLOAD_AND_UPDATE,
        OTHERWISE,
        spec="fumo-1.0/states.yaml:97",
        status=405,
        keeps="the running operation",
    ),
    Refuse(PackageEvent.EXEC_UPDATE, OTHERWISE, spec="fumo-1.0/states.yaml:98", status=405, keeps="everything"),
    Refuse(
        PackageEvent.REPLACE_UPDATE_PKG_DATA,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        spec="fumo-1.0/states.yaml:99",
        when=_when_12,
        status=200,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.REPLACE_UPDATE_PKG_DATA,
        OTHERWISE,
        spec="fumo-1.0/states.yaml:100",
        status=405,
        keeps="the running operation and its package",
    ),
    Refuse(
        PackageEvent.CONTINUE,
        (PackageState.READY_TO_UPDATE,),
        spec="fumo-1.0/states.yaml:101",
        when=_when_6,
        keeps="the package until the server orders the update",
    ),
    Refuse(PackageEvent.DOWNLOAD_FAILS, OTHERWISE, spec="fumo-1.0/states.yaml:102", keeps="everything"),
    Refuse(PackageEvent.DOWNLOAD_COMPLETES, OTHERWISE, spec="fumo-1.0/states.yaml:102", keeps="everything"),
    Refuse(PackageEvent.PACKAGE_ACCEPTED, OTHERWISE, spec="fumo-1.0/states.yaml:102", keeps="everything"),
    Refuse(PackageEvent.CONTINUE, OTHERWISE, spec="fumo-1.0/states.yaml:102", keeps="everything"),
    Refuse(PackageEvent.PACKAGE_REFUSED, OTHERWISE, spec="fumo-1.0/states.yaml:102", keeps="everything"),
    Refuse(PackageEvent.UPDATE_FAILS, OTHERWISE, spec="fumo-1.0/states.yaml:102", keeps="everything"),
    Refuse(PackageEvent.UPDATE_SUCCEEDS, OTHERWISE, spec="fumo-1.0/states.yaml:102", keeps="everything"),
    Refuse(PackageEvent.CLEAN_UP, OTHERWISE, spec="fumo-1.0/states.yaml:102", keeps="everything"),
    Refuse(PackageEvent.FORGET, OTHERWISE, spec="fumo-1.0/states.yaml:102", keeps="everything"),
    Refuse(
        PackageEvent.RESTART, OTHERWISE, spec="fumo-1.0/states.yaml:106", keeps="the state, the order owed, the package"
    ),
)
"""What happens in each state on each event of the machine `package`.

Spec: fumo-1.0/states.yaml:3
"""

PACKAGE: Final = Machine("fumo-1.0 package", PACKAGE_TABLE)
"""The machine `package`."""
