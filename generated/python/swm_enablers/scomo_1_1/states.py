"""States, events and transition tables of scomo 1.1.

A table says for every state and event what happens: `On` is a transition,
`Refuse` a refusal, which changes nothing but what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final, Protocol

from swm.machine import GIVEN, OTHERWISE, OWED, Context, Machine, On, Refuse, Table, table

from .messages import Result
from .nodes import DeliveredState, DeployedState, DownloadState


class DownloadEvent(Enum):
    """What can happen to the machine `download`."""

    EXEC_OPERATIONS_DOWNLOAD = "exec x/Download/<x>/Operations/Download"
    """The server orders a download."""
    EXEC_OPERATIONS_DOWNLOAD_INSTALL = "exec x/Download/<x>/Operations/DownloadInstall"
    """The server orders a download and then the installation."""
    EXEC_OPERATIONS_DOWNLOAD_INSTALL_INACTIVE = "exec x/Download/<x>/Operations/DownloadInstallInactive"
    """The server orders a download and then the installation, the components to stay inactive."""
    DELETE = "delete x/Download/<x>"
    """The server takes the node away."""
    DOWNLOAD_FAILS = "download_fails"
    """The download ended without a package."""
    DOWNLOAD_COMPLETES = "download_completes"
    """The last byte is stored."""
    CONTINUE = "continue"
    """The device goes on by itself after the download of a combined operation."""
    PACKAGE_REFUSED = "package_refused"
    """The package did not pass immediately before the installation."""
    INSTALLED = "installed"
    """The components are there."""
    INSTALL_FAILS = "install_fails"
    """The installation ended without the components."""
    CLEAN_UP = "clean_up"
    """The device tidies up after an end state."""
    RESTART = "restart"
    """The device starts again after power off or a crash."""


class DownloadGoal(Enum):
    """What follows the download."""

    DELIVER = "deliver"
    INSTALL = "install"
    INSTALL_INACTIVE = "install_inactive"


@dataclass(frozen=True, slots=True)
class DownloadVariables:
    """What the machine `download` remembers beside its state, over restarts too."""

    goal: DownloadGoal = DownloadGoal.DELIVER
    """What follows the download."""

    @classmethod
    def restore(cls, stored: dict[str, Any]) -> DownloadVariables:
        """The variables as the journal kept them; those it does not know yet have their initial values."""
        return cls(goal=DownloadGoal[stored.get("goal", "DELIVER")])


class DownloadFacts(Protocol):
    """What only the device knows at the moment."""

    def package_kept(self) -> bool:
        """The package is still stored on the device."""
        ...


_DownloadContext = Context[DownloadVariables, DownloadFacts]


def _download_when_1(c: _DownloadContext) -> bool:
    """set(x/Download/<x>/PkgURL)"""
    return c.is_set("PkgURL")


def _download_when_2(c: _DownloadContext) -> bool:
    """goal = deliver and set(x/Download/<x>/PkgURL)"""
    return c.variables.goal == DownloadGoal.DELIVER and c.is_set("PkgURL")


def _download_when_3(c: _DownloadContext) -> bool:
    """goal = deliver"""
    return c.variables.goal == DownloadGoal.DELIVER


def _download_when_4(c: _DownloadContext) -> bool:
    """goal != deliver"""
    return c.variables.goal != DownloadGoal.DELIVER


def _download_when_5(c: _DownloadContext) -> bool:
    """package_kept"""
    return c.facts.package_kept()


def _download_when_6(c: _DownloadContext) -> bool:
    """not package_kept"""
    return not c.facts.package_kept()


def _download_when_7(c: _DownloadContext) -> bool:
    """not set(x/Download/<x>/PkgURL)"""
    return not c.is_set("PkgURL")


def _download_set_1(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, goal=DownloadGoal.DELIVER)


def _download_set_2(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, goal=DownloadGoal.INSTALL)


def _download_set_3(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, goal=DownloadGoal.INSTALL_INACTIVE)


DOWNLOAD_TABLE: Final[Table[DownloadState, DownloadEvent]] = table(
    DownloadState,
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="scomo-1.0/states.yaml:46",
        when=_download_when_1,
        status=202,
        assign=_download_set_1,
        do=("start_download",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="scomo-1.0/states.yaml:47",
        when=_download_when_2,
        status=202,
        assign=_download_set_1,
        do=("start_download",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="scomo-1.0/states.yaml:48",
        when=_download_when_1,
        status=202,
        assign=_download_set_2,
        do=("start_download",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="scomo-1.0/states.yaml:49",
        when=_download_when_2,
        status=202,
        assign=_download_set_2,
        do=("start_download",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL_INACTIVE,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="scomo-1.0/states.yaml:50",
        when=_download_when_1,
        status=202,
        assign=_download_set_3,
        do=("start_download",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL_INACTIVE,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="scomo-1.0/states.yaml:51",
        when=_download_when_2,
        status=202,
        assign=_download_set_3,
        do=("start_download",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.DOWNLOAD_FAILS,
        (DownloadState.DOWNLOAD_PROGRESSING,),
        DownloadState.DOWNLOAD_FAILED,
        spec="scomo-1.0/states.yaml:52",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DownloadEvent.DOWNLOAD_COMPLETES,
        (DownloadState.DOWNLOAD_PROGRESSING,),
        DownloadState.DOWNLOAD_COMPLETE,
        spec="scomo-1.0/states.yaml:53",
        when=_download_when_3,
        result=Result.SUCCESS,
        do=("deliver_package",),
        send=(OWED,),
    ),
    On(
        DownloadEvent.DOWNLOAD_COMPLETES,
        (DownloadState.DOWNLOAD_PROGRESSING,),
        DownloadState.DOWNLOAD_COMPLETE,
        spec="scomo-1.0/states.yaml:54",
        when=_download_when_4,
        do=("deliver_package",),
    ),
    On(
        DownloadEvent.CONTINUE,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.INSTALL_PROGRESSING,
        spec="scomo-1.0/states.yaml:55",
        when=_download_when_4,
        do=("install_package",),
    ),
    On(
        DownloadEvent.PACKAGE_REFUSED,
        (DownloadState.INSTALL_PROGRESSING,),
        DownloadState.INSTALL_FAILED_WITH_DATA,
        spec="scomo-1.0/states.yaml:56",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DownloadEvent.INSTALLED,
        (DownloadState.INSTALL_PROGRESSING,),
        DownloadState.IDLE,
        spec="scomo-1.0/states.yaml:57",
        result=Result.SUCCESS,
        assign=_download_set_1,
        send=(OWED,),
    ),
    On(
        DownloadEvent.INSTALL_FAILS,
        (DownloadState.INSTALL_PROGRESSING,),
        DownloadState.INSTALL_FAILED_WITH_DATA,
        spec="scomo-1.0/states.yaml:58",
        when=_download_when_5,
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DownloadEvent.INSTALL_FAILS,
        (DownloadState.INSTALL_PROGRESSING,),
        DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        spec="scomo-1.0/states.yaml:59",
        when=_download_when_6,
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DownloadEvent.CLEAN_UP,
        (DownloadState.DOWNLOAD_FAILED,),
        DownloadState.IDLE,
        spec="scomo-1.0/states.yaml:60",
        do=("discard_package",),
    ),
    On(
        DownloadEvent.CLEAN_UP,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.IDLE,
        spec="scomo-1.0/states.yaml:61",
        when=_download_when_3,
    ),
    On(
        DownloadEvent.CLEAN_UP,
        (DownloadState.INSTALL_FAILED_WITH_DATA,),
        DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        spec="scomo-1.0/states.yaml:62",
        do=("discard_package",),
    ),
    On(
        DownloadEvent.CLEAN_UP,
        (DownloadState.INSTALL_FAILED_WITHOUT_DATA,),
        DownloadState.IDLE,
        spec="scomo-1.0/states.yaml:63",
    ),
    On(
        DownloadEvent.DELETE,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.GONE,
        spec="scomo-1.0/states.yaml:64",
        status=200,
        do=("discard_package",),
    ),
    On(
        DownloadEvent.DELETE,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.GONE,
        spec="scomo-1.0/states.yaml:65",
        when=_download_when_3,
        status=200,
    ),
    On(
        DownloadEvent.RESTART,
        (DownloadState.DOWNLOAD_PROGRESSING,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="scomo-1.0/states.yaml:66",
        do=("start_download",),
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        spec="scomo-1.0/states.yaml:68",
        when=_download_when_7,
        status=405,
        keeps="everything",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        spec="scomo-1.0/states.yaml:68",
        when=_download_when_7,
        status=405,
        keeps="everything",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL_INACTIVE,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        spec="scomo-1.0/states.yaml:68",
        when=_download_when_7,
        status=405,
        keeps="everything",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:74",
        status=405,
        keeps="the running operation",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:74",
        status=405,
        keeps="the running operation",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL_INACTIVE,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:74",
        status=405,
        keeps="the running operation",
    ),
    Refuse(DownloadEvent.DELETE, OTHERWISE, spec="scomo-1.0/states.yaml:79", status=405, keeps="the running operation"),
    Refuse(
        DownloadEvent.CONTINUE,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.0/states.yaml:80",
        when=_download_when_3,
        keeps="the package",
    ),
    Refuse(
        DownloadEvent.CLEAN_UP,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.0/states.yaml:81",
        when=_download_when_4,
        keeps="the package until it is installed",
    ),
    Refuse(DownloadEvent.DOWNLOAD_FAILS, OTHERWISE, spec="scomo-1.0/states.yaml:82", keeps="everything"),
    Refuse(DownloadEvent.DOWNLOAD_COMPLETES, OTHERWISE, spec="scomo-1.0/states.yaml:82", keeps="everything"),
    Refuse(DownloadEvent.CONTINUE, OTHERWISE, spec="scomo-1.0/states.yaml:82", keeps="everything"),
    Refuse(DownloadEvent.PACKAGE_REFUSED, OTHERWISE, spec="scomo-1.0/states.yaml:82", keeps="everything"),
    Refuse(DownloadEvent.INSTALLED, OTHERWISE, spec="scomo-1.0/states.yaml:82", keeps="everything"),
    Refuse(DownloadEvent.INSTALL_FAILS, OTHERWISE, spec="scomo-1.0/states.yaml:82", keeps="everything"),
    Refuse(DownloadEvent.CLEAN_UP, OTHERWISE, spec="scomo-1.0/states.yaml:82", keeps="everything"),
    Refuse(
        DownloadEvent.RESTART,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:86",
        keeps="the state, the order owed, the package",
    ),
)
"""What happens in each state on each event of the machine `download`.

Spec: scomo-1.0/states.yaml:3
"""

DOWNLOAD: Final = Machine("scomo-1.1 download", DOWNLOAD_TABLE)
"""The machine `download`."""


class DeliveredEvent(Enum):
    """What can happen to the machine `delivered`."""

    EXEC_OPERATIONS_INSTALL = "exec x/Inventory/Delivered/<x>/Operations/Install"
    """The server orders the installation, the components to be active."""
    EXEC_OPERATIONS_INSTALL_INACTIVE = "exec x/Inventory/Delivered/<x>/Operations/InstallInactive"
    """The server orders the installation, the components to stay inactive."""
    EXEC_OPERATIONS_REMOVE = "exec x/Inventory/Delivered/<x>/Operations/Remove"
    """The server orders the removal of the package."""
    ADD_DATA = "add x/Inventory/Delivered/<x>/Data"
    """The package has been written in the DM session."""
    REPLACE_DATA = "replace x/Inventory/Delivered/<x>/Data"
    """The package has been written again."""
    DELETE = "delete x/Inventory/Delivered/<x>"
    """The server takes the package away."""
    PACKAGE_REFUSED = "package_refused"
    """The package did not pass immediately before the installation."""
    INSTALLED = "installed"
    """The components are there."""
    INSTALL_FAILS = "install_fails"
    """The installation ended without the components."""
    COMPONENTS_REMOVED = "components_removed"
    """The last component that the package brought was removed."""
    REMOVED = "removed"
    """The package is off the device."""
    REMOVE_FAILS = "remove_fails"
    """The package could not be removed."""
    CLEAN_UP = "clean_up"
    """The device tidies up after an end state."""
    RESTART = "restart"
    """The device starts again after power off or a crash."""


class DeliveredPackageState(Enum):
    """Whether the package is installed."""

    DELIVERED = "delivered"
    INSTALLED = "installed"


class DeliveredGoal(Enum):
    """How the running installation ends."""

    INSTALL = "install"
    INSTALL_INACTIVE = "install_inactive"


@dataclass(frozen=True, slots=True)
class DeliveredVariables:
    """What the machine `delivered` remembers beside its state, over restarts too."""

    package_state: DeliveredPackageState = DeliveredPackageState.DELIVERED
    """Whether the package is installed."""

    goal: DeliveredGoal = DeliveredGoal.INSTALL
    """How the running installation ends."""

    @classmethod
    def restore(cls, stored: dict[str, Any]) -> DeliveredVariables:
        """The variables as the journal kept them; those it does not know yet have their initial values."""
        return cls(
            package_state=DeliveredPackageState[stored.get("package_state", "DELIVERED")],
            goal=DeliveredGoal[stored.get("goal", "INSTALL")],
        )


class DeliveredFacts(Protocol):
    """What only the device knows at the moment."""

    def package_kept(self) -> bool:
        """The package is still stored on the device."""
        ...


_DeliveredContext = Context[DeliveredVariables, DeliveredFacts]


def _delivered_when_1(c: _DeliveredContext) -> bool:
    """package_kept"""
    return c.facts.package_kept()


def _delivered_when_2(c: _DeliveredContext) -> bool:
    """set(x/Inventory/Delivered/<x>/Data)"""
    return c.is_set("Data")


def _delivered_when_3(c: _DeliveredContext) -> bool:
    """not package_kept"""
    return not c.facts.package_kept()


def _delivered_when_4(c: _DeliveredContext) -> bool:
    """not set(x/Inventory/Delivered/<x>/Data)"""
    return not c.is_set("Data")


def _delivered_set_1(c: _DeliveredContext) -> DeliveredVariables:
    return replace(c.variables, goal=DeliveredGoal.INSTALL)


def _delivered_set_2(c: _DeliveredContext) -> DeliveredVariables:
    return replace(c.variables, goal=DeliveredGoal.INSTALL_INACTIVE)


def _delivered_set_3(c: _DeliveredContext) -> DeliveredVariables:
    return replace(c.variables, package_state=DeliveredPackageState.DELIVERED)


def _delivered_set_4(c: _DeliveredContext) -> DeliveredVariables:
    return replace(c.variables, package_state=DeliveredPackageState.INSTALLED)


DELIVERED_TABLE: Final[Table[DeliveredState, DeliveredEvent]] = table(
    DeliveredState,
    On(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL,
        (DeliveredState.IDLE, DeliveredState.INSTALL_FAILED_WITH_DATA),
        DeliveredState.INSTALL_PROGRESSING,
        spec="scomo-1.0/states.yaml:170",
        when=_delivered_when_1,
        status=202,
        assign=_delivered_set_1,
        do=("install_package",),
        owes="operation_complete",
    ),
    On(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL_INACTIVE,
        (DeliveredState.IDLE, DeliveredState.INSTALL_FAILED_WITH_DATA),
        DeliveredState.INSTALL_PROGRESSING,
        spec="scomo-1.0/states.yaml:171",
        when=_delivered_when_1,
        status=202,
        assign=_delivered_set_2,
        do=("install_package",),
        owes="operation_complete",
    ),
    On(
        DeliveredEvent.EXEC_OPERATIONS_REMOVE,
        (DeliveredState.IDLE, DeliveredState.REMOVE_FAILED, DeliveredState.INSTALL_FAILED_WITH_DATA),
        DeliveredState.REMOVE_PROGRESSING,
        spec="scomo-1.0/states.yaml:172",
        status=202,
        do=("remove_package",),
        owes="operation_complete",
    ),
    On(
        DeliveredEvent.ADD_DATA,
        (
            DeliveredState.IDLE,
            DeliveredState.REMOVE_FAILED,
            DeliveredState.INSTALL_FAILED_WITH_DATA,
            DeliveredState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DeliveredState.IDLE,
        spec="scomo-1.0/states.yaml:173",
        when=_delivered_when_2,
        status=200,
        assign=_delivered_set_3,
    ),
    On(
        DeliveredEvent.REPLACE_DATA,
        (
            DeliveredState.IDLE,
            DeliveredState.REMOVE_FAILED,
            DeliveredState.INSTALL_FAILED_WITH_DATA,
            DeliveredState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DeliveredState.IDLE,
        spec="scomo-1.0/states.yaml:173",
        when=_delivered_when_2,
        status=200,
        assign=_delivered_set_3,
    ),
    On(
        DeliveredEvent.PACKAGE_REFUSED,
        (DeliveredState.INSTALL_PROGRESSING,),
        DeliveredState.INSTALL_FAILED_WITH_DATA,
        spec="scomo-1.0/states.yaml:174",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.INSTALLED,
        (DeliveredState.INSTALL_PROGRESSING,),
        DeliveredState.IDLE,
        spec="scomo-1.0/states.yaml:175",
        result=Result.SUCCESS,
        assign=_delivered_set_4,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.INSTALL_FAILS,
        (DeliveredState.INSTALL_PROGRESSING,),
        DeliveredState.INSTALL_FAILED_WITH_DATA,
        spec="scomo-1.0/states.yaml:176",
        when=_delivered_when_1,
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.INSTALL_FAILS,
        (DeliveredState.INSTALL_PROGRESSING,),
        DeliveredState.INSTALL_FAILED_WITHOUT_DATA,
        spec="scomo-1.0/states.yaml:177",
        when=_delivered_when_3,
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.COMPONENTS_REMOVED,
        (DeliveredState.IDLE,),
        DeliveredState.IDLE,
        spec="scomo-1.0/states.yaml:178",
        assign=_delivered_set_3,
    ),
    On(
        DeliveredEvent.REMOVED,
        (DeliveredState.REMOVE_PROGRESSING,),
        DeliveredState.GONE,
        spec="scomo-1.0/states.yaml:179",
        result=Result.SUCCESS,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.REMOVE_FAILS,
        (DeliveredState.REMOVE_PROGRESSING,),
        DeliveredState.REMOVE_FAILED,
        spec="scomo-1.0/states.yaml:180",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.CLEAN_UP,
        (DeliveredState.REMOVE_FAILED, DeliveredState.INSTALL_FAILED_WITH_DATA),
        DeliveredState.IDLE,
        spec="scomo-1.0/states.yaml:181",
    ),
    On(
        DeliveredEvent.CLEAN_UP,
        (DeliveredState.INSTALL_FAILED_WITHOUT_DATA,),
        DeliveredState.GONE,
        spec="scomo-1.0/states.yaml:182",
    ),
    On(
        DeliveredEvent.DELETE,
        (
            DeliveredState.IDLE,
            DeliveredState.REMOVE_FAILED,
            DeliveredState.INSTALL_FAILED_WITH_DATA,
            DeliveredState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DeliveredState.GONE,
        spec="scomo-1.0/states.yaml:183",
        status=200,
        do=("discard_package",),
    ),
    Refuse(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL,
        (DeliveredState.IDLE, DeliveredState.INSTALL_FAILED_WITH_DATA),
        spec="scomo-1.0/states.yaml:185",
        when=_delivered_when_3,
        status=405,
        keeps="everything",
    ),
    Refuse(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL_INACTIVE,
        (DeliveredState.IDLE, DeliveredState.INSTALL_FAILED_WITH_DATA),
        spec="scomo-1.0/states.yaml:185",
        when=_delivered_when_3,
        status=405,
        keeps="everything",
    ),
    Refuse(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:191",
        status=405,
        keeps="the running operation",
    ),
    Refuse(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL_INACTIVE,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:191",
        status=405,
        keeps="the running operation",
    ),
    Refuse(
        DeliveredEvent.EXEC_OPERATIONS_REMOVE,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:195",
        status=405,
        keeps="the running operation",
    ),
    Refuse(
        DeliveredEvent.ADD_DATA,
        (
            DeliveredState.IDLE,
            DeliveredState.REMOVE_FAILED,
            DeliveredState.INSTALL_FAILED_WITH_DATA,
            DeliveredState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        spec="scomo-1.0/states.yaml:196",
        when=_delivered_when_4,
        status=405,
        keeps="the package",
    ),
    Refuse(
        DeliveredEvent.REPLACE_DATA,
        (
            DeliveredState.IDLE,
            DeliveredState.REMOVE_FAILED,
            DeliveredState.INSTALL_FAILED_WITH_DATA,
            DeliveredState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        spec="scomo-1.0/states.yaml:196",
        when=_delivered_when_4,
        status=405,
        keeps="the package",
    ),
    Refuse(
        DeliveredEvent.ADD_DATA,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:197",
        status=405,
        keeps="the running operation and its package",
    ),
    Refuse(
        DeliveredEvent.REPLACE_DATA,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:197",
        status=405,
        keeps="the running operation and its package",
    ),
    Refuse(
        DeliveredEvent.DELETE, OTHERWISE, spec="scomo-1.0/states.yaml:198", status=405, keeps="the running operation"
    ),
    Refuse(DeliveredEvent.PACKAGE_REFUSED, OTHERWISE, spec="scomo-1.0/states.yaml:199", keeps="everything"),
    Refuse(DeliveredEvent.INSTALLED, OTHERWISE, spec="scomo-1.0/states.yaml:199", keeps="everything"),
    Refuse(DeliveredEvent.INSTALL_FAILS, OTHERWISE, spec="scomo-1.0/states.yaml:199", keeps="everything"),
    Refuse(DeliveredEvent.COMPONENTS_REMOVED, OTHERWISE, spec="scomo-1.0/states.yaml:199", keeps="everything"),
    Refuse(DeliveredEvent.REMOVED, OTHERWISE, spec="scomo-1.0/states.yaml:199", keeps="everything"),
    Refuse(DeliveredEvent.REMOVE_FAILS, OTHERWISE, spec="scomo-1.0/states.yaml:199", keeps="everything"),
    Refuse(DeliveredEvent.CLEAN_UP, OTHERWISE, spec="scomo-1.0/states.yaml:199", keeps="everything"),
    Refuse(
        DeliveredEvent.RESTART,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:203",
        keeps="the state, the order owed, the package",
    ),
)
"""What happens in each state on each event of the machine `delivered`.

Spec: scomo-1.0/states.yaml:128
"""

DELIVERED: Final = Machine("scomo-1.1 delivered", DELIVERED_TABLE)
"""The machine `delivered`."""


class DeployedEvent(Enum):
    """What can happen to the machine `deployed`."""

    EXEC_OPERATIONS_ACTIVATE = "exec x/Inventory/Deployed/<x>/Operations/Activate"
    """The server orders the component to be switched on."""
    EXEC_OPERATIONS_DEACTIVATE = "exec x/Inventory/Deployed/<x>/Operations/Deactivate"
    """The server orders the component to be switched off."""
    EXEC_OPERATIONS_REMOVE = "exec x/Inventory/Deployed/<x>/Operations/Remove"
    """The server orders the removal of the component."""
    STARTS_ACTIVE = "starts_active"
    """The installation left the component in use."""
    ACTIVATED = "activated"
    """The component is in use."""
    ACTIVATE_FAILS = "activate_fails"
    """The component could not be switched on."""
    DEACTIVATED = "deactivated"
    """The component is out of use."""
    DEACTIVATE_FAILS = "deactivate_fails"
    """The component could not be switched off."""
    REMOVED = "removed"
    """The component is off the device."""
    REMOVE_FAILS = "remove_fails"
    """The component could not be removed."""
    CLEAN_UP = "clean_up"
    """The device tidies up after an end state."""
    RESTART = "restart"
    """The device starts again after power off or a crash."""


class DeployedComponentState(Enum):
    """Whether the component is in use."""

    INACTIVE = "inactive"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class DeployedVariables:
    """What the machine `deployed` remembers beside its state, over restarts too."""

    component_state: DeployedComponentState = DeployedComponentState.INACTIVE
    """Whether the component is in use."""

    @classmethod
    def restore(cls, stored: dict[str, Any]) -> DeployedVariables:
        """The variables as the journal kept them; those it does not know yet have their initial values."""
        return cls(component_state=DeployedComponentState[stored.get("component_state", "INACTIVE")])


class DeployedFacts(Protocol):
    """What only the device knows at the moment."""


_DeployedContext = Context[DeployedVariables, DeployedFacts]


def _deployed_when_1(c: _DeployedContext) -> bool:
    """component_state = inactive"""
    return c.variables.component_state == DeployedComponentState.INACTIVE


def _deployed_when_2(c: _DeployedContext) -> bool:
    """component_state = active"""
    return c.variables.component_state == DeployedComponentState.ACTIVE


def _deployed_set_1(c: _DeployedContext) -> DeployedVariables:
    return replace(c.variables, component_state=DeployedComponentState.ACTIVE)


def _deployed_set_2(c: _DeployedContext) -> DeployedVariables:
    return replace(c.variables, component_state=DeployedComponentState.INACTIVE)


DEPLOYED_TABLE: Final[Table[DeployedState, DeployedEvent]] = table(
    DeployedState,
    On(
        DeployedEvent.EXEC_OPERATIONS_ACTIVATE,
        (DeployedState.IDLE,),
        DeployedState.ACTIVATE_PROGRESSING,
        spec="scomo-1.0/states.yaml:281",
        when=_deployed_when_1,
        status=202,
        do=("activate_component",),
        owes="operation_complete",
    ),
    On(
        DeployedEvent.EXEC_OPERATIONS_DEACTIVATE,
        (DeployedState.IDLE,),
        DeployedState.DEACTIVATE_PROGRESSING,
        spec="scomo-1.0/states.yaml:282",
        when=_deployed_when_2,
        status=202,
        do=("deactivate_component",),
        owes="operation_complete",
    ),
    On(
        DeployedEvent.EXEC_OPERATIONS_REMOVE,
        (DeployedState.IDLE,),
        DeployedState.REMOVE_PROGRESSING,
        spec="scomo-1.0/states.yaml:283",
        when=_deployed_when_1,
        status=202,
        do=("remove_component",),
        owes="operation_complete",
    ),
    On(
        DeployedEvent.STARTS_ACTIVE,
        (DeployedState.IDLE,),
        DeployedState.IDLE,
        spec="scomo-1.0/states.yaml:284",
        assign=_deployed_set_1,
    ),
    On(
        DeployedEvent.ACTIVATED,
        (DeployedState.ACTIVATE_PROGRESSING,),
        DeployedState.IDLE,
        spec="scomo-1.0/states.yaml:285",
        result=Result.SUCCESS,
        assign=_deployed_set_1,
        send=(OWED,),
    ),
    On(
        DeployedEvent.ACTIVATE_FAILS,
        (DeployedState.ACTIVATE_PROGRESSING,),
        DeployedState.ACTIVATE_FAILED,
        spec="scomo-1.0/states.yaml:286",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DeployedEvent.DEACTIVATED,
        (DeployedState.DEACTIVATE_PROGRESSING,),
        DeployedState.IDLE,
        spec="scomo-1.0/states.yaml:287",
        result=Result.SUCCESS,
        assign=_deployed_set_2,
        send=(OWED,),
    ),
    On(
        DeployedEvent.DEACTIVATE_FAILS,
        (DeployedState.DEACTIVATE_PROGRESSING,),
        DeployedState.DEACTIVATE_FAILED,
        spec="scomo-1.0/states.yaml:288",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DeployedEvent.REMOVED,
        (DeployedState.REMOVE_PROGRESSING,),
        DeployedState.GONE,
        spec="scomo-1.0/states.yaml:289",
        result=Result.SUCCESS,
        send=(OWED,),
    ),
    On(
        DeployedEvent.REMOVE_FAILS,
        (DeployedState.REMOVE_PROGRESSING,),
        DeployedState.REMOVE_FAILED,
        spec="scomo-1.0/states.yaml:290",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DeployedEvent.CLEAN_UP,
        (DeployedState.REMOVE_FAILED, DeployedState.ACTIVATE_FAILED, DeployedState.DEACTIVATE_FAILED),
        DeployedState.IDLE,
        spec="scomo-1.0/states.yaml:291",
    ),
    Refuse(
        DeployedEvent.EXEC_OPERATIONS_ACTIVATE,
        (DeployedState.IDLE,),
        spec="scomo-1.0/states.yaml:293",
        when=_deployed_when_2,
        status=405,
        keeps="everything",
    ),
    Refuse(
        DeployedEvent.EXEC_OPERATIONS_ACTIVATE,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:294",
        status=405,
        keeps="the running operation or what the last one left",
    ),
    Refuse(
        DeployedEvent.EXEC_OPERATIONS_DEACTIVATE,
        (DeployedState.IDLE,),
        spec="scomo-1.0/states.yaml:295",
        when=_deployed_when_1,
        status=405,
        keeps="everything",
    ),
    Refuse(
        DeployedEvent.EXEC_OPERATIONS_DEACTIVATE,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:296",
        status=405,
        keeps="the running operation or what the last one left",
    ),
    Refuse(
        DeployedEvent.EXEC_OPERATIONS_REMOVE,
        (DeployedState.IDLE,),
        spec="scomo-1.0/states.yaml:297",
        when=_deployed_when_2,
        status=405,
        keeps="everything",
    ),
    Refuse(
        DeployedEvent.EXEC_OPERATIONS_REMOVE,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:298",
        status=405,
        keeps="the running operation or what the last one left",
    ),
    Refuse(DeployedEvent.STARTS_ACTIVE, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.ACTIVATED, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.ACTIVATE_FAILS, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.DEACTIVATED, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.DEACTIVATE_FAILS, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.REMOVED, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.REMOVE_FAILS, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.CLEAN_UP, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.RESTART, OTHERWISE, spec="scomo-1.0/states.yaml:303", keeps="the state, the order owed"),
)
"""What happens in each state on each event of the machine `deployed`.

Spec: scomo-1.0/states.yaml:246
"""

DEPLOYED: Final = Machine("scomo-1.1 deployed", DEPLOYED_TABLE)
"""The machine `deployed`."""
