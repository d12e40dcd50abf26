"""The typed tree of lawmo 1.0.

A class stands for an interior node; its attributes are the nodes below it.
"""

from __future__ import annotations

from enum import IntEnum

from swm.tree import (
    BOOLEAN,
    INTEGER,
    NOTHING,
    ONE,
    ONE_OR_MORE,
    TEXT,
    ZERO_OR_ONE,
    Child,
    Children,
    Interior,
    Leaf,
    NodeSpec,
    access,
    enumerated,
)


class LockState(IntEnum):
    """How far the device is locked. State shows it while an operation runs as it was before the
    operation; which operation runs is remembered beside it."""

    FULLY_LOCKED = 10
    """Only emergency calls are possible."""
    PARTIALLY_LOCKED = 20
    """A part is locked."""
    UNLOCKED = 30
    """Everything is possible."""


class LawmoExt(Interior):
    """For makers.

    x/Ext: node, ZeroOrOne, Get.
    Spec: lawmo-1.0/objects.yaml:43
    """

    ACCESS = access.Get


class LawmoOperationsExt(Interior):
    """For makers.

    x/Operations/Ext: node, ZeroOrOne, Get.
    Spec: lawmo-1.0/objects.yaml:42
    """

    ACCESS = access.Get


class LawmoOperations(Interior):
    """Operations.

    x/Operations: node, One, Get.
    Spec: lawmo-1.0/objects.yaml:31
    """

    ACCESS = access.Get

    fully_lock = Leaf("FullyLock", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Lock everything but emergency calls.

    x/Operations/FullyLock: null, ZeroOrOne, Exec.
    Spec: lawmo-1.0/objects.yaml:37
    """

    partially_lock = Leaf("PartiallyLock", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Lock a part that the maker decides.

    x/Operations/PartiallyLock: null, ZeroOrOne, Exec.
    Spec: lawmo-1.0/objects.yaml:38
    """

    un_lock = Leaf("UnLock", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Unlock.

    x/Operations/UnLock: null, ZeroOrOne, Exec.
    Spec: lawmo-1.0/objects.yaml:39
    """

    factory_reset = Leaf("FactoryReset", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Bring the device back to what the factory delivered.

    x/Operations/FactoryReset: null, ZeroOrOne, Exec.
    Spec: lawmo-1.0/objects.yaml:40
    """

    wipe = Leaf("Wipe", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Remove user data, and the items selected in AvailableWipeList.

    x/Operations/Wipe: null, ZeroOrOne, Exec.
    Spec: lawmo-1.0/objects.yaml:41
    """

    ext = Child("Ext", LawmoOperationsExt, ZERO_OR_ONE)


class LawmoAvailableWipeListX(Interior):
    """One item.

    x/AvailableWipeList/<x>: node, OneOrMore, Get.
    Spec: lawmo-1.0/objects.yaml:23
    """

    ACCESS = access.Get

    list_item_name = Leaf("ListItemName", TEXT, access.Get, ONE, mime=("text/plain",))
    """Its name.

    x/AvailableWipeList/<x>/ListItemName: chr, One, Get.
    Spec: lawmo-1.0/objects.yaml:29
    """

    to_be_wiped = Leaf("ToBeWiped", BOOLEAN, access.GetReplace, ONE, mime=("text/plain",))
    """Selects the item for Wipe.

    x/AvailableWipeList/<x>/ToBeWiped: bool, One, Get Replace.
    Spec: lawmo-1.0/objects.yaml:30
    """


class LawmoAvailableWipeList(Interior):
    """What can be wiped.

    x/AvailableWipeList: node, ZeroOrOne, Get.
    Spec: lawmo-1.0/objects.yaml:18
    """

    ACCESS = access.Get

    instances = Children(LawmoAvailableWipeListX, ONE_OR_MORE)


class LawmoLAWMOConfig(Interior):
    """Configuration.

    x/LAWMOConfig: node, ZeroOrOne, Get.
    Spec: lawmo-1.0/objects.yaml:12
    """

    ACCESS = access.Get

    notify_user = Leaf("NotifyUser", BOOLEAN, access.GetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Tell the user while an operation runs.

    x/LAWMOConfig/NotifyUser: bool, ZeroOrOne, Get Replace.
    Spec: lawmo-1.0/objects.yaml:17
    """


class LawmoObject(Interior):
    """Locking and wiping of the device.

    x: node, One, Get.
    Spec: lawmo-1.0/objects.yaml:3
    """

    ACCESS = access.Get
    MO_ID = "urn:oma:mo:oma-lawmo:1.0"

    state = Leaf("State", enumerated(LockState, INTEGER), access.Get, ONE, mime=("text/plain",))
    """How far the device is locked.

    x/State: int, One, Get.
    Spec: lawmo-1.0/objects.yaml:11
    """

    lawmo_config = Child("LAWMOConfig", LawmoLAWMOConfig, ZERO_OR_ONE)
    available_wipe_list = Child("AvailableWipeList", LawmoAvailableWipeList, ZERO_OR_ONE)
    operations = Child("Operations", LawmoOperations, ONE)
    ext = Child("Ext", LawmoExt, ZERO_OR_ONE)


LAWMO: NodeSpec = LawmoObject.describe("", ONE, permanent=True)
"""The tree as a device mounts it."""
