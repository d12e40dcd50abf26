"""The typed tree of fumo 1.1.

A class stands for an interior node; its attributes are the nodes below it.
"""

from __future__ import annotations

from enum import IntEnum

from swm.tree import (
    BINARY,
    BOOLEAN,
    INTEGER,
    NOTHING,
    ONE,
    TEXT,
    ZERO_OR_MORE,
    ZERO_OR_ONE,
    Adds,
    Child,
    Deletes,
    Executes,
    Interior,
    Leaf,
    NodeSpec,
    access,
    enumerated,
)


class TransferMethod(IntEnum):
    """How the package comes."""

    NONE = 0
    DM_LARGE_OBJECT = 1
    HTTP = 2
    DOWNLOAD_DESCRIPTOR = 3
    IMAGE_SERVER = 4
    BROADCAST = 5
    BROADCAST_REPAIR = 6


class TransferSuspendReason(IntEnum):
    """Why the transfer does not run."""

    NONE = 0
    SERVER_COMMAND = 1
    USER = 2
    NETWORK_LOST = 3
    BEARER_NOT_ALLOWED = 4
    ROAMING = 5
    BATTERY = 6
    STORAGE = 7
    OUTSIDE_WINDOW = 8
    DEVICE_BUSY = 9
    BROADCAST_LOST = 10
    SERVER_OVERLOAD = 11
    POWER_OFF = 12
    IMAGE_SERVER = 13


class PackageState(IntEnum):
    """One update package, from the order to the final alert. Arrows are those of figure 10.2;
    what the figure leaves open (an Exec while busy, restart) is decided here and said so."""

    IDLE = 10
    """Nothing is pending."""
    DOWNLOAD_FAILED = 20
    """The download failed."""
    DOWNLOAD_PROGRESSING = 30
    """The download has started."""
    DOWNLOAD_COMPLETE = 40
    """The download finished without error."""
    READY_TO_UPDATE = 50
    """The package is there; the order to update is awaited."""
    UPDATE_PROGRESSING = 60
    """The update has started."""
    UPDATE_FAILED_HAVE_DATA = 70
    """The update failed and the package is kept."""
    UPDATE_FAILED_NO_DATA = 80
    """The update failed and the package is gone."""
    UPDATE_SUCCESSFUL_HAVE_DATA = 90
    """The update is done and the package is kept."""
    UPDATE_SUCCESSFUL_NO_DATA = 100
    """The update is done and the package is deleted."""
    DOWNLOAD_CANCELLED = 22
    """The download was given up on order."""
    DOWNLOAD_SUSPENDED = 32
    """Paused by the DM server or the user; bytes are kept."""
    DOWNLOAD_INTERRUPTED = 34
    """Stopped by a condition of the device or the network; bytes are kept."""
    VERIFYING = 38
    """All bytes are stored and being verified."""


class FumoOperations(Interior):
    """Operations that 1.0 does not have.

    x/Operations: node, ZeroOrOne, Get.
    Spec: fumo-1.1/objects.yaml:63
    """

    ACCESS = access.Get

    suspend = Leaf("Suspend", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Pause.

    x/Operations/Suspend: null, ZeroOrOne, Exec.
    Spec: fumo-1.1/objects.yaml:69
    """

    resume = Leaf("Resume", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Go on.

    x/Operations/Resume: null, ZeroOrOne, Exec.
    Spec: fumo-1.1/objects.yaml:70
    """

    cancel = Leaf("Cancel", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Give up and delete what is stored.

    x/Operations/Cancel: null, ZeroOrOne, Exec.
    Spec: fumo-1.1/objects.yaml:71
    """


class FumoSecurity(Adds, Deletes):
    """What the DM server vouches for. Every leaf that is present is checked.

    x/Security: node, ZeroOrOne, Add Delete Get Replace.
    Spec: fumo-1.1/objects.yaml:55
    """

    ACCESS = access.AddDeleteGetReplace

    digest_alg = Leaf("DigestAlg", TEXT, access.AddDeleteGetReplace, ONE, mime=("text/plain",), default="sha-256")
    """Digest algorithm; md5 and sha-1 are refused.

    x/Security/DigestAlg: chr, One, Add Delete Get Replace, default sha-256.
    Spec: fumo-1.1/objects.yaml:61
    """

    digest = Leaf("Digest", BINARY, access.AddDeleteGetReplace, ONE, mime=("application/octet-stream",), max_size=64)
    """Digest of the package as transferred.

    x/Security/Digest: bin, One, Add Delete Get Replace, at most 64 octets.
    Spec: fumo-1.1/objects.yaml:62
    """


class FumoPolicy(Adds, Deletes):
    """Rules for transfer and installation.

    x/Policy: node, ZeroOrOne, Add Delete Get Replace.
    Spec: fumo-1.1/objects.yaml:45
    """

    ACCESS = access.AddDeleteGetReplace

    auto_resume = Leaf(
        "AutoResume", BOOLEAN, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="true"
    )
    """The client resumes an interrupted transfer by itself.

    x/Policy/AutoResume: bool, ZeroOrOne, Add Delete Get Replace, default true.
    Spec: fumo-1.1/objects.yaml:51
    """

    max_suspend_time = Leaf(
        "MaxSuspendTime",
        INTEGER,
        access.AddDeleteGetReplace,
        ZERO_OR_ONE,
        mime=("text/plain",),
        default="604800",
        low=0,
    )
    """Longest time a transfer may stand still; 0 means without limit.

    x/Policy/MaxSuspendTime: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default 604800.
    Spec: fumo-1.1/objects.yaml:52
    """

    max_resume_attempts = Leaf(
        "MaxResumeAttempts", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="10", low=0
    )
    """How often the client tries to resume by itself.

    x/Policy/MaxResumeAttempts: int, ZeroOrOne, Add Delete Get Replace, 0.., default 10.
    Spec: fumo-1.1/objects.yaml:53
    """

    min_battery = Leaf(
        "MinBattery",
        INTEGER,
        access.AddDeleteGetReplace,
        ZERO_OR_ONE,
        mime=("text/plain",),
        default="30",
        low=0,
        high=100,
    )
    """Charge below which no update starts.

    x/Policy/MinBattery: int, ZeroOrOne, Add Delete Get Replace, 0..100, unit %, default 30.
    Spec: fumo-1.1/objects.yaml:54
    """


class FumoTransfer(Interior):
    """Progress of the current or last transfer. It survives power loss.

    x/Transfer: node, ZeroOrOne, Get.
    Spec: fumo-1.1/objects.yaml:17
    """

    ACCESS = access.Get

    transaction_id = Leaf("TransactionID", TEXT, access.Get, ONE, mime=("text/plain",))
    """Made by the client; the same over suspend, resume and restart.

    x/Transfer/TransactionID: chr, One, Get.
    Spec: fumo-1.1/objects.yaml:23
    """

    method = Leaf(
        "Method",
        enumerated(TransferMethod, INTEGER),
        access.Get,
        ONE,
        mime=("text/plain",),
        values=frozenset(("0", "1", "2", "3", "4", "5", "6")),
    )
    """How the package comes.

    x/Transfer/Method: int, One, Get.
    Spec: fumo-1.1/objects.yaml:24
    """

    source = Leaf("Source", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """URL in use.

    x/Transfer/Source: chr, ZeroOrOne, Get.
    Spec: fumo-1.1/objects.yaml:32
    """

    total_size = Leaf("TotalSize", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Length of the package, in decimal digits.

    x/Transfer/TotalSize: chr, ZeroOrOne, Get, unit byte.
    Spec: fumo-1.1/objects.yaml:33
    """

    bytes_received = Leaf("BytesReceived", TEXT, access.Get, ONE, mime=("text/plain",))
    """What is safely stored, in decimal digits.

    x/Transfer/BytesReceived: chr, One, Get, unit byte.
    Spec: fumo-1.1/objects.yaml:34
    """

    validator = Leaf("Validator", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Strong ETag with which the transfer is resumed.

    x/Transfer/Validator: chr, ZeroOrOne, Get.
    Spec: fumo-1.1/objects.yaml:35
    """

    suspend_reason = Leaf(
        "SuspendReason",
        enumerated(TransferSuspendReason, INTEGER),
        access.Get,
        ZERO_OR_ONE,
        mime=("text/plain",),
        values=frozenset(("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13")),
    )
    """Why the transfer does not run.

    x/Transfer/SuspendReason: int, ZeroOrOne, Get.
    Spec: fumo-1.1/objects.yaml:36
    """

    resume_count = Leaf("ResumeCount", INTEGER, access.Get, ZERO_OR_ONE, mime=("text/plain",), low=0)
    """How often the transfer was resumed.

    x/Transfer/ResumeCount: int, ZeroOrOne, Get, 0...
    Spec: fumo-1.1/objects.yaml:43
    """

    last_result = Leaf("LastResult", INTEGER, access.Get, ONE, mime=("text/plain",), low=0)
    """Last result code of this object, 0 when there is none.

    x/Transfer/LastResult: int, One, Get, 0...
    Spec: fumo-1.1/objects.yaml:44
    """


class FumoCapabilities(Interior):
    """What this client supports.

    x/Capabilities: node, ZeroOrOne, Get.
    Spec: fumo-1.1/objects.yaml:6
    """

    ACCESS = access.Get

    suspend_download = Leaf("SuspendDownload", BOOLEAN, access.Get, ONE, mime=("text/plain",))
    """Suspend and Resume can be used while transferring.

    x/Capabilities/SuspendDownload: bool, One, Get.
    Spec: fumo-1.1/objects.yaml:12
    """

    suspend_update = Leaf("SuspendUpdate", BOOLEAN, access.Get, ONE, mime=("text/plain",))
    """The installer can be paused before its point of no return.

    x/Capabilities/SuspendUpdate: bool, One, Get.
    Spec: fumo-1.1/objects.yaml:13
    """

    byte_range_resume = Leaf("ByteRangeResume", BOOLEAN, access.Get, ONE, mime=("text/plain",))
    """The client can go on at an offset (HTTP ranges).

    x/Capabilities/ByteRangeResume: bool, One, Get.
    Spec: fumo-1.1/objects.yaml:14
    """

    digest_algs = Leaf("DigestAlgs", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Digest algorithms, separated by commas, for example sha-256.

    x/Capabilities/DigestAlgs: chr, ZeroOrOne, Get.
    Spec: fumo-1.1/objects.yaml:15
    """

    max_pkg_size = Leaf("MaxPkgSize", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Largest package, in decimal digits (int has 32 bits only).

    x/Capabilities/MaxPkgSize: chr, ZeroOrOne, Get, unit byte.
    Spec: fumo-1.1/objects.yaml:16
    """


class FumoExt(Interior):
    """Maker's extensions.

    x/Ext: node, ZeroOrOne, Get.
    Spec: fumo-1.0/objects.yaml:68
    """

    ACCESS = access.Get


class FumoDownloadAndUpdate(Executes):
    """Exec here starts a download from PkgURL; the update follows as soon as practical, without
    another order.

    x/DownloadAndUpdate: node, ZeroOrOne, Exec Get.
    Spec: fumo-1.0/objects.yaml:44
    """

    ACCESS = access.ExecGet

    pkg_url = Leaf("PkgURL", TEXT, access.GetReplace, ONE, mime=("text/plain",))
    """URL of the package or of a download descriptor. Writing it starts nothing.

    x/DownloadAndUpdate/PkgURL: chr, One, Get Replace.
    Spec: fumo-1.0/objects.yaml:51
    """


class FumoUpdate(Executes):
    """Exec here applies the package that is on the device. A device has this node or
    DownloadAndUpdate, or both.

    x/Update: node, ZeroOrOne, Exec Get.
    Spec: fumo-1.0/objects.yaml:29
    """

    ACCESS = access.ExecGet

    pkg_data = Leaf("PkgData", BINARY, access.Replace, ZERO_OR_ONE, mime=("application/octet-stream",))
    """The package, delivered in the DM session as a large object. It cannot be read.

    x/Update/PkgData: bin, ZeroOrOne, Replace.
    Spec: fumo-1.0/objects.yaml:36
    """


class FumoDownload(Executes):
    """Exec here starts a download from PkgURL.

    x/Download: node, ZeroOrOne, Exec Get.
    Spec: fumo-1.0/objects.yaml:13
    """

    ACCESS = access.ExecGet

    pkg_url = Leaf("PkgURL", TEXT, access.GetReplace, ONE, mime=("text/plain",))
    """URL of the package or of a download descriptor. Writing it starts nothing.

    x/Download/PkgURL: chr, One, Get Replace.
    Spec: fumo-1.0/objects.yaml:20
    """


class FumoObject(Interior):
    """One update package. The device may hold it from the start, or servers may create it, or both.

    x: node, ZeroOrMore, Get.
    Spec: fumo-1.0/objects.yaml:3
    """

    ACCESS = access.Get
    MO_ID = "urn:oma:mo:oma-fumo:1.1"

    pkg_name = Leaf("PkgName", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Name of the package to show.

    x/PkgName: chr, ZeroOrOne, Get.
    Spec: fumo-1.0/objects.yaml:11
    """

    pkg_version = Leaf("PkgVersion", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Version of the package, in the maker's own form.

    x/PkgVersion: chr, ZeroOrOne, Get.
    Spec: fumo-1.0/objects.yaml:12
    """

    download = Child("Download", FumoDownload, ZERO_OR_ONE)
    update = Child("Update", FumoUpdate, ZERO_OR_ONE)
    download_and_update = Child("DownloadAndUpdate", FumoDownloadAndUpdate, ZERO_OR_ONE)
    state = Leaf("State", enumerated(PackageState, INTEGER), access.Get, ONE, mime=("text/plain",))
    """State of this update.

    x/State: int, One, Get.
    Spec: fumo-1.0/objects.yaml:60
    """

    ext = Child("Ext", FumoExt, ZERO_OR_ONE)
    capabilities = Child("Capabilities", FumoCapabilities, ZERO_OR_ONE)
    transfer = Child("Transfer", FumoTransfer, ZERO_OR_ONE)
    policy = Child("Policy", FumoPolicy, ZERO_OR_ONE)
    security = Child("Security", FumoSecurity, ZERO_OR_ONE)
    operations = Child("Operations", FumoOperations, ZERO_OR_ONE)


FUMO: NodeSpec = FumoObject.describe("", ZERO_OR_MORE)
"""The tree as a device mounts it."""
