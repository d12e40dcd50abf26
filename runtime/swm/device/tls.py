"""TLS on the device's side: who the server is, and who we are (RFC 8446, RFC 5246; names by RFC 9525)."""

from __future__ import annotations

import ssl
from pathlib import Path

from swm.errors import LocalError


def client_context(
    ca_file: Path | None = None,
    *,
    certificate: Path | None = None,
    key: Path | None = None,
    oldest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2,
) -> ssl.SSLContext:
    """A context that checks the server's certificate and name, and speaks TLS 1.2 or newer.

    `ca_file` (PEM) holds the authorities to trust instead of the system's;
    `certificate` (PEM, with its chain) and `key` show who the device is.
    LocalError for a file that cannot be used.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = oldest
    try:
        if ca_file is None:
            context.load_default_certs()
        else:
            context.load_verify_locations(ca_file)
    except OSError as error:
        raise LocalError(f"the authorities in {ca_file} cannot be used: {error}") from None
    if certificate is not None:
        try:
            # Without a password of its own OpenSSL would ask the terminal for one.
            context.load_cert_chain(certificate, key, password=lambda: b"")
        except (OSError, ValueError) as error:
            raise LocalError(f"the certificate {certificate} cannot be used with its key: {error}") from None
    elif key is not None:
        raise LocalError("there is a key for TLS and no certificate")
    return context


def reason_of(error: Exception) -> str:
    """What went wrong, in words; the certificate's fault where it is that."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not accepted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed: {(error.reason or str(error)).replace('_', ' ').lower()}"
    return str(error) or type(error).__name__
