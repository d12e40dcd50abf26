"""The typed tree of scomo 1.2.

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
    Children,
    Deletes,
    Interior,
    Leaf,
    NodeSpec,
    access,
    enumerated,
)


class DownloadXTransferMethod(IntEnum):
    """How the package comes."""

    NONE = 0
    DM_LARGE_OBJECT = 1
    HTTP = 2
    DOWNLOAD_DESCRIPTOR = 3
    IMAGE_SERVER = 4
    BROADCAST = 5
    BROADCAST_REPAIR = 6


class DownloadXTransferSuspendReason(IntEnum):
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


class DownloadXPolicyConsent(IntEnum):
    """What the user is told or asked."""

    SILENT = 0
    INFORM = 1
    ASK_BEFORE_DOWNLOAD = 2
    ASK_BEFORE_INSTALL = 3
    ASK_BOTH = 4


class DownloadXPolicySeverity(IntEnum):
    """How much the package matters, coded as in LwM2M /5/0/11."""

    CRITICAL = 0
    MANDATORY = 1
    OPTIONAL = 2


class DownloadXImageServerMode(IntEnum):
    """What an accepted announcement may do by itself."""

    OFF = 0
    ASK = 1
    DOWNLOAD = 2
    DOWNLOAD_AND_INSTALL = 3


class InventoryDeliveredXState(IntEnum):
    """Whether the package is only delivered or installed."""

    DELIVERED = 10
    INSTALLED = 20


class InventoryDeliveredXTransferMethod(IntEnum):
    """How the package comes."""

    NONE = 0
    DM_LARGE_OBJECT = 1
    HTTP = 2
    DOWNLOAD_DESCRIPTOR = 3
    IMAGE_SERVER = 4
    BROADCAST = 5
    BROADCAST_REPAIR = 6


class InventoryDeliveredXTransferSuspendReason(IntEnum):
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


class InventoryDeliveredXPolicyConsent(IntEnum):
    """What the user is told or asked."""

    SILENT = 0
    INFORM = 1
    ASK_BEFORE_DOWNLOAD = 2
    ASK_BEFORE_INSTALL = 3
    ASK_BOTH = 4


class InventoryDeliveredXPolicySeverity(IntEnum):
    """How much the package matters, coded as in LwM2M /5/0/11."""

    CRITICAL = 0
    MANDATORY = 1
    OPTIONAL = 2


class InventoryDeployedXState(IntEnum):
    """Whether the component is in use."""

    INACTIVE = 10
    ACTIVE = 20


class DownloadState(IntEnum):
    """One package to fetch, from the order to the final alert of a download or of a combined
    operation."""

    IDLE = 10
    """Nothing is pending."""
    DOWNLOAD_FAILED = 20
    """The download failed."""
    DOWNLOAD_PROGRESSING = 30
    """The package is being fetched."""
    DOWNLOAD_COMPLETE = 40
    """The package is on the device and listed below Inventory/Delivered."""
    INSTALL_PROGRESSING = 50
    """The package of a combined operation is being installed."""
    INSTALL_FAILED_WITH_DATA = 60
    """The installation failed and the package is kept."""
    INSTALL_FAILED_WITHOUT_DATA = 70
    """The installation failed and the package is gone."""
    GONE = 0
    """A server deleted the node."""
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
    INSTALL_SUSPENDED = 52
    """The installer is paused before its point of no return."""
    INSTALL_DEFERRED = 55
    """The installation waits for its conditions or for the user."""


class DeliveredState(IntEnum):
    """One package that is on the device, to be installed or removed."""

    IDLE = 10
    """Nothing is pending."""
    REMOVE_FAILED = 20
    """The removal failed."""
    REMOVE_PROGRESSING = 30
    """The package is being removed."""
    INSTALL_PROGRESSING = 40
    """The package is being installed."""
    INSTALL_FAILED_WITH_DATA = 50
    """The installation failed and the package is kept."""
    INSTALL_FAILED_WITHOUT_DATA = 60
    """The installation failed and the package is gone. One maker shows 70."""
    GONE = 0
    """The package is removed."""
    INSTALL_SUSPENDED = 42
    """The installer is paused before its point of no return."""
    INSTALL_DEFERRED = 45
    """The installation waits for its conditions or for the user."""


class DeployedState(IntEnum):
    """One component that is installed. Only the device makes these nodes."""

    IDLE = 10
    """Nothing is pending."""
    REMOVE_FAILED = 20
    """The removal failed."""
    REMOVE_PROGRESSING = 30
    """The component is being removed."""
    ACTIVATE_FAILED = 40
    """The activation failed."""
    ACTIVATE_PROGRESSING = 50
    """The component is being switched on."""
    DEACTIVATE_FAILED = 60
    """The deactivation failed."""
    DEACTIVATE_PROGRESSING = 70
    """The component is being switched off."""
    GONE = 0
    """The component is removed."""


class ScomoCapabilities(Interior):
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


class ScomoExt(Interior):
    """Maker extensions. Occurrence and access by analogy, not read in the OMA text.

    x/Ext: node, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:151
    """

    ACCESS = access.Get


class ScomoInventoryDeployedXExt(Interior):
    """Maker extensions. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Deployed/<x>/Ext: node, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:145
    """

    ACCESS = access.Get


class ScomoInventoryDeployedXOperationsExt(Interior):
    """Maker extensions. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Deployed/<x>/Operations/Ext: node, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:139
    """

    ACCESS = access.Get


class ScomoInventoryDeployedXOperations(Interior):
    """Operations.

    x/Inventory/Deployed/<x>/Operations: node, One, Get.
    Spec: scomo-1.0/objects.yaml:129
    """

    ACCESS = access.Get

    activate = Leaf("Activate", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Inactive -> Active.

    x/Inventory/Deployed/<x>/Operations/Activate: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:136
    """

    deactivate = Leaf("Deactivate", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Active -> Inactive.

    x/Inventory/Deployed/<x>/Operations/Deactivate: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:137
    """

    remove = Leaf("Remove", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Uninstall.

    x/Inventory/Deployed/<x>/Operations/Remove: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:138
    """

    ext = Child("Ext", ScomoInventoryDeployedXOperationsExt, ZERO_OR_ONE)


class ScomoInventoryDeployedX(Interior):
    """One installed component; created by the device.

    x/Inventory/Deployed/<x>: node, ZeroOrMore, Get.
    Spec: scomo-1.0/objects.yaml:114
    """

    ACCESS = access.Get

    id = Leaf("ID", TEXT, access.Get, ONE, mime=("text/plain",))
    """Component identifier.

    x/Inventory/Deployed/<x>/ID: chr, One, Get.
    Spec: scomo-1.0/objects.yaml:121
    """

    pkg_id_ref = Leaf("PkgIDRef", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """PkgID of the package it came from. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Deployed/<x>/PkgIDRef: chr, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:122
    """

    name = Leaf("Name", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Display name.

    x/Inventory/Deployed/<x>/Name: chr, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:123
    """

    version = Leaf("Version", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Version.

    x/Inventory/Deployed/<x>/Version: chr, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:124
    """

    description = Leaf("Description", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Free text.

    x/Inventory/Deployed/<x>/Description: chr, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:125
    """

    status = Leaf("Status", enumerated(DeployedState, INTEGER), access.Get, ONE, mime=("text/plain",))
    """Status of activate / deactivate / remove.

    x/Inventory/Deployed/<x>/Status: int, One, Get.
    Spec: scomo-1.0/objects.yaml:126
    """

    state = Leaf(
        "State",
        enumerated(InventoryDeployedXState, INTEGER),
        access.Get,
        ONE,
        mime=("text/plain",),
        values=frozenset(("10", "20")),
    )
    """Whether the component is in use.

    x/Inventory/Deployed/<x>/State: int, One, Get.
    Spec: scomo-1.0/objects.yaml:127
    """

    env_type = Leaf("EnvType", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Execution environment. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Deployed/<x>/EnvType: chr, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:128
    """

    operations = Child("Operations", ScomoInventoryDeployedXOperations, ONE)
    ext = Child("Ext", ScomoInventoryDeployedXExt, ZERO_OR_ONE)


class ScomoInventoryDeployed(Interior):
    """Installed components.

    x/Inventory/Deployed: node, One, Get.
    Spec: scomo-1.0/objects.yaml:107
    """

    ACCESS = access.Get

    instances = Children(ScomoInventoryDeployedX, ZERO_OR_MORE)


class ScomoInventoryDeliveredXSecurity(Adds, Deletes):
    """What the DM server vouches for. Every leaf that is present is checked.

    x/Inventory/Delivered/<x>/Security: node, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:91
    """

    ACCESS = access.AddDeleteGetReplace

    pkg_size = Leaf("PkgSize", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Length of the package, in decimal digits.

    x/Inventory/Delivered/<x>/Security/PkgSize: chr, ZeroOrOne, Add Delete Get Replace, unit byte.
    Spec: swm-common-1.0/objects.yaml:96
    """

    digest_alg = Leaf("DigestAlg", TEXT, access.AddDeleteGetReplace, ONE, mime=("text/plain",), default="sha-256")
    """Digest algorithm; md5 and sha-1 are refused.

    x/Inventory/Delivered/<x>/Security/DigestAlg: chr, One, Add Delete Get Replace, default sha-256.
    Spec: swm-common-1.0/objects.yaml:97
    """

    digest = Leaf(
        "Digest", BINARY, access.AddDeleteGetReplace, ONE, mime=("application/octet-stream",), default="", max_size=64
    )
    """Digest of the package as transferred. Where it is empty, signed metadata alone say what the
    digest is; a package without them is refused.

    x/Inventory/Delivered/<x>/Security/Digest: bin, One, Add Delete Get Replace, at most 64 octets,
    default empty.
    Spec: swm-common-1.0/objects.yaml:98
    """

    sig_format = Leaf("SigFormat", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Form of the signature: dsse (Ed25519).

    x/Inventory/Delivered/<x>/Security/SigFormat: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:99
    """

    signature = Leaf(
        "Signature", BINARY, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("application/octet-stream",), max_size=16384
    )
    """Detached signature.

    x/Inventory/Delivered/<x>/Security/Signature: bin, ZeroOrOne, Add Delete Get Replace, at most
    16384 octets.
    Spec: swm-common-1.0/objects.yaml:100
    """

    signer_ref = Leaf("SignerRef", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """URI of the node with the trust anchor, or the id of a key.

    x/Inventory/Delivered/<x>/Security/SignerRef: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:101
    """

    enc_alg = Leaf("EncAlg", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Cipher of each chunk: AES-256-GCM. A chunk is one block: the enciphered octets, then the tag of
    16. The nonce of block n is n in 12 octets; additional data are swm-chunk, n in 8 octets, and 1
    for the last block, 0 for all others. Digests are over what is transferred. Plain text is not
    stored before hand-over. Where it is empty, signed metadata say whether the package is
    encrypted.

    x/Inventory/Delivered/<x>/Security/EncAlg: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:102
    """

    key_ref = Leaf("KeyRef", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Id of the key that wraps the content key.

    x/Inventory/Delivered/<x>/Security/KeyRef: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:103
    """

    content_key = Leaf(
        "ContentKey", BINARY, access.AddDeleteReplace, ZERO_OR_ONE, mime=("application/octet-stream",), max_size=512
    )
    """Content key of this one package, wrapped by the key of KeyRef (AES key wrap, RFC 3394). It can
    never be read.

    x/Inventory/Delivered/<x>/Security/ContentKey: bin, ZeroOrOne, Add Delete Replace, at most 512
    octets.
    Spec: swm-common-1.0/objects.yaml:104
    """

    seq_no = Leaf("SeqNo", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Security counter of the package. It must not be below the stored floor and never raises it.

    x/Inventory/Delivered/<x>/Security/SeqNo: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:105
    """

    not_after = Leaf("NotAfter", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """UTC time after which installing must not begin.

    x/Inventory/Delivered/<x>/Security/NotAfter: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:106
    """


class ScomoInventoryDeliveredXPolicy(Adds, Deletes):
    """Rules for transfer and installation.

    x/Inventory/Delivered/<x>/Policy: node, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:54
    """

    ACCESS = access.AddDeleteGetReplace

    auto_resume = Leaf(
        "AutoResume", BOOLEAN, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="true"
    )
    """The client resumes an interrupted transfer by itself.

    x/Inventory/Delivered/<x>/Policy/AutoResume: bool, ZeroOrOne, Add Delete Get Replace, default
    true.
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

    x/Inventory/Delivered/<x>/Policy/MaxSuspendTime: int, ZeroOrOne, Add Delete Get Replace, 0..,
    unit s, default 604800.
    Spec: swm-common-1.0/objects.yaml:60
    """

    max_restarts = Leaf(
        "MaxRestarts", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="1", low=0
    )
    """How often a transfer may start over when the object changed or ranges are refused.

    x/Inventory/Delivered/<x>/Policy/MaxRestarts: int, ZeroOrOne, Add Delete Get Replace, 0..,
    default 1.
    Spec: swm-common-1.0/objects.yaml:61
    """

    min_free_storage = Leaf("MinFreeStorage", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Free storage below which a transfer is interrupted, in decimal digits.

    x/Inventory/Delivered/<x>/Policy/MinFreeStorage: chr, ZeroOrOne, Add Delete Get Replace, unit
    byte.
    Spec: swm-common-1.0/objects.yaml:62
    """

    max_resume_attempts = Leaf(
        "MaxResumeAttempts", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="10", low=0
    )
    """How often the client tries to resume by itself.

    x/Inventory/Delivered/<x>/Policy/MaxResumeAttempts: int, ZeroOrOne, Add Delete Get Replace, 0..,
    default 10.
    Spec: swm-common-1.0/objects.yaml:63
    """

    initial_backoff = Leaf(
        "InitialBackoff", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="60", low=0
    )
    """Wait before the first attempt; it doubles with each failure, with a jitter of half of it either
    way.

    x/Inventory/Delivered/<x>/Policy/InitialBackoff: int, ZeroOrOne, Add Delete Get Replace, 0..,
    unit s, default 60.
    Spec: swm-common-1.0/objects.yaml:64
    """

    max_backoff = Leaf(
        "MaxBackoff", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="3600", low=0
    )
    """Longest wait between two attempts.

    x/Inventory/Delivered/<x>/Policy/MaxBackoff: int, ZeroOrOne, Add Delete Get Replace, 0.., unit
    s, default 3600.
    Spec: swm-common-1.0/objects.yaml:65
    """

    allowed_bearers = Leaf("AllowedBearers", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Bearers that may be used, separated by commas; any when absent.

    x/Inventory/Delivered/<x>/Policy/AllowedBearers: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:66
    """

    allow_roaming = Leaf(
        "AllowRoaming", BOOLEAN, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="false"
    )
    """A transfer may run while roaming.

    x/Inventory/Delivered/<x>/Policy/AllowRoaming: bool, ZeroOrOne, Add Delete Get Replace, default
    false.
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

    x/Inventory/Delivered/<x>/Policy/MinBattery: int, ZeroOrOne, Add Delete Get Replace, 0..100,
    unit %, default 30.
    Spec: swm-common-1.0/objects.yaml:68
    """

    max_rate = Leaf(
        "MaxRate", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="0", low=0
    )
    """Fastest transfer; 0 means without limit.

    x/Inventory/Delivered/<x>/Policy/MaxRate: int, ZeroOrOne, Add Delete Get Replace, 0.., unit
    kbit/s, default 0.
    Spec: swm-common-1.0/objects.yaml:69
    """

    window = Leaf("Window", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """When transfers and installations may run, in the device's local time: ISO 8601 intervals or
    daily HHMM-HHMM ranges, separated by commas.

    x/Inventory/Delivered/<x>/Policy/Window: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:70
    """

    consent = Leaf(
        "Consent",
        enumerated(InventoryDeliveredXPolicyConsent, INTEGER),
        access.AddDeleteGetReplace,
        ZERO_OR_ONE,
        mime=("text/plain",),
        default="0",
        values=frozenset(("0", "1", "2", "3", "4")),
    )
    """What the user is told or asked.

    x/Inventory/Delivered/<x>/Policy/Consent: int, ZeroOrOne, Add Delete Get Replace, default 0.
    Spec: swm-common-1.0/objects.yaml:71
    """

    severity = Leaf(
        "Severity",
        enumerated(InventoryDeliveredXPolicySeverity, INTEGER),
        access.AddDeleteGetReplace,
        ZERO_OR_ONE,
        mime=("text/plain",),
        default="1",
        values=frozenset(("0", "1", "2")),
    )
    """How much the package matters, coded as in LwM2M /5/0/11.

    x/Inventory/Delivered/<x>/Policy/Severity: int, ZeroOrOne, Add Delete Get Replace, default 1.
    Spec: swm-common-1.0/objects.yaml:79
    """

    max_defer_period = Leaf(
        "MaxDeferPeriod", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="0", low=0
    )
    """How long a user may defer, as in LwM2M /5/0/13; 0 means not at all.

    x/Inventory/Delivered/<x>/Policy/MaxDeferPeriod: int, ZeroOrOne, Add Delete Get Replace, 0..,
    unit s, default 0.
    Spec: swm-common-1.0/objects.yaml:87
    """


class ScomoInventoryDeliveredXTransfer(Interior):
    """Progress of the current or last transfer. It survives power loss.

    x/Inventory/Delivered/<x>/Transfer: node, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:23
    """

    ACCESS = access.Get

    transaction_id = Leaf("TransactionID", TEXT, access.Get, ONE, mime=("text/plain",))
    """Made by the client; the same over suspend, resume and restart, and sent in every new alert.

    x/Inventory/Delivered/<x>/Transfer/TransactionID: chr, One, Get.
    Spec: swm-common-1.0/objects.yaml:28
    """

    method = Leaf(
        "Method",
        enumerated(InventoryDeliveredXTransferMethod, INTEGER),
        access.Get,
        ONE,
        mime=("text/plain",),
        values=frozenset(("0", "1", "2", "3", "4", "5", "6")),
    )
    """How the package comes.

    x/Inventory/Delivered/<x>/Transfer/Method: int, One, Get.
    Spec: swm-common-1.0/objects.yaml:29
    """

    source = Leaf("Source", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """URL or broadcast Content-Location in use.

    x/Inventory/Delivered/<x>/Transfer/Source: chr, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:36
    """

    total_size = Leaf("TotalSize", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Length of the package, in decimal digits.

    x/Inventory/Delivered/<x>/Transfer/TotalSize: chr, ZeroOrOne, Get, unit byte.
    Spec: swm-common-1.0/objects.yaml:37
    """

    bytes_received = Leaf("BytesReceived", TEXT, access.Get, ONE, mime=("text/plain",))
    """What is safely stored, in decimal digits.

    x/Inventory/Delivered/<x>/Transfer/BytesReceived: chr, One, Get, unit byte.
    Spec: swm-common-1.0/objects.yaml:38
    """

    validator = Leaf("Validator", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Strong ETag with which the transfer is resumed.

    x/Inventory/Delivered/<x>/Transfer/Validator: chr, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:39
    """

    suspend_reason = Leaf(
        "SuspendReason",
        enumerated(InventoryDeliveredXTransferSuspendReason, INTEGER),
        access.Get,
        ZERO_OR_ONE,
        mime=("text/plain",),
        values=frozenset(("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13")),
    )
    """Why the transfer does not run. A voice call that takes the data connection is device_busy.

    x/Inventory/Delivered/<x>/Transfer/SuspendReason: int, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:40
    """

    suspended_at = Leaf("SuspendedAt", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Since when, UTC, in the basic form of ISO 8601.

    x/Inventory/Delivered/<x>/Transfer/SuspendedAt: chr, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:47
    """

    resume_count = Leaf("ResumeCount", INTEGER, access.Get, ZERO_OR_ONE, mime=("text/plain",), low=0)
    """How often the transfer was resumed.

    x/Inventory/Delivered/<x>/Transfer/ResumeCount: int, ZeroOrOne, Get, 0...
    Spec: swm-common-1.0/objects.yaml:48
    """

    next_attempt_at = Leaf("NextAttemptAt", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """When the client resumes by itself.

    x/Inventory/Delivered/<x>/Transfer/NextAttemptAt: chr, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:49
    """

    last_result = Leaf("LastResult", INTEGER, access.Get, ONE, mime=("text/plain",), low=0)
    """Last result code of this object, 0 when there is none.

    x/Inventory/Delivered/<x>/Transfer/LastResult: int, One, Get, 0...
    Spec: swm-common-1.0/objects.yaml:50
    """


class ScomoInventoryDeliveredXExt(Interior):
    """Maker extensions. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Delivered/<x>/Ext: node, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:101
    """

    ACCESS = access.Get


class ScomoInventoryDeliveredXOperationsExt(Interior):
    """Maker extensions. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Delivered/<x>/Operations/Ext: node, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:95
    """

    ACCESS = access.Get


class ScomoInventoryDeliveredXOperations(Interior):
    """Operations.

    x/Inventory/Delivered/<x>/Operations: node, One, Get.
    Spec: scomo-1.0/objects.yaml:85
    """

    ACCESS = access.Get

    install = Leaf("Install", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Install; components Active.

    x/Inventory/Delivered/<x>/Operations/Install: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:92
    """

    install_inactive = Leaf("InstallInactive", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Install; components Inactive.

    x/Inventory/Delivered/<x>/Operations/InstallInactive: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:93
    """

    remove = Leaf("Remove", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Delete the package from the device.

    x/Inventory/Delivered/<x>/Operations/Remove: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:94
    """

    ext = Child("Ext", ScomoInventoryDeliveredXOperationsExt, ZERO_OR_ONE)
    suspend = Leaf("Suspend", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Pause an installation that can be paused.

    x/Inventory/Delivered/<x>/Operations/Suspend: null, ZeroOrOne, Exec.
    Spec: scomo-1.2/objects.yaml:38
    """

    resume = Leaf("Resume", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Go on.

    x/Inventory/Delivered/<x>/Operations/Resume: null, ZeroOrOne, Exec.
    Spec: scomo-1.2/objects.yaml:39
    """

    cancel = Leaf("Cancel", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Roll the installation back.

    x/Inventory/Delivered/<x>/Operations/Cancel: null, ZeroOrOne, Exec.
    Spec: scomo-1.2/objects.yaml:40
    """


class ScomoInventoryDeliveredX(Adds, Deletes):
    """One package on the device; Add/Replace = direct delivery.

    x/Inventory/Delivered/<x>: node, ZeroOrMore, Add Delete Get Replace.
    Spec: scomo-1.0/objects.yaml:69
    """

    ACCESS = access.AddDeleteGetReplace

    pkg_id = Leaf("PkgID", TEXT, access.AddGetReplace, ONE, mime=("text/plain",))
    """Package identifier.

    x/Inventory/Delivered/<x>/PkgID: chr, One, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:76
    """

    name = Leaf("Name", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Display name.

    x/Inventory/Delivered/<x>/Name: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:77
    """

    description = Leaf("Description", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Free text. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Delivered/<x>/Description: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:78
    """

    data = Leaf("Data", BINARY, access.AddReplace, ZERO_OR_ONE, mime=("application/octet-stream",))
    """Package bytes (direct delivery); not readable.

    x/Inventory/Delivered/<x>/Data: bin, ZeroOrOne, Add Replace.
    Spec: scomo-1.0/objects.yaml:79
    """

    install_params = Leaf("InstallParams", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Installer parameters. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Delivered/<x>/InstallParams: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:80
    """

    status = Leaf("Status", enumerated(DeliveredState, INTEGER), access.Get, ONE, mime=("text/plain",))
    """Status of install / remove.

    x/Inventory/Delivered/<x>/Status: int, One, Get.
    Spec: scomo-1.0/objects.yaml:81
    """

    state = Leaf(
        "State",
        enumerated(InventoryDeliveredXState, INTEGER),
        access.Get,
        ONE,
        mime=("text/plain",),
        values=frozenset(("10", "20")),
    )
    """Whether the package is only delivered or installed.

    x/Inventory/Delivered/<x>/State: int, One, Get.
    Spec: scomo-1.0/objects.yaml:82
    """

    env_type = Leaf("EnvType", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Execution environment. Occurrence and access by analogy, not read in the OMA text.

    x/Inventory/Delivered/<x>/EnvType: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:83
    """

    pkg_type = Leaf("PkgType", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Media type of the package.

    x/Inventory/Delivered/<x>/PkgType: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:84
    """

    operations = Child("Operations", ScomoInventoryDeliveredXOperations, ONE)
    ext = Child("Ext", ScomoInventoryDeliveredXExt, ZERO_OR_ONE)
    transfer = Child("Transfer", ScomoInventoryDeliveredXTransfer, ZERO_OR_ONE)
    policy = Child("Policy", ScomoInventoryDeliveredXPolicy, ZERO_OR_ONE)
    security = Child("Security", ScomoInventoryDeliveredXSecurity, ZERO_OR_ONE)


class ScomoInventoryDelivered(Adds):
    """Packages present on the device.

    x/Inventory/Delivered: node, One, Add Get.
    Spec: scomo-1.0/objects.yaml:62
    """

    ACCESS = access.AddGet

    instances = Children(ScomoInventoryDeliveredX, ZERO_OR_MORE)


class ScomoInventory(Interior):
    """What is on the device.

    x/Inventory: node, One, Get.
    Spec: scomo-1.0/objects.yaml:55
    """

    ACCESS = access.Get

    delivered = Child("Delivered", ScomoInventoryDelivered, ONE)
    deployed = Child("Deployed", ScomoInventoryDeployed, ONE)


class ScomoDownloadXBroadcast(Adds, Deletes):
    """Ties this object to a broadcast delivery.

    x/Download/<x>/Broadcast: node, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:127
    """

    ACCESS = access.AddDeleteGetReplace

    ref = Leaf("Ref", TEXT, access.AddDeleteGetReplace, ONE, mime=("text/plain",))
    """URI of an entry of the broadcast delivery object.

    x/Download/<x>/Broadcast/Ref: chr, One, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:132
    """

    file_uri = Leaf("FileURI", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Content-Location of the file in the FDT; the only file when absent.

    x/Download/<x>/Broadcast/FileURI: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:133
    """


class ScomoDownloadXImageServer(Adds, Deletes):
    """Lets image servers start transfers for this object.

    x/Download/<x>/ImageServer: node, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:110
    """

    ACCESS = access.AddDeleteGetReplace

    ref = Leaf("Ref", TEXT, access.AddDeleteGetReplace, ONE, mime=("text/plain",))
    """URI of an entry of the image server object.

    x/Download/<x>/ImageServer/Ref: chr, One, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:115
    """

    mode = Leaf(
        "Mode",
        enumerated(DownloadXImageServerMode, INTEGER),
        access.AddDeleteGetReplace,
        ONE,
        mime=("text/plain",),
        default="0",
        values=frozenset(("0", "1", "2", "3")),
    )
    """What an accepted announcement may do by itself.

    x/Download/<x>/ImageServer/Mode: int, One, Add Delete Get Replace, default 0.
    Spec: swm-common-1.0/objects.yaml:116
    """


class ScomoDownloadXSecurity(Adds, Deletes):
    """What the DM server vouches for. Every leaf that is present is checked.

    x/Download/<x>/Security: node, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:91
    """

    ACCESS = access.AddDeleteGetReplace

    pkg_size = Leaf("PkgSize", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Length of the package, in decimal digits.

    x/Download/<x>/Security/PkgSize: chr, ZeroOrOne, Add Delete Get Replace, unit byte.
    Spec: swm-common-1.0/objects.yaml:96
    """

    digest_alg = Leaf("DigestAlg", TEXT, access.AddDeleteGetReplace, ONE, mime=("text/plain",), default="sha-256")
    """Digest algorithm; md5 and sha-1 are refused.

    x/Download/<x>/Security/DigestAlg: chr, One, Add Delete Get Replace, default sha-256.
    Spec: swm-common-1.0/objects.yaml:97
    """

    digest = Leaf(
        "Digest", BINARY, access.AddDeleteGetReplace, ONE, mime=("application/octet-stream",), default="", max_size=64
    )
    """Digest of the package as transferred. Where it is empty, signed metadata alone say what the
    digest is; a package without them is refused.

    x/Download/<x>/Security/Digest: bin, One, Add Delete Get Replace, at most 64 octets, default
    empty.
    Spec: swm-common-1.0/objects.yaml:98
    """

    sig_format = Leaf("SigFormat", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Form of the signature: dsse (Ed25519).

    x/Download/<x>/Security/SigFormat: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:99
    """

    signature = Leaf(
        "Signature", BINARY, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("application/octet-stream",), max_size=16384
    )
    """Detached signature.

    x/Download/<x>/Security/Signature: bin, ZeroOrOne, Add Delete Get Replace, at most 16384 octets.
    Spec: swm-common-1.0/objects.yaml:100
    """

    signer_ref = Leaf("SignerRef", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """URI of the node with the trust anchor, or the id of a key.

    x/Download/<x>/Security/SignerRef: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:101
    """

    enc_alg = Leaf("EncAlg", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Cipher of each chunk: AES-256-GCM. A chunk is one block: the enciphered octets, then the tag of
    16. The nonce of block n is n in 12 octets; additional data are swm-chunk, n in 8 octets, and 1
    for the last block, 0 for all others. Digests are over what is transferred. Plain text is not
    stored before hand-over. Where it is empty, signed metadata say whether the package is
    encrypted.

    x/Download/<x>/Security/EncAlg: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:102
    """

    key_ref = Leaf("KeyRef", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Id of the key that wraps the content key.

    x/Download/<x>/Security/KeyRef: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:103
    """

    content_key = Leaf(
        "ContentKey", BINARY, access.AddDeleteReplace, ZERO_OR_ONE, mime=("application/octet-stream",), max_size=512
    )
    """Content key of this one package, wrapped by the key of KeyRef (AES key wrap, RFC 3394). It can
    never be read.

    x/Download/<x>/Security/ContentKey: bin, ZeroOrOne, Add Delete Replace, at most 512 octets.
    Spec: swm-common-1.0/objects.yaml:104
    """

    seq_no = Leaf("SeqNo", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Security counter of the package. It must not be below the stored floor and never raises it.

    x/Download/<x>/Security/SeqNo: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:105
    """

    not_after = Leaf("NotAfter", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """UTC time after which installing must not begin.

    x/Download/<x>/Security/NotAfter: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:106
    """


class ScomoDownloadXPolicy(Adds, Deletes):
    """Rules for transfer and installation.

    x/Download/<x>/Policy: node, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:54
    """

    ACCESS = access.AddDeleteGetReplace

    auto_resume = Leaf(
        "AutoResume", BOOLEAN, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="true"
    )
    """The client resumes an interrupted transfer by itself.

    x/Download/<x>/Policy/AutoResume: bool, ZeroOrOne, Add Delete Get Replace, default true.
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

    x/Download/<x>/Policy/MaxSuspendTime: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s,
    default 604800.
    Spec: swm-common-1.0/objects.yaml:60
    """

    max_restarts = Leaf(
        "MaxRestarts", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="1", low=0
    )
    """How often a transfer may start over when the object changed or ranges are refused.

    x/Download/<x>/Policy/MaxRestarts: int, ZeroOrOne, Add Delete Get Replace, 0.., default 1.
    Spec: swm-common-1.0/objects.yaml:61
    """

    min_free_storage = Leaf("MinFreeStorage", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Free storage below which a transfer is interrupted, in decimal digits.

    x/Download/<x>/Policy/MinFreeStorage: chr, ZeroOrOne, Add Delete Get Replace, unit byte.
    Spec: swm-common-1.0/objects.yaml:62
    """

    max_resume_attempts = Leaf(
        "MaxResumeAttempts", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="10", low=0
    )
    """How often the client tries to resume by itself.

    x/Download/<x>/Policy/MaxResumeAttempts: int, ZeroOrOne, Add Delete Get Replace, 0.., default
    10.
    Spec: swm-common-1.0/objects.yaml:63
    """

    initial_backoff = Leaf(
        "InitialBackoff", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="60", low=0
    )
    """Wait before the first attempt; it doubles with each failure, with a jitter of half of it either
    way.

    x/Download/<x>/Policy/InitialBackoff: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s,
    default 60.
    Spec: swm-common-1.0/objects.yaml:64
    """

    max_backoff = Leaf(
        "MaxBackoff", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="3600", low=0
    )
    """Longest wait between two attempts.

    x/Download/<x>/Policy/MaxBackoff: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default
    3600.
    Spec: swm-common-1.0/objects.yaml:65
    """

    allowed_bearers = Leaf("AllowedBearers", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Bearers that may be used, separated by commas; any when absent.

    x/Download/<x>/Policy/AllowedBearers: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:66
    """

    allow_roaming = Leaf(
        "AllowRoaming", BOOLEAN, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="false"
    )
    """A transfer may run while roaming.

    x/Download/<x>/Policy/AllowRoaming: bool, ZeroOrOne, Add Delete Get Replace, default false.
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

    x/Download/<x>/Policy/MinBattery: int, ZeroOrOne, Add Delete Get Replace, 0..100, unit %,
    default 30.
    Spec: swm-common-1.0/objects.yaml:68
    """

    max_rate = Leaf(
        "MaxRate", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="0", low=0
    )
    """Fastest transfer; 0 means without limit.

    x/Download/<x>/Policy/MaxRate: int, ZeroOrOne, Add Delete Get Replace, 0.., unit kbit/s, default
    0.
    Spec: swm-common-1.0/objects.yaml:69
    """

    window = Leaf("Window", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """When transfers and installations may run, in the device's local time: ISO 8601 intervals or
    daily HHMM-HHMM ranges, separated by commas.

    x/Download/<x>/Policy/Window: chr, ZeroOrOne, Add Delete Get Replace.
    Spec: swm-common-1.0/objects.yaml:70
    """

    consent = Leaf(
        "Consent",
        enumerated(DownloadXPolicyConsent, INTEGER),
        access.AddDeleteGetReplace,
        ZERO_OR_ONE,
        mime=("text/plain",),
        default="0",
        values=frozenset(("0", "1", "2", "3", "4")),
    )
    """What the user is told or asked.

    x/Download/<x>/Policy/Consent: int, ZeroOrOne, Add Delete Get Replace, default 0.
    Spec: swm-common-1.0/objects.yaml:71
    """

    severity = Leaf(
        "Severity",
        enumerated(DownloadXPolicySeverity, INTEGER),
        access.AddDeleteGetReplace,
        ZERO_OR_ONE,
        mime=("text/plain",),
        default="1",
        values=frozenset(("0", "1", "2")),
    )
    """How much the package matters, coded as in LwM2M /5/0/11.

    x/Download/<x>/Policy/Severity: int, ZeroOrOne, Add Delete Get Replace, default 1.
    Spec: swm-common-1.0/objects.yaml:79
    """

    max_defer_period = Leaf(
        "MaxDeferPeriod", INTEGER, access.AddDeleteGetReplace, ZERO_OR_ONE, mime=("text/plain",), default="0", low=0
    )
    """How long a user may defer, as in LwM2M /5/0/13; 0 means not at all.

    x/Download/<x>/Policy/MaxDeferPeriod: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s,
    default 0.
    Spec: swm-common-1.0/objects.yaml:87
    """


class ScomoDownloadXTransfer(Interior):
    """Progress of the current or last transfer. It survives power loss.

    x/Download/<x>/Transfer: node, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:23
    """

    ACCESS = access.Get

    transaction_id = Leaf("TransactionID", TEXT, access.Get, ONE, mime=("text/plain",))
    """Made by the client; the same over suspend, resume and restart, and sent in every new alert.

    x/Download/<x>/Transfer/TransactionID: chr, One, Get.
    Spec: swm-common-1.0/objects.yaml:28
    """

    method = Leaf(
        "Method",
        enumerated(DownloadXTransferMethod, INTEGER),
        access.Get,
        ONE,
        mime=("text/plain",),
        values=frozenset(("0", "1", "2", "3", "4", "5", "6")),
    )
    """How the package comes.

    x/Download/<x>/Transfer/Method: int, One, Get.
    Spec: swm-common-1.0/objects.yaml:29
    """

    source = Leaf("Source", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """URL or broadcast Content-Location in use.

    x/Download/<x>/Transfer/Source: chr, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:36
    """

    total_size = Leaf("TotalSize", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Length of the package, in decimal digits.

    x/Download/<x>/Transfer/TotalSize: chr, ZeroOrOne, Get, unit byte.
    Spec: swm-common-1.0/objects.yaml:37
    """

    bytes_received = Leaf("BytesReceived", TEXT, access.Get, ONE, mime=("text/plain",))
    """What is safely stored, in decimal digits.

    x/Download/<x>/Transfer/BytesReceived: chr, One, Get, unit byte.
    Spec: swm-common-1.0/objects.yaml:38
    """

    validator = Leaf("Validator", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Strong ETag with which the transfer is resumed.

    x/Download/<x>/Transfer/Validator: chr, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:39
    """

    suspend_reason = Leaf(
        "SuspendReason",
        enumerated(DownloadXTransferSuspendReason, INTEGER),
        access.Get,
        ZERO_OR_ONE,
        mime=("text/plain",),
        values=frozenset(("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13")),
    )
    """Why the transfer does not run. A voice call that takes the data connection is device_busy.

    x/Download/<x>/Transfer/SuspendReason: int, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:40
    """

    suspended_at = Leaf("SuspendedAt", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """Since when, UTC, in the basic form of ISO 8601.

    x/Download/<x>/Transfer/SuspendedAt: chr, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:47
    """

    resume_count = Leaf("ResumeCount", INTEGER, access.Get, ZERO_OR_ONE, mime=("text/plain",), low=0)
    """How often the transfer was resumed.

    x/Download/<x>/Transfer/ResumeCount: int, ZeroOrOne, Get, 0...
    Spec: swm-common-1.0/objects.yaml:48
    """

    next_attempt_at = Leaf("NextAttemptAt", TEXT, access.Get, ZERO_OR_ONE, mime=("text/plain",))
    """When the client resumes by itself.

    x/Download/<x>/Transfer/NextAttemptAt: chr, ZeroOrOne, Get.
    Spec: swm-common-1.0/objects.yaml:49
    """

    last_result = Leaf("LastResult", INTEGER, access.Get, ONE, mime=("text/plain",), low=0)
    """Last result code of this object, 0 when there is none.

    x/Download/<x>/Transfer/LastResult: int, One, Get, 0...
    Spec: swm-common-1.0/objects.yaml:50
    """


class ScomoDownloadXExt(Interior):
    """Maker extensions. Occurrence and access by analogy, not read in the OMA text.

    x/Download/<x>/Ext: node, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:49
    """

    ACCESS = access.Get


class ScomoDownloadXOperationsExt(Interior):
    """Maker extensions. Occurrence and access by analogy, not read in the OMA text.

    x/Download/<x>/Operations/Ext: node, ZeroOrOne, Get.
    Spec: scomo-1.0/objects.yaml:43
    """

    ACCESS = access.Get


class ScomoDownloadXOperations(Interior):
    """Operations (primitives).

    x/Download/<x>/Operations: node, One, Get.
    Spec: scomo-1.0/objects.yaml:33
    """

    ACCESS = access.Get

    download = Leaf("Download", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Fetch; ends in Delivered.

    x/Download/<x>/Operations/Download: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:40
    """

    download_install = Leaf("DownloadInstall", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Fetch + install; components Active.

    x/Download/<x>/Operations/DownloadInstall: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:41
    """

    download_install_inactive = Leaf("DownloadInstallInactive", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Fetch + install; components Inactive.

    x/Download/<x>/Operations/DownloadInstallInactive: null, ZeroOrOne, Exec.
    Spec: scomo-1.0/objects.yaml:42
    """

    ext = Child("Ext", ScomoDownloadXOperationsExt, ZERO_OR_ONE)
    suspend = Leaf("Suspend", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Pause.

    x/Download/<x>/Operations/Suspend: null, ZeroOrOne, Exec.
    Spec: scomo-1.2/objects.yaml:20
    """

    resume = Leaf("Resume", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Go on, or authorise a download that waits for it.

    x/Download/<x>/Operations/Resume: null, ZeroOrOne, Exec.
    Spec: scomo-1.2/objects.yaml:21
    """

    cancel = Leaf("Cancel", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Give up and delete what is stored.

    x/Download/<x>/Operations/Cancel: null, ZeroOrOne, Exec.
    Spec: scomo-1.2/objects.yaml:22
    """

    receive_broadcast = Leaf("ReceiveBroadcast", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Arm for the broadcast delivery that Broadcast/Ref names; ends in Delivered.

    x/Download/<x>/Operations/ReceiveBroadcast: null, ZeroOrOne, Exec.
    Spec: scomo-1.2/objects.yaml:23
    """

    receive_broadcast_install = Leaf("ReceiveBroadcastInstall", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",))
    """Arm for the broadcast delivery, then install; components Active.

    x/Download/<x>/Operations/ReceiveBroadcastInstall: null, ZeroOrOne, Exec.
    Spec: scomo-1.2/objects.yaml:24
    """

    receive_broadcast_install_inactive = Leaf(
        "ReceiveBroadcastInstallInactive", NOTHING, access.Exec, ZERO_OR_ONE, mime=("text/plain",)
    )
    """Arm for the broadcast delivery, then install; components Inactive.

    x/Download/<x>/Operations/ReceiveBroadcastInstallInactive: null, ZeroOrOne, Exec.
    Spec: scomo-1.2/objects.yaml:25
    """


class ScomoDownloadX(Adds, Deletes):
    """One package to fetch.

    x/Download/<x>: node, ZeroOrMore, Add Delete Get Replace.
    Spec: scomo-1.0/objects.yaml:18
    """

    ACCESS = access.AddDeleteGetReplace

    pkg_id = Leaf("PkgID", TEXT, access.AddGetReplace, ONE, mime=("text/plain",))
    """Package identifier.

    x/Download/<x>/PkgID: chr, One, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:25
    """

    name = Leaf("Name", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Display name.

    x/Download/<x>/Name: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:26
    """

    pkg_url = Leaf("PkgURL", TEXT, access.AddGetReplace, ONE, mime=("text/plain",))
    """URL of the package or its descriptor. Occurrence and access by analogy, not read in the OMA
    text.

    x/Download/<x>/PkgURL: chr, One, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:27
    """

    install_params = Leaf("InstallParams", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Parameters handed to the installer by the combined operations. Occurrence and access by analogy,
    not read in the OMA text.

    x/Download/<x>/InstallParams: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:28
    """

    description = Leaf("Description", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Free text.

    x/Download/<x>/Description: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:29
    """

    status = Leaf("Status", enumerated(DownloadState, INTEGER), access.Get, ONE, mime=("text/plain",))
    """Status of the download / combined operation.

    x/Download/<x>/Status: int, One, Get.
    Spec: scomo-1.0/objects.yaml:30
    """

    env_type = Leaf("EnvType", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Execution environment the package is for. Occurrence and access by analogy, not read in the OMA
    text.

    x/Download/<x>/EnvType: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:31
    """

    pkg_type = Leaf("PkgType", TEXT, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """Media type of the package.

    x/Download/<x>/PkgType: chr, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.0/objects.yaml:32
    """

    operations = Child("Operations", ScomoDownloadXOperations, ONE)
    ext = Child("Ext", ScomoDownloadXExt, ZERO_OR_ONE)
    reboot = Leaf("Reboot", INTEGER, access.AddGetReplace, ZERO_OR_ONE, mime=("text/plain",))
    """When to restart around the installation, before or after it. The coding of the values could not
    be found; they are the maker's.

    x/Download/<x>/Reboot: int, ZeroOrOne, Add Get Replace.
    Spec: scomo-1.1/objects.yaml:10
    """

    transfer = Child("Transfer", ScomoDownloadXTransfer, ZERO_OR_ONE)
    policy = Child("Policy", ScomoDownloadXPolicy, ZERO_OR_ONE)
    security = Child("Security", ScomoDownloadXSecurity, ZERO_OR_ONE)
    image_server = Child("ImageServer", ScomoDownloadXImageServer, ZERO_OR_ONE)
    broadcast = Child("Broadcast", ScomoDownloadXBroadcast, ZERO_OR_ONE)


class ScomoDownload(Adds):
    """Packages to fetch or being fetched (indirect delivery).

    x/Download: node, One, Add Get.
    Spec: scomo-1.0/objects.yaml:11
    """

    ACCESS = access.AddGet

    instances = Children(ScomoDownloadX, ZERO_OR_MORE)


class ScomoObject(Interior):
    """Software components of the device, and packages that bring them.

    x: node, One, Get.
    Spec: scomo-1.0/objects.yaml:3
    """

    ACCESS = access.Get
    MO_ID = "urn:oma:mo:x-swm-scomo:1.2"

    download = Child("Download", ScomoDownload, ONE)
    inventory = Child("Inventory", ScomoInventory, ONE)
    ext = Child("Ext", ScomoExt, ZERO_OR_ONE)
    capabilities = Child("Capabilities", ScomoCapabilities, ZERO_OR_ONE)


SCOMO: NodeSpec = ScomoObject.describe("", ONE)
"""The tree as a device mounts it."""
