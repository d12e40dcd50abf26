"""TLS of the server: what it shows, and whether devices must show a certificate too."""

from __future__ import annotations

import enum
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from swm.errors import LocalError
from swm.tls_refusal import server_context

_ESCAPED: Final = frozenset(',+"\\<>;=')
_SHORT: Final = {
    "commonName": "CN",
    "organizationName": "O",
    "organizationalUnitName": "OU",
    "countryName": "C",
    "localityName": "L",
    "stateOrProvinceName": "ST",
    "domainComponent": "DC",
    "userId": "UID",
    "serialNumber": "serialNumber",
}


class ClientCertificates(enum.Enum):
    """Whether devices show a certificate."""

    NONE = ssl.CERT_NONE
    OPTIONAL = ssl.CERT_OPTIONAL
    REQUIRED = ssl.CERT_REQUIRED


@dataclass(frozen=True, slots=True)
class ServerTls:
    """Files in PEM format: the server's certificate chain and key, and the authorities of client certificates."""

    certificate: Path
    key: Path
    client_certificates: ClientCertificates = ClientCertificates.NONE
    client_authorities: Path | None = None
    minimum: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2
    """Old devices may need TLSv1_1 or TLSv1; nothing below TLS 1.2 is safe."""

    def context(self) -> ssl.SSLContext:
        """The context of a listening socket. LocalError when a file is missing or wrong."""
        context = server_context()
        context.minimum_version = self.minimum
        context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_CIPHER_SERVER_PREFERENCE
        try:
            context.load_cert_chain(self.certificate, self.key)
        except (OSError, ssl.SSLError) as error:
            raise LocalError(f"the server's certificate or key cannot be read: {error}") from None
        context.verify_mode = self.client_certificates.value
        if self.client_certificates is not ClientCertificates.NONE:
            if self.client_authorities is None:
                raise LocalError("client certificates are asked for, but no authority is named that has signed them")
            try:
                context.load_verify_locations(self.client_authorities)
            except (OSError, ssl.SSLError) as error:
                raise LocalError(f"the authorities of client certificates cannot be read: {error}") from None
        return context


def subject(certificate: Mapping[str, Any] | None) -> str | None:
    """The subject of what `ssl.SSLSocket.getpeercert` gives, most specific part first (RFC 4514); None without one."""
    parts: Sequence[Sequence[tuple[str, str]]] = (certificate or {}).get("subject", ())
    if not parts:
        return None
    return ",".join(
        "+".join(f"{_SHORT.get(name, name)}={_escape(value)}" for name, value in part) for part in parts[::-1]
    )


def _escape(value: str) -> str:
    escaped = "".join(f"\\{letter}" if letter in _ESCAPED else letter for letter in value)
    if escaped[:1] in ("#", " "):
        escaped = f"\\{escaped}"
    if escaped.endswith(" ") and len(escaped) > 1:
        escaped = f"{escaped[:-1]}\\ "
    return "".join(letter if letter.isprintable() else f"\\{ord(letter):02X}" for letter in escaped)
