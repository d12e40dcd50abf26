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
    """Why the transfer does not run. A voice call that takes the data connection is device_busy."""

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


class PolicyConsent(IntEnum):
    """What the user is told or asked."""

    SILENT = 0
    INFORM = 1
    ASK_BEFORE_DOWNLOAD = 2
    ASK_BEFORE_INSTALL = 3
    ASK_BOTH = 4


class PolicySeverity(IntEnum):
    """How much the package matters, coded as in LwM2M /5/0/11."""

    CRITICAL = 0
    MANDATORY = 1
    OPTIONAL = 2


class ImageServerMode(IntEnum):
    """What an accepted announcement may do by itself."""

    OFF = 0
    ASK = 1
    DOWNLOAD = 2
    DOWNLOAD_AND_INSTALL = 3


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
    AWAITING_AUTHORISATION = 12
    """The DM server or the user has not yet agreed."""
    BROADCAST_SCHEDULED = 14
    """The device listens at the times of the broadcast delivery."""
    DOWNLOAD_CANCELLED = 22
    """The download was given up on order."""
    DOWNLOAD_SUSPENDED = 32
    """Paused by the DM server, the image server or the user; bytes are kept."""
    DOWNLOAD_INTERRUPTED = 34
    """Stopped by a condition of the device or the network; bytes are kept."""
    REPAIR_PROGRESSING = 36
    """Missing parts of a broadcast are fetched."""
    VERIFYING = 38
    """All bytes are stored and being verified."""
    UPDATE_DEFERRED = 55
    """The update waits for its conditions or for the user."""
    UPDATE_SUSPENDED = 65
    """The installer is paused before its point of no return."""


class FumoOperations(Interior):
    """Operations that 1.0 does not have.

    x/Operations: node, ZeroOrOne, Get.
    Spec: fumo-1.1/objects.yaml:13
    """

    ACCESS = access.Get

    suspend = Leaf("Suspend", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Pause.

    x/Operations/Suspend: null, ZeroOrOne, Exec.
    Spec: fumo-1.1/objects.yaml:19
    """

    resume = Leaf("Resume", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Go on, or authorise a download that waits for it.

    x/Operations/Resume: null, ZeroOrOne, Exec.
    Spec: fumo-1.1/objects.yaml:20
    """

    cancel = Leaf("Cancel", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Give up and delete what is stored.

    x/Operations/Cancel: null, ZeroOrOne, Exec.
    Spec: fumo-1.1/objects.yaml:21
    """

    receive_broadcast = Leaf("ReceiveBroadcast", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Arm for the broadcast delivery that Broadcast/Ref names.

    x/Operations/ReceiveBroadcast: null, ZeroOrOne, Exec.
    Spec: fumo-1.1/objects.yaml:22
    """

    receive_broadcast_and_update = Leaf(
        "ReceiveBroadcastAndUpdate", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",)
    )
    """Arm for the broadcast delivery, and update with what it brings.

    x/Operations/ReceiveBroadcastAndUpdate: null, ZeroOrOne, Exec.
    Spec: fumo-1.1/objects.yaml:23
    """


class FumoBroadcast(Adds, Deletes):
    """Ties this object to a broadcast delivery.

    x/Broadcast: node, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:127
    """

    ACCESS = access.AddDeleteGetReplace

    ref = Leaf("Ref", TEXT, access.AddDeleteGetReplace, ONE, mime=("text/plain",))
    """URI of an entry of the broadcast delivery object.

    x/Broadcast/Ref: chr, One, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:132
    """

    file_uri = Leaf("FileURI", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Content-Location of the file in the FDT; the only file when absent.

    x/Broadcast/FileURI: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:133
    """


class FumoImageServer(Adds, Deletes):
    """Lets image servers start transfers for this object.

    x/ImageServer: node, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:110
    """

    ACCESS = access.AddDeleteGetReplace

    ref = Leaf("Ref", TEXT, access.AddDeleteGetReplace, ONE, mime=("text/plain",))
    """URI of an entry of the image server object.

    x/ImageServer/Ref: chr, One, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:115
    """

    mode = Leaf(
        "Mode",
        enumerated(ImageServerMode, INTEGER),
        access.AddDeleteGetReplace,
        ONE,
        mime=("text/plain",),
        default="0",
        values=frozenset(("0", "1", "2", "3")),
    )
    """What an accepted announcement may do by itself.

    x/ImageServer/Mode: int, One, Add Delete Get Replace, default 0.
    Spec: swm-common-1.0/objects.yaml:116
    """


class FumoSecurity(Adds, Deletes):
    """What the DM server vouches for. Every leaf that is present is checked.

    x/Security: node, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:91
    """

    ACCESS = access.AddDeleteGetReplace

    pkg_size = Leaf("PkgSize", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Length of the package, in decimal digits.

    x/Security/PkgSize: chr, ZeroOrOne, Add Delete Get Replace, unit byte.
    Spec: swm-common-1.0/objects.yaml:96
    """

    digest_alg = Leaf("DigestAlg", TEXT, access.AddDeleteGetReplace, ONE, mime=("text/plain",), default="sha-256")
    """Digest algorithm; md5 and sha-1 are refused.

    x/Security/DigestAlg: chr, One, Add Delete Get Replace, default sha-256.
    Spec: swm-common-1.0/objects.yaml:97
    """

    digest = Leaf(
        "Digest", BINARY, access.AddDeleteGetReplace, ONE, mime=("application/octet-stream",), default="", max_size=64
    )
    """Digest of the package as transferred. Where it is empty, signed metadata alone say what the
    digest is; a package without them is refused.

    x/Security/Digest: bin, One, Add Delete Get Replace, at most 64 octets, default empty.
    Spec: swm-common-1.0/objects.yaml:98
    """

    sig_format = Leaf("SigFormat", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Form of the signature: dsse (Ed25519).

    x/Security/SigFormat: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:99
    """

    signature = Leaf(
        "Signature", BINARY, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("application/octet-stream",), max_size=16384
    )
    """Detached signature.

    x/Security/Signature: bin, ZeroOrOne, Add Delete Get Replace, at most 16384 octets.
    Spec: swm-common-1.0/objects.yaml:100
    """

    signer_ref = Leaf("SignerRef", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """URI of the node with the trust anchor, or the id of a key.

    x/Security/SignerRef: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:101
    """

    enc_alg = Leaf("EncAlg", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Cipher of each chunk: AES-256-GCM. A chunk is one block: the enciphered octets, then the tag of
    16. The nonce of block n is n in 12 octets; additional data are swm-chunk, n in 8 octets, and 1
    for the last block, 0 for all others. Digests are over what is transferred. Plain text is not
    stored before hand-over. Where it is empty, signed metadata say whether the package is
    encrypted.

    x/Security/EncAlg: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:102
    """

    key_ref = Leaf("KeyRef", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Id of the key that wraps the content key.

    x/Security/KeyRef: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:103
    """

    content_key = Leaf(
        "ContentKey", BINARY, access.AddDeleteReplace, ZERO_OR_ONE, mime=("application/octet-stream",), max_size=512
    )
    """Content key of this one package, wrapped by the key of KeyRef (AES key wrap, RFC 3394). It can
    never be read.

    x/Security/ContentKey: bin, ZeroOrOne, Add Delete Replace, at most 512 octets.
    Spec: swm-common-1.0/objects.yaml:104
    """

    seq_no = Leaf("SeqNo", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Security counter of the package. It must not be below the stored floor and never raises it.

    x/Security/SeqNo: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:105
    """

    not_after = Leaf("NotAfter", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """UTC time after which installing must not begin.

    x/Security/NotAfter: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:106
    """


class FumoPolicy(Adds, Deletes):
    """Rules for transfer and installation.

    x/Policy: node, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:54
    """

    ACCESS = access.AddDeleteGetReplace

    auto_resume = Leaf(
        "AutoResume", BOOLEAN, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="true"
    )
    """The client resumes an interrupted transfer by itself.

    x/Policy/AutoResume: bool, ZeroOrOne, Add Delete Get Replace, default true.
    Spec: swm-common-1.0/objects.yaml:59
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
    Spec: swm-common-1.0/objects.yaml:60
    """

    max_restarts = Leaf(
        "MaxRestarts", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="1", low=0
    )
    """How often a transfer may start over when the object changed or ranges are refused.

    x/Policy/MaxRestarts: int, ZeroOrOne, Add Delete Get Replace, 0.., default 1.
    Spec: swm-common-1.0/objects.yaml:61
    """

    min_free_storage = Leaf("MinFreeStorage", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Free storage below which a transfer is interrupted, in decimal digits.

    x/Policy/MinFreeStorage: chr, ZeroOrOne, Add Delete Get Replace, unit byte.
    Spec: swm-common-1.0/objects.yaml:62
    """

    max_resume_attempts = Leaf(
        "MaxResumeAttempts", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="10", low=0
    )
    """How often the client tries to resume by itself.

    x/Policy/MaxResumeAttempts: int, ZeroOrOne, Add Delete Get Replace, 0.., default 10.
    Spec: swm-common-1.0/objects.yaml:63
    """

    initial_backoff = Leaf(
        "InitialBackoff", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="60", low=0
    )
    """Wait before the first attempt; it doubles with each failure, with a jitter of half of it either
    way.

    x/Policy/InitialBackoff: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default 60.
    Spec: swm-common-1.0/objects.yaml:64
    """

    max_backoff = Leaf(
        "MaxBackoff", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="3600", low=0
    )
    """Longest wait between two attempts.

    x/Policy/MaxBackoff: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default 3600.
    Spec: swm-common-1.0/objects.yaml:65
    """

    allowed_bearers = Leaf("AllowedBearers", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Bearers that may be used, separated by commas; any when absent.

    x/Policy/AllowedBearers: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:66
    """

    allow_roaming = Leaf(
        "AllowRoaming", BOOLEAN, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="false"
    )
    """A transfer may run while roaming.

    x/Policy/AllowRoaming: bool, ZeroOrOne, Add Delete Get Replace, default false.
    Spec: swm-common-1.0/objects.yaml:67
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
    """Charge below which nothing is resumed or installed.

    x/Policy/MinBattery: int, ZeroOrOne, Add Delete Get Replace, 0..100, unit %, default 30.
    Spec: swm-common-1.0/objects.yaml:68
    """

    max_rate = Leaf(
        "MaxRate", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="0", low=0
    )
    """Fastest transfer; 0 means without limit.

    x/Policy/MaxRate: int, ZeroOrOne, Add Delete Get Replace, 0.., unit kbit/s, default 0.
    Spec: swm-common-1.0/objects.yaml:69
    """

    window = Leaf("Window", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """When transfers and installations may run, in the device's local time: ISO 8601 intervals or
    daily HHMM-HHMM ranges, separated by commas.

    x/Policy/Window: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:70
    """

    consent = Leaf(
        "Consent",
        enumerated(PolicyConsent, INTEGER),
        access.AddDeleteGetReplace,
        ZERO_OR_ONE,
        mime=("text/plain",),
        default="0",
        values=frozenset(("0", "1", "2", "3", "4")),
    )
    """What the user is told or asked.

    x/Policy/Consent: int, ZeroOrOne, Add Delete Get Replace, default 0.
    Spec: swm-common-1.0/objects.yaml:71
    """

    severity = Leaf(
        "Severity",
        enumerated(PolicySeverity, INTEGER),
        access.AddDeleteGetReplace,
        ZERO_OR_ONE,
        mime=("text/plain",),
        default="1",
        values=frozenset(("0", "1", "2")),
    )
    """How much the package matters, coded as in LwM2M /5/0/11.

    x/Policy/Severity: int, ZeroOrOne, Add Delete Get Replace, default 1.
    Spec: swm-common-1.0/objects.yaml:79
    """

    max_defer_period = Leaf(
        "MaxDeferPeriod", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="0", low=0
    )
    """How long a user may defer, as in LwM2M /5/0/13; 0 means not at all.

    x/Policy/MaxDeferPeriod: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default 0.
    Spec: swm-common-1.0/objects.yaml:87
    """


class FumoTransfer(Interior):
    """Progress of the current or last transfer. It survives power loss.

    x/Transfer: node, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:23
    """

    ACCESS = access.Get

    transaction_id = Leaf("TransactionID", TEXT, access.Get, ONE, mime=("text/plain",))
    """Made by the client; the same over suspend, resume and restart, and sent in every new alert.

    x/Transfer/TransactionID: chr, One, Get.
    Spec: swm-common-1.0/objects.yaml:28
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
    Spec: swm-common-1.0/objects.yaml:29
    """

    source = Leaf("Source", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """URL or broadcast Content-Location in use.

    x/Transfer/Source: chr, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:36
    """

    total_size = Leaf("TotalSize", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Length of the package, in decimal digits.

    x/Transfer/TotalSize: chr, ZeroOrOne, Get, unit byte.
    Spec: swm-common-1.0/objects.yaml:37
    """

    bytes_received = Leaf("BytesReceived", TEXT, access.Get, ONE, mime=("text/plain",))
    """What is safely stored, in decimal digits.

    x/Transfer/BytesReceived: chr, One, Get, unit byte.
    Spec: swm-common-1.0/objects.yaml:38
    """

    validator = Leaf("Validator", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Strong ETag with which the transfer is resumed.

    x/Transfer/Validator: chr, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:39
    """

    suspend_reason = Leaf(
        "SuspendReason",
        enumerated(TransferSuspendReason, INTEGER),
        access.Get,
        ZERO_OR_ONE,
        mime=("text/plain",),
        values=frozenset(("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13")),
    )
    """Why the transfer does not run. A voice call that takes the data connection is device_busy.

    x/Transfer/SuspendReason: int, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:40
    """

    suspended_at = Leaf("SuspendedAt", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Since when, UTC, in the basic form of ISO 8601.

    x/Transfer/SuspendedAt: chr, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:47
    """

    resume_count = Leaf("ResumeCount", INTEGER, access.Get, ZERO_OR_ONE, mime=("text/plain",), low=0)
    """How often the transfer was resumed.

    x/Transfer/ResumeCount: int, ZeroOrOne, Get, 0...
    Spec: swm-common-1.0/objects.yaml:48
    """

    next_attempt_at = Leaf("NextAttemptAt", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """When the client resumes by itself.

    x/Transfer/NextAttemptAt: chr, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:49
    """

    last_result = Leaf("LastResult", INTEGER, access.Get, ONE, mime=("text/plain",), low=0)
    """Last result code of this object, 0 when there is none.

    x/Transfer/LastResult: int, One, Get, 0...
    Spec: swm-common-1.0/objects.yaml:50
    """


class FumoCapabilities(Interior):
    """What this client supports.

    x/Capabilities: node, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:6
    """

    ACCESS = access.Get

    suspend_download = Leaf("SuspendDownload", BOOLEAN, access.Get, ONE, mime=("text/plain",))
    """Suspend and Resume can be used while transferring.

    x/Capabilities/SuspendDownload: bool, One, Get.
    Spec: swm-common-1.0/objects.yaml:11
    """

    suspend_update = Leaf("SuspendUpdate", BOOLEAN, access.Get, ONE, mime=("text/plain",))
    """The installer can be paused before its point of no return.

    x/Capabilities/SuspendUpdate: bool, One, Get.
    Spec: swm-common-1.0/objects.yaml:12
    """

    byte_range_resume = Leaf("ByteRangeResume", BOOLEAN, access.Get, ONE, mime=("text/plain",))
    """The client can go on at an offset (HTTP ranges).

    x/Capabilities/ByteRangeResume: bool, One, Get.
    Spec: swm-common-1.0/objects.yaml:13
    """

    image_server = Leaf("ImageServer", BOOLEAN, access.Get, ONE, mime=("text/plain",))
    """Image servers can start downloads.

    x/Capabilities/ImageServer: bool, One, Get.
    Spec: swm-common-1.0/objects.yaml:14
    """

    broadcast = Leaf("Broadcast", BOOLEAN, access.Get, ONE, mime=("text/plain",))
    """Packages can be received by broadcast.

    x/Capabilities/Broadcast: bool, One, Get.
    Spec: swm-common-1.0/objects.yaml:15
    """

    alert_flow_control = Leaf("AlertFlowControl", BOOLEAN, access.Get, ONE, mime=("text/plain",))
    """The alert flow control object is honoured.

    x/Capabilities/AlertFlowControl: bool, One, Get.
    Spec: swm-common-1.0/objects.yaml:16
    """

    digest_algs = Leaf("DigestAlgs", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Digest algorithms, separated by commas, for example sha-256.

    x/Capabilities/DigestAlgs: chr, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:17
    """

    sig_formats = Leaf("SigFormats", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Forms of signatures, separated by commas, for example dsse, tuf.

    x/Capabilities/SigFormats: chr, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:18
    """

    max_pkg_size = Leaf("MaxPkgSize", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Largest package, in decimal digits (int has 32 bits only).

    x/Capabilities/MaxPkgSize: chr, ZeroOrOne, Get, unit byte.
    Spec: swm-common-1.0/objects.yaml:19
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
    MO_ID = "urn:oma:mo:x-swm-fumo:1.1"

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
    image_server = Child("ImageServer", FumoImageServer, ZERO_OR_ONE)
    broadcast = Child("Broadcast", FumoBroadcast, ZERO_OR_ONE)
    operations = Child("Operations", FumoOperations, ZERO_OR_ONE)


FUMO: NodeSpec = FumoObject.describe("", ZERO_OR_MORE)
"""The tree as a device mounts it."""
