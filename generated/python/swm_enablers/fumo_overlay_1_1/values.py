"""Values of fumo-overlay 1.1 that a device maker keeps, and not the tree.

Derive from the Protocol and write the methods of those leaves. A leaf whose
method is not written, or gives None, has the value that the tree keeps.
"""

from __future__ import annotations

from typing import Final, Protocol

from swm.tree import KeptLeaf, KeptValues, ManagementTree

from .nodes import (
    ExtSwMImageServerMode,
    ExtSwMPolicyConsent,
    ExtSwMPolicySeverity,
    ExtSwMTransferMethod,
    FumoOverlayDownload,
    FumoOverlayDownloadAndUpdate,
    FumoOverlayExtSwMBroadcast,
    FumoOverlayExtSwMCapabilities,
    FumoOverlayExtSwMImageServer,
    FumoOverlayExtSwMPolicy,
    FumoOverlayExtSwMSecurity,
    FumoOverlayExtSwMTransfer,
    FumoOverlayObject,
    FumoOverlayUpdate,
)


class FumoOverlayValues(Protocol):
    """Gives and takes the values of an object at the moment a server asks.

    What a setter is given fits the node's format, size and allowed values. It
    is called when all of an Atomic is done; LocalError or OSError say that it
    cannot be kept, which undoes the change (Status 510, or 420 for ENOSPC).
    """

    def get_pkg_name(self) -> str | None:
        """Name of the package to show.

        x/PkgName: chr, ZeroOrOne, Get.
        Spec: fumo-1.0/objects.yaml:11
        """
        return None

    def get_pkg_version(self) -> str | None:
        """Version of the package, in the maker's own form.

        x/PkgVersion: chr, ZeroOrOne, Get.
        Spec: fumo-1.0/objects.yaml:12
        """
        return None

    def get_download_pkg_url(self) -> str | None:
        """URL of the package or of a download descriptor. Writing it starts nothing.

        x/Download/PkgURL: chr, One, Get Replace.
        Spec: fumo-1.0/objects.yaml:20
        """
        return None

    def set_download_pkg_url(self, value: str) -> None:
        """A server has written the leaf that `get_download_pkg_url` gives."""
        return

    def get_update_pkg_data(self) -> bytes | None:
        """The package, delivered in the DM session as a large object. It cannot be read.

        x/Update/PkgData: bin, ZeroOrOne, Replace.
        Spec: fumo-1.0/objects.yaml:36
        """
        return None

    def set_update_pkg_data(self, value: bytes) -> None:
        """A server has written the leaf that `get_update_pkg_data` gives."""
        return

    def get_download_and_update_pkg_url(self) -> str | None:
        """URL of the package or of a download descriptor. Writing it starts nothing.

        x/DownloadAndUpdate/PkgURL: chr, One, Get Replace.
        Spec: fumo-1.0/objects.yaml:51
        """
        return None

    def set_download_and_update_pkg_url(self, value: str) -> None:
        """A server has written the leaf that `get_download_and_update_pkg_url` gives."""
        return

    def get_state(self) -> int | None:
        """State of this update.

        x/State: int, One, Get.
        Spec: fumo-1.0/objects.yaml:60
        """
        return None

    def get_ext_sw_m_capabilities_suspend_download(self) -> bool | None:
        """Suspend and Resume can be used while transferring.

        x/Ext/SwM/Capabilities/SuspendDownload: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:11
        """
        return None

    def get_ext_sw_m_capabilities_suspend_update(self) -> bool | None:
        """The installer can be paused before its point of no return.

        x/Ext/SwM/Capabilities/SuspendUpdate: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:12
        """
        return None

    def get_ext_sw_m_capabilities_byte_range_resume(self) -> bool | None:
        """The client can go on at an offset (HTTP ranges).

        x/Ext/SwM/Capabilities/ByteRangeResume: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:13
        """
        return None

    def get_ext_sw_m_capabilities_image_server(self) -> bool | None:
        """Image servers can start downloads.

        x/Ext/SwM/Capabilities/ImageServer: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:14
        """
        return None

    def get_ext_sw_m_capabilities_broadcast(self) -> bool | None:
        """Packages can be received by broadcast.

        x/Ext/SwM/Capabilities/Broadcast: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:15
        """
        return None

    def get_ext_sw_m_capabilities_alert_flow_control(self) -> bool | None:
        """The alert flow control object is honoured.

        x/Ext/SwM/Capabilities/AlertFlowControl: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:16
        """
        return None

    def get_ext_sw_m_capabilities_digest_algs(self) -> str | None:
        """Digest algorithms, separated by commas, for example sha-256.

        x/Ext/SwM/Capabilities/DigestAlgs: chr, ZeroOrOne, Get.
        Spec: swm-common-1.0/objects.yaml:17
        """
        return None

    def get_ext_sw_m_capabilities_sig_formats(self) -> str | None:
        """Forms of signatures, separated by commas, for example dsse, tuf.

        x/Ext/SwM/Capabilities/SigFormats: chr, ZeroOrOne, Get.
        Spec: swm-common-1.0/objects.yaml:18
        """
        return None

    def get_ext_sw_m_capabilities_max_pkg_size(self) -> str | None:
        """Largest package, in decimal digits (int has 32 bits only).

        x/Ext/SwM/Capabilities/MaxPkgSize: chr, ZeroOrOne, Get, unit byte.
        Spec: swm-common-1.0/objects.yaml:19
        """
        return None

    def get_ext_sw_m_transfer_transaction_id(self) -> str | None:
        """Made by the client; the same over suspend, resume and restart, and sent in every new alert.

        x/Ext/SwM/Transfer/TransactionID: chr, One, Get.
        Spec: swm-common-1.0/objects.yaml:28
        """
        return None

    def get_ext_sw_m_transfer_method(self) -> ExtSwMTransferMethod | None:
        """How the package comes.

        x/Ext/SwM/Transfer/Method: int, One, Get.
        Spec: swm-common-1.0/objects.yaml:29
        """
        return None

    def get_ext_sw_m_transfer_source(self) -> str | None:
        """URL or broadcast Content-Location in use.

        x/Ext/SwM/Transfer/Source: chr, ZeroOrOne, Get.
        Spec: swm-common-1.0/objects.yaml:36
        """
        return None

    def get_ext_sw_m_transfer_total_size(self) -> str | None:
        """Length of the package, in decimal digits.

        x/Ext/SwM/Transfer/TotalSize: chr, ZeroOrOne, Get, unit byte.
        Spec: swm-common-1.0/objects.yaml:37
        """
        return None

    def get_ext_sw_m_transfer_bytes_received(self) -> str | None:
        """What is safely stored, in decimal digits.

        x/Ext/SwM/Transfer/BytesReceived: chr, One, Get, unit byte.
        Spec: swm-common-1.0/objects.yaml:38
        """
        return None

    def get_ext_sw_m_transfer_validator(self) -> str | None:
        """Strong ETag with which the transfer is resumed.

        x/Ext/SwM/Transfer/Validator: chr, ZeroOrOne, Get.
        Spec: swm-common-1.0/objects.yaml:39
        """
        return None

    def get_ext_sw_m_transfer_suspended_at(self) -> str | None:
        """Since when, UTC, in the basic form of ISO 8601.

        x/Ext/SwM/Transfer/SuspendedAt: chr, ZeroOrOne, Get.
        Spec: swm-common-1.0/objects.yaml:47
        """
        return None

    def get_ext_sw_m_transfer_resume_count(self) -> int | None:
        """How often the transfer was resumed.

        x/Ext/SwM/Transfer/ResumeCount: int, ZeroOrOne, Get, 0...
        Spec: swm-common-1.0/objects.yaml:48
        """
        return None

    def get_ext_sw_m_transfer_next_attempt_at(self) -> str | None:
        """When the client resumes by itself.

        x/Ext/SwM/Transfer/NextAttemptAt: chr, ZeroOrOne, Get.
        Spec: swm-common-1.0/objects.yaml:49
        """
        return None

    def get_ext_sw_m_policy_auto_resume(self) -> bool | None:
        """The client resumes an interrupted transfer by itself.

        x/Ext/SwM/Policy/AutoResume: bool, ZeroOrOne, Add Delete Get Replace, default true.
        Spec: swm-common-1.0/objects.yaml:59
        """
        return None

    def set_ext_sw_m_policy_auto_resume(self, value: bool) -> None:
        """A server has written the leaf that `get_ext_sw_m_policy_auto_resume` gives."""
        return

    def get_ext_sw_m_policy_max_suspend_time(self) -> int | None:
        """Longest time a transfer may stand still; 0 means without limit.

        x/Ext/SwM/Policy/MaxSuspendTime: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s,
        default 604800.
        Spec: swm-common-1.0/objects.yaml:60
        """
        return None

    def set_ext_sw_m_policy_max_suspend_time(self, value: int) -> None:
        """A server has written the leaf that `get_ext_sw_m_policy_max_suspend_time` gives."""
        return

    def get_ext_sw_m_policy_max_restarts(self) -> int | None:
        """How often a transfer may start over when the object changed or ranges are refused.

        x/Ext/SwM/Policy/MaxRestarts: int, ZeroOrOne, Add Delete Get Replace, 0.., default 1.
        Spec: swm-common-1.0/objects.yaml:61
        """
        return None

    def set_ext_sw_m_policy_max_restarts(self, value: int) -> None:
        """A server has written the leaf that `get_ext_sw_m_policy_max_restarts` gives."""
        return

    def get_ext_sw_m_policy_min_free_storage(self) -> str | None:
        """Free storage below which a transfer is interrupted, in decimal digits.

        x/Ext/SwM/Policy/MinFreeStorage: chr, ZeroOrOne, Add Delete Get Replace, unit byte.
        Spec: swm-common-1.0/objects.yaml:62
        """
        return None

    def set_ext_sw_m_policy_min_free_storage(self, value: str) -> None:
        """A server has written the leaf that `get_ext_sw_m_policy_min_free_storage` gives."""
        return

    def get_ext_sw_m_policy_max_resume_attempts(self) -> int | None:
        """How often the client tries to resume by itself.

        x/Ext/SwM/Policy/MaxResumeAttempts: int, ZeroOrOne, Add Delete Get Replace, 0.., default 10.
        Spec: swm-common-1.0/objects.yaml:63
        """
        return None

    def set_ext_sw_m_policy_max_resume_attempts(self, value: int) -> None:
        """A server has written the leaf that `get_ext_sw_m_policy_max_resume_attempts` gives."""
        return

    def get_ext_sw_m_policy_initial_backoff(self) -> int | None:
        """Wait before the first attempt; it doubles with each failure, with a jitter of half of it
        either way.

        x/Ext/SwM/Policy/InitialBackoff: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s,
        default 60.
        Spec: swm-common-1.0/objects.yaml:64
        """
        return None

    def set_ext_sw_m_policy_initial_backoff(self, value: int) -> None:
        """A server has written the leaf that `get_ext_sw_m_policy_initial_backoff` gives."""
        return

    def get_ext_sw_m_policy_max_backoff(self) -> int | None:
        """Longest wait between two attempts.

        x/Ext/SwM/Policy/MaxBackoff: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default
        3600.
        Spec: swm-common-1.0/objects.yaml:65
        """
        return None

    def set_ext_sw_m_policy_max_backoff(self, value: int) -> None:
        """A server has written the leaf that `get_ext_sw_m_policy_max_backoff` gives."""
        return

    def get_ext_sw_m_policy_allowed_bearers(self) -> str | None:
        """Bearers that may be used, separated by commas; any when absent.

        x/Ext/SwM/Policy/AllowedBearers: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:66
        """
        return None

    def set_ext_sw_m_policy_allowed_bearers(self, value: str) -> None:
        """A server has written the leaf that `get_ext_sw_m_policy_allowed_bearers` gives."""
        return

    def get_ext_sw_m_policy_allow_roaming(self) -> bool | None:
        """A transfer may run while roaming.

        x/Ext/SwM/Policy/AllowRoaming: bool, ZeroOrOne, Add Delete Get Replace, default false.
        Spec: swm-common-1.0/objects.yaml:67
        """
        return None

    def set_ext_sw_m_policy_allow_roaming(self, value: bool) -> None:
        """A server has written the leaf that `get_ext_sw_m_policy_allow_roaming` gives."""
        return

    def get_ext_sw_m_policy_min_battery(self) -> int | None:
        """Charge below which nothing is resumed or installed.

        x/Ext/SwM/Policy/MinBattery: int, ZeroOrOne, Add Delete Get Replace, 0..100, unit %, default
        30.
        Spec: swm-common-1.0/objects.yaml:68
        """
        return None

    def set_ext_sw_m_policy_min_battery(self, value: int) -> None:
        """A server has written the leaf that `get_ext_sw_m_policy_min_battery` gives."""
        return

    def get_ext_sw_m_policy_max_rate(self) -> int | None:
        """Fastest transfer; 0 means without limit.

        x/Ext/SwM/Policy/MaxRate: int, ZeroOrOne, Add Delete Get Replace, 0.., unit kbit/s, default
        0.
        Spec: swm-common-1.0/objects.yaml:69
        """
        return None

    def set_ext_sw_m_policy_max_rate(self, value: int) -> None:
        """A server has written the leaf that `get_ext_sw_m_policy_max_rate` gives."""
        return

    def get_ext_sw_m_policy_window(self) -> str | None:
        """When transfers and installations may run, in the device's local time: ISO 8601 intervals or
        daily HHMM-HHMM ranges, separated by commas.

        x/Ext/SwM/Policy/Window: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:70
        """
        return None

    def set_ext_sw_m_policy_window(self, value: str) -> None:
        """A server has written the leaf that `get_ext_sw_m_policy_window` gives."""
        return

    def get_ext_sw_m_policy_consent(self) -> ExtSwMPolicyConsent | None:
        """What the user is told or asked.

        x/Ext/SwM/Policy/Consent: int, ZeroOrOne, Add Delete Get Replace, default 0.
        Spec: swm-common-1.0/objects.yaml:71
        """
        return None

    def set_ext_sw_m_policy_consent(self, value: ExtSwMPolicyConsent) -> None:
        """A server has written the leaf that `get_ext_sw_m_policy_consent` gives."""
        return

    def get_ext_sw_m_policy_severity(self) -> ExtSwMPolicySeverity | None:
        """How much the package matters, coded as in LwM2M /5/0/11.

        x/Ext/SwM/Policy/Severity: int, ZeroOrOne, Add Delete Get Replace, default 1.
        Spec: swm-common-1.0/objects.yaml:79
        """
        return None

    def set_ext_sw_m_policy_severity(self, value: ExtSwMPolicySeverity) -> None:
        """A server has written the leaf that `get_ext_sw_m_policy_severity` gives."""
        return

    def get_ext_sw_m_policy_max_defer_period(self) -> int | None:
        """How long a user may defer, as in LwM2M /5/0/13; 0 means not at all.

        x/Ext/SwM/Policy/MaxDeferPeriod: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s,
        default 0.
        Spec: swm-common-1.0/objects.yaml:87
        """
        return None

    def set_ext_sw_m_policy_max_defer_period(self, value: int) -> None:
        """A server has written the leaf that `get_ext_sw_m_policy_max_defer_period` gives."""
        return

    def get_ext_sw_m_security_pkg_size(self) -> str | None:
        """Length of the package, in decimal digits.

        x/Ext/SwM/Security/PkgSize: chr, ZeroOrOne, Add Delete Get Replace, unit byte.
        Spec: swm-common-1.0/objects.yaml:96
        """
        return None

    def set_ext_sw_m_security_pkg_size(self, value: str) -> None:
        """A server has written the leaf that `get_ext_sw_m_security_pkg_size` gives."""
        return

    def get_ext_sw_m_security_digest_alg(self) -> str | None:
        """Digest algorithm; md5 and sha-1 are refused.

        x/Ext/SwM/Security/DigestAlg: chr, One, Add Delete Get Replace, default sha-256.
        Spec: swm-common-1.0/objects.yaml:97
        """
        return None

    def set_ext_sw_m_security_digest_alg(self, value: str) -> None:
        """A server has written the leaf that `get_ext_sw_m_security_digest_alg` gives."""
        return

    def get_ext_sw_m_security_digest(self) -> bytes | None:
        """Digest of the package as transferred. Where it is empty, signed metadata alone say what the
        digest is; a package without them is refused.

        x/Ext/SwM/Security/Digest: bin, One, Add Delete Get Replace, at most 64 octets, default
        empty.
        Spec: swm-common-1.0/objects.yaml:98
        """
        return None

    def set_ext_sw_m_security_digest(self, value: bytes) -> None:
        """A server has written the leaf that `get_ext_sw_m_security_digest` gives."""
        return

    def get_ext_sw_m_security_sig_format(self) -> str | None:
        """Form of the signature: dsse (Ed25519).

        x/Ext/SwM/Security/SigFormat: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:99
        """
        return None

    def set_ext_sw_m_security_sig_format(self, value: str) -> None:
        """A server has written the leaf that `get_ext_sw_m_security_sig_format` gives."""
        return

    def get_ext_sw_m_security_signature(self) -> bytes | None:
        """Detached signature.

        x/Ext/SwM/Security/Signature: bin, ZeroOrOne, Add Delete Get Replace, at most 16384 octets.
        Spec: swm-common-1.0/objects.yaml:100
        """
        return None

    def set_ext_sw_m_security_signature(self, value: bytes) -> None:
        """A server has written the leaf that `get_ext_sw_m_security_signature` gives."""
        return

    def get_ext_sw_m_security_signer_ref(self) -> str | None:
        """URI of the node with the trust anchor, or the id of a key.

        x/Ext/SwM/Security/SignerRef: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:101
        """
        return None

    def set_ext_sw_m_security_signer_ref(self, value: str) -> None:
        """A server has written the leaf that `get_ext_sw_m_security_signer_ref` gives."""
        return

    def get_ext_sw_m_security_enc_alg(self) -> str | None:
        """Cipher of each chunk: AES-256-GCM. A chunk is one block: the enciphered octets, then the tag
        of 16. The nonce of block n is n in 12 octets; additional data are swm-chunk, n in 8 octets,
        and 1 for the last block, 0 for all others. Digests are over what is transferred. Plain text
        is not stored before hand-over. Where it is empty, signed metadata say whether the package
        is encrypted.

        x/Ext/SwM/Security/EncAlg: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:102
        """
        return None

    def set_ext_sw_m_security_enc_alg(self, value: str) -> None:
        """A server has written the leaf that `get_ext_sw_m_security_enc_alg` gives."""
        return

    def get_ext_sw_m_security_key_ref(self) -> str | None:
        """Id of the key that wraps the content key.

        x/Ext/SwM/Security/KeyRef: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:103
        """
        return None

    def set_ext_sw_m_security_key_ref(self, value: str) -> None:
        """A server has written the leaf that `get_ext_sw_m_security_key_ref` gives."""
        return

    def get_ext_sw_m_security_content_key(self) -> bytes | None:
        """Content key of this one package, wrapped by the key of KeyRef (AES key wrap, RFC 3394). It
        can never be read.

        x/Ext/SwM/Security/ContentKey: bin, ZeroOrOne, Add Delete Replace, at most 512 octets.
        Spec: swm-common-1.0/objects.yaml:104
        """
        return None

    def set_ext_sw_m_security_content_key(self, value: bytes) -> None:
        """A server has written the leaf that `get_ext_sw_m_security_content_key` gives."""
        return

    def get_ext_sw_m_security_seq_no(self) -> str | None:
        """Security counter of the package. It must not be below the stored floor and never raises it.

        x/Ext/SwM/Security/SeqNo: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:105
        """
        return None

    def set_ext_sw_m_security_seq_no(self, value: str) -> None:
        """A server has written the leaf that `get_ext_sw_m_security_seq_no` gives."""
        return

    def get_ext_sw_m_security_not_after(self) -> str | None:
        """UTC time after which installing must not begin.

        x/Ext/SwM/Security/NotAfter: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:106
        """
        return None

    def set_ext_sw_m_security_not_after(self, value: str) -> None:
        """A server has written the leaf that `get_ext_sw_m_security_not_after` gives."""
        return

    def get_ext_sw_m_image_server_ref(self) -> str | None:
        """URI of an entry of the image server object.

        x/Ext/SwM/ImageServer/Ref: chr, One, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:115
        """
        return None

    def set_ext_sw_m_image_server_ref(self, value: str) -> None:
        """A server has written the leaf that `get_ext_sw_m_image_server_ref` gives."""
        return

    def get_ext_sw_m_image_server_mode(self) -> ExtSwMImageServerMode | None:
        """What an accepted announcement may do by itself.

        x/Ext/SwM/ImageServer/Mode: int, One, Add Delete Get Replace, default 0.
        Spec: swm-common-1.0/objects.yaml:116
        """
        return None

    def set_ext_sw_m_image_server_mode(self, value: ExtSwMImageServerMode) -> None:
        """A server has written the leaf that `get_ext_sw_m_image_server_mode` gives."""
        return

    def get_ext_sw_m_broadcast_ref(self) -> str | None:
        """URI of an entry of the broadcast delivery object.

        x/Ext/SwM/Broadcast/Ref: chr, One, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:132
        """
        return None

    def set_ext_sw_m_broadcast_ref(self, value: str) -> None:
        """A server has written the leaf that `get_ext_sw_m_broadcast_ref` gives."""
        return

    def get_ext_sw_m_broadcast_file_uri(self) -> str | None:
        """Content-Location of the file in the FDT; the only file when absent.

        x/Ext/SwM/Broadcast/FileURI: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:133
        """
        return None

    def set_ext_sw_m_broadcast_file_uri(self, value: str) -> None:
        """A server has written the leaf that `get_ext_sw_m_broadcast_file_uri` gives."""
        return


FUMO_OVERLAY_VALUES: Final = (
    KeptLeaf("PkgName", FumoOverlayObject.pkg_name.codec, "get_pkg_name", None),
    KeptLeaf("PkgVersion", FumoOverlayObject.pkg_version.codec, "get_pkg_version", None),
    KeptLeaf("Download/PkgURL", FumoOverlayDownload.pkg_url.codec, "get_download_pkg_url", "set_download_pkg_url"),
    KeptLeaf("Update/PkgData", FumoOverlayUpdate.pkg_data.codec, "get_update_pkg_data", "set_update_pkg_data"),
    KeptLeaf(
        "DownloadAndUpdate/PkgURL",
        FumoOverlayDownloadAndUpdate.pkg_url.codec,
        "get_download_and_update_pkg_url",
        "set_download_and_update_pkg_url",
    ),
    KeptLeaf("State", FumoOverlayObject.state.codec, "get_state", None),
    KeptLeaf(
        "Ext/SwM/Capabilities/SuspendDownload",
        FumoOverlayExtSwMCapabilities.suspend_download.codec,
        "get_ext_sw_m_capabilities_suspend_download",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/SuspendUpdate",
        FumoOverlayExtSwMCapabilities.suspend_update.codec,
        "get_ext_sw_m_capabilities_suspend_update",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/ByteRangeResume",
        FumoOverlayExtSwMCapabilities.byte_range_resume.codec,
        "get_ext_sw_m_capabilities_byte_range_resume",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/ImageServer",
        FumoOverlayExtSwMCapabilities.image_server.codec,
        "get_ext_sw_m_capabilities_image_server",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/Broadcast",
        FumoOverlayExtSwMCapabilities.broadcast.codec,
        "get_ext_sw_m_capabilities_broadcast",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/AlertFlowControl",
        FumoOverlayExtSwMCapabilities.alert_flow_control.codec,
        "get_ext_sw_m_capabilities_alert_flow_control",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/DigestAlgs",
        FumoOverlayExtSwMCapabilities.digest_algs.codec,
        "get_ext_sw_m_capabilities_digest_algs",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/SigFormats",
        FumoOverlayExtSwMCapabilities.sig_formats.codec,
        "get_ext_sw_m_capabilities_sig_formats",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Capabilities/MaxPkgSize",
        FumoOverlayExtSwMCapabilities.max_pkg_size.codec,
        "get_ext_sw_m_capabilities_max_pkg_size",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Transfer/TransactionID",
        FumoOverlayExtSwMTransfer.transaction_id.codec,
        "get_ext_sw_m_transfer_transaction_id",
        None,
    ),
    KeptLeaf("Ext/SwM/Transfer/Method", FumoOverlayExtSwMTransfer.method.codec, "get_ext_sw_m_transfer_method", None),
    KeptLeaf("Ext/SwM/Transfer/Source", FumoOverlayExtSwMTransfer.source.codec, "get_ext_sw_m_transfer_source", None),
    KeptLeaf(
        "Ext/SwM/Transfer/TotalSize",
        FumoOverlayExtSwMTransfer.total_size.codec,
        "get_ext_sw_m_transfer_total_size",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Transfer/BytesReceived",
        FumoOverlayExtSwMTransfer.bytes_received.codec,
        "get_ext_sw_m_transfer_bytes_received",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Transfer/Validator", FumoOverlayExtSwMTransfer.validator.codec, "get_ext_sw_m_transfer_validator", None
    ),
    KeptLeaf(
        "Ext/SwM/Transfer/SuspendedAt",
        FumoOverlayExtSwMTransfer.suspended_at.codec,
        "get_ext_sw_m_transfer_suspended_at",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Transfer/ResumeCount",
        FumoOverlayExtSwMTransfer.resume_count.codec,
        "get_ext_sw_m_transfer_resume_count",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Transfer/NextAttemptAt",
        FumoOverlayExtSwMTransfer.next_attempt_at.codec,
        "get_ext_sw_m_transfer_next_attempt_at",
        None,
    ),
    KeptLeaf(
        "Ext/SwM/Policy/AutoResume",
        FumoOverlayExtSwMPolicy.auto_resume.codec,
        "get_ext_sw_m_policy_auto_resume",
        "set_ext_sw_m_policy_auto_resume",
    ),
    KeptLeaf(
        "Ext/SwM/Policy/MaxSuspendTime",
        FumoOverlayExtSwMPolicy.max_suspend_time.codec,
        "get_ext_sw_m_policy_max_suspend_time",
        "set_ext_sw_m_policy_max_suspend_time",
    ),
    KeptLeaf(
        "Ext/SwM/Policy/MaxRestarts",
        FumoOverlayExtSwMPolicy.max_restarts.codec,
        "get_ext_sw_m_policy_max_restarts",
        "set_ext_sw_m_policy_max_restarts",
    ),
    KeptLeaf(
        "Ext/SwM/Policy/MinFreeStorage",
        FumoOverlayExtSwMPolicy.min_free_storage.codec,
        "get_ext_sw_m_policy_min_free_storage",
        "set_ext_sw_m_policy_min_free_storage",
    ),
    KeptLeaf(
        "Ext/SwM/Policy/MaxResumeAttempts",
        FumoOverlayExtSwMPolicy.max_resume_attempts.codec,
        "get_ext_sw_m_policy_max_resume_attempts",
        "set_ext_sw_m_policy_max_resume_attempts",
    ),
    KeptLeaf(
        "Ext/SwM/Policy/InitialBackoff",
        FumoOverlayExtSwMPolicy.initial_backoff.codec,
        "get_ext_sw_m_policy_initial_backoff",
        "set_ext_sw_m_policy_initial_backoff",
    ),
    KeptLeaf(
        "Ext/SwM/Policy/MaxBackoff",
        FumoOverlayExtSwMPolicy.max_backoff.codec,
        "get_ext_sw_m_policy_max_backoff",
        "set_ext_sw_m_policy_max_backoff",
    ),
    KeptLeaf(
        "Ext/SwM/Policy/AllowedBearers",
        FumoOverlayExtSwMPolicy.allowed_bearers.codec,
        "get_ext_sw_m_policy_allowed_bearers",
        "set_ext_sw_m_policy_allowed_bearers",
    ),
    KeptLeaf(
        "Ext/SwM/Policy/AllowRoaming",
        FumoOverlayExtSwMPolicy.allow_roaming.codec,
        "get_ext_sw_m_policy_allow_roaming",
        "set_ext_sw_m_policy_allow_roaming",
    ),
    KeptLeaf(
        "Ext/SwM/Policy/MinBattery",
        FumoOverlayExtSwMPolicy.min_battery.codec,
        "get_ext_sw_m_policy_min_battery",
        "set_ext_sw_m_policy_min_battery",
    ),
    KeptLeaf(
        "Ext/SwM/Policy/MaxRate",
        FumoOverlayExtSwMPolicy.max_rate.codec,
        "get_ext_sw_m_policy_max_rate",
        "set_ext_sw_m_policy_max_rate",
    ),
    KeptLeaf(
        "Ext/SwM/Policy/Window",
        FumoOverlayExtSwMPolicy.window.codec,
        "get_ext_sw_m_policy_window",
        "set_ext_sw_m_policy_window",
    ),
    KeptLeaf(
        "Ext/SwM/Policy/Consent",
        FumoOverlayExtSwMPolicy.consent.codec,
        "get_ext_sw_m_policy_consent",
        "set_ext_sw_m_policy_consent",
    ),
    KeptLeaf(
        "Ext/SwM/Policy/Severity",
        FumoOverlayExtSwMPolicy.severity.codec,
        "get_ext_sw_m_policy_severity",
        "set_ext_sw_m_policy_severity",
    ),
    KeptLeaf(
        "Ext/SwM/Policy/MaxDeferPeriod",
        FumoOverlayExtSwMPolicy.max_defer_period.codec,
        "get_ext_sw_m_policy_max_defer_period",
        "set_ext_sw_m_policy_max_defer_period",
    ),
    KeptLeaf(
        "Ext/SwM/Security/PkgSize",
        FumoOverlayExtSwMSecurity.pkg_size.codec,
        "get_ext_sw_m_security_pkg_size",
        "set_ext_sw_m_security_pkg_size",
    ),
    KeptLeaf(
        "Ext/SwM/Security/DigestAlg",
        FumoOverlayExtSwMSecurity.digest_alg.codec,
        "get_ext_sw_m_security_digest_alg",
        "set_ext_sw_m_security_digest_alg",
    ),
    KeptLeaf(
        "Ext/SwM/Security/Digest",
        FumoOverlayExtSwMSecurity.digest.codec,
        "get_ext_sw_m_security_digest",
        "set_ext_sw_m_security_digest",
    ),
    KeptLeaf(
        "Ext/SwM/Security/SigFormat",
        FumoOverlayExtSwMSecurity.sig_format.codec,
        "get_ext_sw_m_security_sig_format",
        "set_ext_sw_m_security_sig_format",
    ),
    KeptLeaf(
        "Ext/SwM/Security/Signature",
        FumoOverlayExtSwMSecurity.signature.codec,
        "get_ext_sw_m_security_signature",
        "set_ext_sw_m_security_signature",
    ),
    KeptLeaf(
        "Ext/SwM/Security/SignerRef",
        FumoOverlayExtSwMSecurity.signer_ref.codec,
        "get_ext_sw_m_security_signer_ref",
        "set_ext_sw_m_security_signer_ref",
    ),
    KeptLeaf(
        "Ext/SwM/Security/EncAlg",
        FumoOverlayExtSwMSecurity.enc_alg.codec,
        "get_ext_sw_m_security_enc_alg",
        "set_ext_sw_m_security_enc_alg",
    ),
    KeptLeaf(
        "Ext/SwM/Security/KeyRef",
        FumoOverlayExtSwMSecurity.key_ref.codec,
        "get_ext_sw_m_security_key_ref",
        "set_ext_sw_m_security_key_ref",
    ),
    KeptLeaf(
        "Ext/SwM/Security/ContentKey",
        FumoOverlayExtSwMSecurity.content_key.codec,
        "get_ext_sw_m_security_content_key",
        "set_ext_sw_m_security_content_key",
    ),
    KeptLeaf(
        "Ext/SwM/Security/SeqNo",
        FumoOverlayExtSwMSecurity.seq_no.codec,
        "get_ext_sw_m_security_seq_no",
        "set_ext_sw_m_security_seq_no",
    ),
    KeptLeaf(
        "Ext/SwM/Security/NotAfter",
        FumoOverlayExtSwMSecurity.not_after.codec,
        "get_ext_sw_m_security_not_after",
        "set_ext_sw_m_security_not_after",
    ),
    KeptLeaf(
        "Ext/SwM/ImageServer/Ref",
        FumoOverlayExtSwMImageServer.ref.codec,
        "get_ext_sw_m_image_server_ref",
        "set_ext_sw_m_image_server_ref",
    ),
    KeptLeaf(
        "Ext/SwM/ImageServer/Mode",
        FumoOverlayExtSwMImageServer.mode.codec,
        "get_ext_sw_m_image_server_mode",
        "set_ext_sw_m_image_server_mode",
    ),
    KeptLeaf(
        "Ext/SwM/Broadcast/Ref",
        FumoOverlayExtSwMBroadcast.ref.codec,
        "get_ext_sw_m_broadcast_ref",
        "set_ext_sw_m_broadcast_ref",
    ),
    KeptLeaf(
        "Ext/SwM/Broadcast/FileURI",
        FumoOverlayExtSwMBroadcast.file_uri.codec,
        "get_ext_sw_m_broadcast_file_uri",
        "set_ext_sw_m_broadcast_file_uri",
    ),
)
"""Which leaf each method is for."""


def keep_fumo_overlay(tree: ManagementTree, uri: str, values: FumoOverlayValues) -> None:
    """Have `values` asked about the object mounted at `uri`. LocalError where none is."""
    tree.keep_values(uri, KeptValues(FUMO_OVERLAY_VALUES, values))
