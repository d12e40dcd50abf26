"""Values of fumo 1.1 that a device maker keeps, and not the tree.

Derive from the Protocol and write the methods of those leaves. A leaf whose
method is not written, or gives None, has the value that the tree keeps.
"""

from __future__ import annotations

from typing import Final, Protocol

from swm.tree import KeptLeaf, KeptValues, ManagementTree

from .nodes import (
    FumoBroadcast,
    FumoCapabilities,
    FumoDownload,
    FumoDownloadAndUpdate,
    FumoImageServer,
    FumoObject,
    FumoPolicy,
    FumoSecurity,
    FumoTransfer,
    FumoUpdate,
    ImageServerMode,
    PolicyConsent,
    PolicySeverity,
    TransferMethod,
)


class FumoValues(Protocol):
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

    def get_capabilities_suspend_download(self) -> bool | None:
        """Suspend and Resume can be used while transferring.

        x/Capabilities/SuspendDownload: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:11
        """
        return None

    def get_capabilities_suspend_update(self) -> bool | None:
        """The installer can be paused before its point of no return.

        x/Capabilities/SuspendUpdate: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:12
        """
        return None

    def get_capabilities_byte_range_resume(self) -> bool | None:
        """The client can go on at an offset (HTTP ranges).

        x/Capabilities/ByteRangeResume: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:13
        """
        return None

    def get_capabilities_image_server(self) -> bool | None:
        """Image servers can start downloads.

        x/Capabilities/ImageServer: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:14
        """
        return None

    def get_capabilities_broadcast(self) -> bool | None:
        """Packages can be received by broadcast.

        x/Capabilities/Broadcast: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:15
        """
        return None

    def get_capabilities_alert_flow_control(self) -> bool | None:
        """The alert flow control object is honoured.

        x/Capabilities/AlertFlowControl: bool, One, Get.
        Spec: swm-common-1.0/objects.yaml:16
        """
        return None

    def get_capabilities_digest_algs(self) -> str | None:
        """Digest algorithms, separated by commas, for example sha-256.

        x/Capabilities/DigestAlgs: chr, ZeroOrOne, Get.
        Spec: swm-common-1.0/objects.yaml:17
        """
        return None

    def get_capabilities_sig_formats(self) -> str | None:
        """Forms of signatures, separated by commas, for example dsse, tuf.

        x/Capabilities/SigFormats: chr, ZeroOrOne, Get.
        Spec: swm-common-1.0/objects.yaml:18
        """
        return None

    def get_capabilities_max_pkg_size(self) -> str | None:
        """Largest package, in decimal digits (int has 32 bits only).

        x/Capabilities/MaxPkgSize: chr, ZeroOrOne, Get, unit byte.
        Spec: swm-common-1.0/objects.yaml:19
        """
        return None

    def get_transfer_transaction_id(self) -> str | None:
        """Made by the client; the same over suspend, resume and restart, and sent in every new alert.

        x/Transfer/TransactionID: chr, One, Get.
        Spec: swm-common-1.0/objects.yaml:28
        """
        return None

    def get_transfer_method(self) -> TransferMethod | None:
        """How the package comes.

        x/Transfer/Method: int, One, Get.
        Spec: swm-common-1.0/objects.yaml:29
        """
        return None

    def get_transfer_source(self) -> str | None:
        """URL or broadcast Content-Location in use.

        x/Transfer/Source: chr, ZeroOrOne, Get.
        Spec: swm-common-1.0/objects.yaml:36
        """
        return None

    def get_transfer_total_size(self) -> str | None:
        """Length of the package, in decimal digits.

        x/Transfer/TotalSize: chr, ZeroOrOne, Get, unit byte.
        Spec: swm-common-1.0/objects.yaml:37
        """
        return None

    def get_transfer_bytes_received(self) -> str | None:
        """What is safely stored, in decimal digits.

        x/Transfer/BytesReceived: chr, One, Get, unit byte.
        Spec: swm-common-1.0/objects.yaml:38
        """
        return None

    def get_transfer_validator(self) -> str | None:
        """Strong ETag with which the transfer is resumed.

        x/Transfer/Validator: chr, ZeroOrOne, Get.
        Spec: swm-common-1.0/objects.yaml:39
        """
        return None

    def get_transfer_suspended_at(self) -> str | None:
        """Since when, UTC, in the basic form of ISO 8601.

        x/Transfer/SuspendedAt: chr, ZeroOrOne, Get.
        Spec: swm-common-1.0/objects.yaml:47
        """
        return None

    def get_transfer_resume_count(self) -> int | None:
        """How often the transfer was resumed.

        x/Transfer/ResumeCount: int, ZeroOrOne, Get, 0...
        Spec: swm-common-1.0/objects.yaml:48
        """
        return None

    def get_transfer_next_attempt_at(self) -> str | None:
        """When the client resumes by itself.

        x/Transfer/NextAttemptAt: chr, ZeroOrOne, Get.
        Spec: swm-common-1.0/objects.yaml:49
        """
        return None

    def get_policy_auto_resume(self) -> bool | None:
        """The client resumes an interrupted transfer by itself.

        x/Policy/AutoResume: bool, ZeroOrOne, Add Delete Get Replace, default true.
        Spec: swm-common-1.0/objects.yaml:59
        """
        return None

    def set_policy_auto_resume(self, value: bool) -> None:
        """A server has written the leaf that `get_policy_auto_resume` gives."""
        return

    def get_policy_max_suspend_time(self) -> int | None:
        """Longest time a transfer may stand still; 0 means without limit.

        x/Policy/MaxSuspendTime: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default
        604800.
        Spec: swm-common-1.0/objects.yaml:60
        """
        return None

    def set_policy_max_suspend_time(self, value: int) -> None:
        """A server has written the leaf that `get_policy_max_suspend_time` gives."""
        return

    def get_policy_max_restarts(self) -> int | None:
        """How often a transfer may start over when the object changed or ranges are refused.

        x/Policy/MaxRestarts: int, ZeroOrOne, Add Delete Get Replace, 0.., default 1.
        Spec: swm-common-1.0/objects.yaml:61
        """
        return None

    def set_policy_max_restarts(self, value: int) -> None:
        """A server has written the leaf that `get_policy_max_restarts` gives."""
        return

    def get_policy_min_free_storage(self) -> str | None:
        """Free storage below which a transfer is interrupted, in decimal digits.

        x/Policy/MinFreeStorage: chr, ZeroOrOne, Add Delete Get Replace, unit byte.
        Spec: swm-common-1.0/objects.yaml:62
        """
        return None

    def set_policy_min_free_storage(self, value: str) -> None:
        """A server has written the leaf that `get_policy_min_free_storage` gives."""
        return

    def get_policy_max_resume_attempts(self) -> int | None:
        """How often the client tries to resume by itself.

        x/Policy/MaxResumeAttempts: int, ZeroOrOne, Add Delete Get Replace, 0.., default 10.
        Spec: swm-common-1.0/objects.yaml:63
        """
        return None

    def set_policy_max_resume_attempts(self, value: int) -> None:
        """A server has written the leaf that `get_policy_max_resume_attempts` gives."""
        return

    def get_policy_initial_backoff(self) -> int | None:
        """Wait before the first attempt; it doubles with each failure, with a jitter of half of it
        either way.

        x/Policy/InitialBackoff: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default 60.
        Spec: swm-common-1.0/objects.yaml:64
        """
        return None

    def set_policy_initial_backoff(self, value: int) -> None:
        """A server has written the leaf that `get_policy_initial_backoff` gives."""
        return

    def get_policy_max_backoff(self) -> int | None:
        """Longest wait between two attempts.

        x/Policy/MaxBackoff: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default 3600.
        Spec: swm-common-1.0/objects.yaml:65
        """
        return None

    def set_policy_max_backoff(self, value: int) -> None:
        """A server has written the leaf that `get_policy_max_backoff` gives."""
        return

    def get_policy_allowed_bearers(self) -> str | None:
        """Bearers that may be used, separated by commas; any when absent.

        x/Policy/AllowedBearers: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:66
        """
        return None

    def set_policy_allowed_bearers(self, value: str) -> None:
        """A server has written the leaf that `get_policy_allowed_bearers` gives."""
        return

    def get_policy_allow_roaming(self) -> bool | None:
        """A transfer may run while roaming.

        x/Policy/AllowRoaming: bool, ZeroOrOne, Add Delete Get Replace, default false.
        Spec: swm-common-1.0/objects.yaml:67
        """
        return None

    def set_policy_allow_roaming(self, value: bool) -> None:
        """A server has written the leaf that `get_policy_allow_roaming` gives."""
        return

    def get_policy_min_battery(self) -> int | None:
        """Charge below which nothing is resumed or installed.

        x/Policy/MinBattery: int, ZeroOrOne, Add Delete Get Replace, 0..100, unit %, default 30.
        Spec: swm-common-1.0/objects.yaml:68
        """
        return None

    def set_policy_min_battery(self, value: int) -> None:
        """A server has written the leaf that `get_policy_min_battery` gives."""
        return

    def get_policy_max_rate(self) -> int | None:
        """Fastest transfer; 0 means without limit.

        x/Policy/MaxRate: int, ZeroOrOne, Add Delete Get Replace, 0.., unit kbit/s, default 0.
        Spec: swm-common-1.0/objects.yaml:69
        """
        return None

    def set_policy_max_rate(self, value: int) -> None:
        """A server has written the leaf that `get_policy_max_rate` gives."""
        return

    def get_policy_window(self) -> str | None:
        """When transfers and installations may run, in the device's local time: ISO 8601 intervals or
        daily HHMM-HHMM ranges, separated by commas.

        x/Policy/Window: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:70
        """
        return None

    def set_policy_window(self, value: str) -> None:
        """A server has written the leaf that `get_policy_window` gives."""
        return

    def get_policy_consent(self) -> PolicyConsent | None:
        """What the user is told or asked.

        x/Policy/Consent: int, ZeroOrOne, Add Delete Get Replace, default 0.
        Spec: swm-common-1.0/objects.yaml:71
        """
        return None

    def set_policy_consent(self, value: PolicyConsent) -> None:
        """A server has written the leaf that `get_policy_consent` gives."""
        return

    def get_policy_severity(self) -> PolicySeverity | None:
        """How much the package matters, coded as in LwM2M /5/0/11.

        x/Policy/Severity: int, ZeroOrOne, Add Delete Get Replace, default 1.
        Spec: swm-common-1.0/objects.yaml:79
        """
        return None

    def set_policy_severity(self, value: PolicySeverity) -> None:
        """A server has written the leaf that `get_policy_severity` gives."""
        return

    def get_policy_max_defer_period(self) -> int | None:
        """How long a user may defer, as in LwM2M /5/0/13; 0 means not at all.

        x/Policy/MaxDeferPeriod: int, ZeroOrOne, Add Delete Get Replace, 0.., unit s, default 0.
        Spec: swm-common-1.0/objects.yaml:87
        """
        return None

    def set_policy_max_defer_period(self, value: int) -> None:
        """A server has written the leaf that `get_policy_max_defer_period` gives."""
        return

    def get_security_pkg_size(self) -> str | None:
        """Length of the package, in decimal digits.

        x/Security/PkgSize: chr, ZeroOrOne, Add Delete Get Replace, unit byte.
        Spec: swm-common-1.0/objects.yaml:96
        """
        return None

    def set_security_pkg_size(self, value: str) -> None:
        """A server has written the leaf that `get_security_pkg_size` gives."""
        return

    def get_security_digest_alg(self) -> str | None:
        """Digest algorithm; md5 and sha-1 are refused.

        x/Security/DigestAlg: chr, One, Add Delete Get Replace, default sha-256.
        Spec: swm-common-1.0/objects.yaml:97
        """
        return None

    def set_security_digest_alg(self, value: str) -> None:
        """A server has written the leaf that `get_security_digest_alg` gives."""
        return

    def get_security_digest(self) -> bytes | None:
        """Digest of the package as transferred. Where it is empty, signed metadata alone say what the
        digest is; a package without them is refused.

        x/Security/Digest: bin, One, Add Delete Get Replace, at most 64 octets, default empty.
        Spec: swm-common-1.0/objects.yaml:98
        """
        return None

    def set_security_digest(self, value: bytes) -> None:
        """A server has written the leaf that `get_security_digest` gives."""
        return

    def get_security_sig_format(self) -> str | None:
        """Form of the signature: dsse (Ed25519).

        x/Security/SigFormat: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:99
        """
        return None

    def set_security_sig_format(self, value: str) -> None:
        """A server has written the leaf that `get_security_sig_format` gives."""
        return

    def get_security_signature(self) -> bytes | None:
        """Detached signature.

        x/Security/Signature: bin, ZeroOrOne, Add Delete Get Replace, at most 16384 octets.
        Spec: swm-common-1.0/objects.yaml:100
        """
        return None

    def set_security_signature(self, value: bytes) -> None:
        """A server has written the leaf that `get_security_signature` gives."""
        return

    def get_security_signer_ref(self) -> str | None:
        """URI of the node with the trust anchor, or the id of a key.

        x/Security/SignerRef: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:101
        """
        return None

    def set_security_signer_ref(self, value: str) -> None:
        """A server has written the leaf that `get_security_signer_ref` gives."""
        return

    def get_security_enc_alg(self) -> str | None:
        """Cipher of each chunk: AES-256-GCM. A chunk is one block: the enciphered octets, then the tag
        of 16. The nonce of block n is n in 12 octets; additional data are swm-chunk, n in 8 octets,
        and 1 for the last block, 0 for all others. Digests are over what is transferred. Plain text
        is not stored before hand-over. Where it is empty, signed metadata say whether the package
        is encrypted.

        x/Security/EncAlg: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:102
        """
        return None

    def set_security_enc_alg(self, value: str) -> None:
        """A server has written the leaf that `get_security_enc_alg` gives."""
        return

    def get_security_key_ref(self) -> str | None:
        """Id of the key that wraps the content key.

        x/Security/KeyRef: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:103
        """
        return None

    def set_security_key_ref(self, value: str) -> None:
        """A server has written the leaf that `get_security_key_ref` gives."""
        return

    def get_security_content_key(self) -> bytes | None:
        """Content key of this one package, wrapped by the key of KeyRef (AES key wrap, RFC 3394). It
        can never be read.

        x/Security/ContentKey: bin, ZeroOrOne, Add Delete Replace, at most 512 octets.
        Spec: swm-common-1.0/objects.yaml:104
        """
        return None

    def set_security_content_key(self, value: bytes) -> None:
        """A server has written the leaf that `get_security_content_key` gives."""
        return

    def get_security_seq_no(self) -> str | None:
        """Security counter of the package. It must not be below the stored floor and never raises it.

        x/Security/SeqNo: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:105
        """
        return None

    def set_security_seq_no(self, value: str) -> None:
        """A server has written the leaf that `get_security_seq_no` gives."""
        return

    def get_security_not_after(self) -> str | None:
        """UTC time after which installing must not begin.

        x/Security/NotAfter: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:106
        """
        return None

    def set_security_not_after(self, value: str) -> None:
        """A server has written the leaf that `get_security_not_after` gives."""
        return

    def get_image_server_ref(self) -> str | None:
        """URI of an entry of the image server object.

        x/ImageServer/Ref: chr, One, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:115
        """
        return None

    def set_image_server_ref(self, value: str) -> None:
        """A server has written the leaf that `get_image_server_ref` gives."""
        return

    def get_image_server_mode(self) -> ImageServerMode | None:
        """What an accepted announcement may do by itself.

        x/ImageServer/Mode: int, One, Add Delete Get Replace, default 0.
        Spec: swm-common-1.0/objects.yaml:116
        """
        return None

    def set_image_server_mode(self, value: ImageServerMode) -> None:
        """A server has written the leaf that `get_image_server_mode` gives."""
        return

    def get_broadcast_ref(self) -> str | None:
        """URI of an entry of the broadcast delivery object.

        x/Broadcast/Ref: chr, One, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:132
        """
        return None

    def set_broadcast_ref(self, value: str) -> None:
        """A server has written the leaf that `get_broadcast_ref` gives."""
        return

    def get_broadcast_file_uri(self) -> str | None:
        """Content-Location of the file in the FDT; the only file when absent.

        x/Broadcast/FileURI: chr, ZeroOrOne, Add Delete Get Replace.
        Spec: swm-common-1.0/objects.yaml:133
        """
        return None

    def set_broadcast_file_uri(self, value: str) -> None:
        """A server has written the leaf that `get_broadcast_file_uri` gives."""
        return


FUMO_VALUES: Final = (
    KeptLeaf("PkgName", FumoObject.pkg_name.codec, "get_pkg_name", None),
    KeptLeaf("PkgVersion", FumoObject.pkg_version.codec, "get_pkg_version", None),
    KeptLeaf("Download/PkgURL", FumoDownload.pkg_url.codec, "get_download_pkg_url", "set_download_pkg_url"),
    KeptLeaf("Update/PkgData", FumoUpdate.pkg_data.codec, "get_update_pkg_data", "set_update_pkg_data"),
    KeptLeaf(
        "DownloadAndUpdate/PkgURL",
        FumoDownloadAndUpdate.pkg_url.codec,
        "get_download_and_update_pkg_url",
        "set_download_and_update_pkg_url",
    ),
    KeptLeaf(
        "Capabilities/SuspendDownload",
        FumoCapabilities.suspend_download.codec,
        "get_capabilities_suspend_download",
        None,
    ),
    KeptLeaf(
        "Capabilities/SuspendUpdate", FumoCapabilities.suspend_update.codec, "get_capabilities_suspend_update", None
    ),
    KeptLeaf(
        "Capabilities/ByteRangeResume",
        FumoCapabilities.byte_range_resume.codec,
        "get_capabilities_byte_range_resume",
        None,
    ),
    KeptLeaf("Capabilities/ImageServer", FumoCapabilities.image_server.codec, "get_capabilities_image_server", None),
    KeptLeaf("Capabilities/Broadcast", FumoCapabilities.broadcast.codec, "get_capabilities_broadcast", None),
    KeptLeaf(
        "Capabilities/AlertFlowControl",
        FumoCapabilities.alert_flow_control.codec,
        "get_capabilities_alert_flow_control",
        None,
    ),
    KeptLeaf("Capabilities/DigestAlgs", FumoCapabilities.digest_algs.codec, "get_capabilities_digest_algs", None),
    KeptLeaf("Capabilities/SigFormats", FumoCapabilities.sig_formats.codec, "get_capabilities_sig_formats", None),
    KeptLeaf("Capabilities/MaxPkgSize", FumoCapabilities.max_pkg_size.codec, "get_capabilities_max_pkg_size", None),
    KeptLeaf("Transfer/TransactionID", FumoTransfer.transaction_id.codec, "get_transfer_transaction_id", None),
    KeptLeaf("Transfer/Method", FumoTransfer.method.codec, "get_transfer_method", None),
    KeptLeaf("Transfer/Source", FumoTransfer.source.codec, "get_transfer_source", None),
    KeptLeaf("Transfer/TotalSize", FumoTransfer.total_size.codec, "get_transfer_total_size", None),
    KeptLeaf("Transfer/BytesReceived", FumoTransfer.bytes_received.codec, "get_transfer_bytes_received", None),
    KeptLeaf("Transfer/Validator", FumoTransfer.validator.codec, "get_transfer_validator", None),
    KeptLeaf("Transfer/SuspendedAt", FumoTransfer.suspended_at.codec, "get_transfer_suspended_at", None),
    KeptLeaf("Transfer/ResumeCount", FumoTransfer.resume_count.codec, "get_transfer_resume_count", None),
    KeptLeaf("Transfer/NextAttemptAt", FumoTransfer.next_attempt_at.codec, "get_transfer_next_attempt_at", None),
    KeptLeaf("Policy/AutoResume", FumoPolicy.auto_resume.codec, "get_policy_auto_resume", "set_policy_auto_resume"),
    KeptLeaf(
        "Policy/MaxSuspendTime",
        FumoPolicy.max_suspend_time.codec,
        "get_policy_max_suspend_time",
        "set_policy_max_suspend_time",
    ),
    KeptLeaf("Policy/MaxRestarts", FumoPolicy.max_restarts.codec, "get_policy_max_restarts", "set_policy_max_restarts"),
    KeptLeaf(
        "Policy/MinFreeStorage",
        FumoPolicy.min_free_storage.codec,
        "get_policy_min_free_storage",
        "set_policy_min_free_storage",
    ),
    KeptLeaf(
        "Policy/MaxResumeAttempts",
        FumoPolicy.max_resume_attempts.codec,
        "get_policy_max_resume_attempts",
        "set_policy_max_resume_attempts",
    ),
    KeptLeaf(
        "Policy/InitialBackoff",
        FumoPolicy.initial_backoff.codec,
        "get_policy_initial_backoff",
        "set_policy_initial_backoff",
    ),
    KeptLeaf("Policy/MaxBackoff", FumoPolicy.max_backoff.codec, "get_policy_max_backoff", "set_policy_max_backoff"),
    KeptLeaf(
        "Policy/AllowedBearers",
        FumoPolicy.allowed_bearers.codec,
        "get_policy_allowed_bearers",
        "set_policy_allowed_bearers",
    ),
    KeptLeaf(
        "Policy/AllowRoaming", FumoPolicy.allow_roaming.codec, "get_policy_allow_roaming", "set_policy_allow_roaming"
    ),
    KeptLeaf("Policy/MinBattery", FumoPolicy.min_battery.codec, "get_policy_min_battery", "set_policy_min_battery"),
    KeptLeaf("Policy/MaxRate", FumoPolicy.max_rate.codec, "get_policy_max_rate", "set_policy_max_rate"),
    KeptLeaf("Policy/Window", FumoPolicy.window.codec, "get_policy_window", "set_policy_window"),
    KeptLeaf("Policy/Consent", FumoPolicy.consent.codec, "get_policy_consent", "set_policy_consent"),
    KeptLeaf("Policy/Severity", FumoPolicy.severity.codec, "get_policy_severity", "set_policy_severity"),
    KeptLeaf(
        "Policy/MaxDeferPeriod",
        FumoPolicy.max_defer_period.codec,
        "get_policy_max_defer_period",
        "set_policy_max_defer_period",
    ),
    KeptLeaf("Security/PkgSize", FumoSecurity.pkg_size.codec, "get_security_pkg_size", "set_security_pkg_size"),
    KeptLeaf("Security/DigestAlg", FumoSecurity.digest_alg.codec, "get_security_digest_alg", "set_security_digest_alg"),
    KeptLeaf("Security/Digest", FumoSecurity.digest.codec, "get_security_digest", "set_security_digest"),
    KeptLeaf("Security/SigFormat", FumoSecurity.sig_format.codec, "get_security_sig_format", "set_security_sig_format"),
    KeptLeaf("Security/Signature", FumoSecurity.signature.codec, "get_security_signature", "set_security_signature"),
    KeptLeaf("Security/SignerRef", FumoSecurity.signer_ref.codec, "get_security_signer_ref", "set_security_signer_ref"),
    KeptLeaf("Security/EncAlg", FumoSecurity.enc_alg.codec, "get_security_enc_alg", "set_security_enc_alg"),
    KeptLeaf("Security/KeyRef", FumoSecurity.key_ref.codec, "get_security_key_ref", "set_security_key_ref"),
    KeptLeaf(
        "Security/ContentKey", FumoSecurity.content_key.codec, "get_security_content_key", "set_security_content_key"
    ),
    KeptLeaf("Security/SeqNo", FumoSecurity.seq_no.codec, "get_security_seq_no", "set_security_seq_no"),
    KeptLeaf("Security/NotAfter", FumoSecurity.not_after.codec, "get_security_not_after", "set_security_not_after"),
    KeptLeaf("ImageServer/Ref", FumoImageServer.ref.codec, "get_image_server_ref", "set_image_server_ref"),
    KeptLeaf("ImageServer/Mode", FumoImageServer.mode.codec, "get_image_server_mode", "set_image_server_mode"),
    KeptLeaf("Broadcast/Ref", FumoBroadcast.ref.codec, "get_broadcast_ref", "set_broadcast_ref"),
    KeptLeaf("Broadcast/FileURI", FumoBroadcast.file_uri.codec, "get_broadcast_file_uri", "set_broadcast_file_uri"),
)
"""Which leaf each method is for."""


def keep_fumo(tree: ManagementTree, uri: str, values: FumoValues) -> None:
    """Have `values` asked about the object mounted at `uri`. LocalError where none is."""
    tree.keep_values(uri, KeptValues(FUMO_VALUES, values))
