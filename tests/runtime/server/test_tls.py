"""TLS of the server: versions, and client certificates that the session knows."""

from __future__ import annotations

import datetime
import http.client
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from swm.errors import LocalError
from swm.server import ClientCertificates, Dialogue, DmServer, ServerTls, open_store, serving
from swm.server.tls import subject
from swm.syncml import Alert, Encoding, Header, Location, Message


class Authority:
    """Signs certificates with a key of its own."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(self._sign(self.name, self.key, authority=True))

    def _sign(self, name: x509.Name, key: ec.EllipticCurvePrivateKey, *, authority: bool = False) -> bytes:
        now = datetime.datetime.now(datetime.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(authority, None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            # Python 3.13 looks for the identifiers of RFC 5280, too.
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        if authority:
            certificate = certificate.add_extension(
                x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True
            )
        return certificate.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def issue(self, common_name: str) -> tuple[Path, Path]:
        """Files with a certificate and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Devices, Inc."),
                x509.NameAttribute(NameOID.COMMON_NAME, common_name),
            ]
        )
        certificate, private = self.folder / f"{common_name}.pem", self.folder / f"{common_name}.key"
        certificate.write_bytes(self._sign(name, key))
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return certificate, private


def post(place: str, context: ssl.SSLContext, session: str = "1", query: str = "") -> tuple[int, bytes]:
    header = Header(session, "2" if query else "1", Location("https://server/dm"), Location("IMEI:1"))
    message = Encoding.XML.encode(Message(header, (Alert("1", "1201"),), True))
    connection = http.client.HTTPSConnection(place.replace("127.0.0.1", "localhost"), timeout=60, context=context)
    try:
        connection.request("POST", f"/dm{query}", message, {"Content-Type": Encoding.XML.content_type})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def trusting(authority: Authority, pair: tuple[Path, Path] | None = None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(authority.file))
    if pair is not None:
        context.load_cert_chain(*pair)
    return context


def test_the_session_knows_the_certificate_and_stays_with_it(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    seen: list[str | None] = []

    async def manage(dialogue: Dialogue) -> None:
        seen.append(dialogue.client_certificate)
        await dialogue.get("./X")

    tls = ServerTls(*authority.issue("localhost"), ClientCertificates.OPTIONAL, authority.file)
    store = open_store("sqlite://")
    try:
        with serving(DmServer(manage, server_id="server", store=store), tls=tls) as url:
            assert url.startswith("https://")
            place = url.split("/")[2]
            mine, other = authority.issue("IMEI:1"), authority.issue("IMEI:2")
            status, body = post(place, trusting(authority, mine))
            assert status == 200
            answer = Encoding.XML.decode(body).header.respond_to
            assert answer is not None and answer.startswith("https://")
            query = "?" + answer.partition("?")[2]
            assert post(place, trusting(authority, other), query=query)[0] == 403
            assert post(place, trusting(authority), query=query)[0] == 403
            assert post(place, trusting(authority, mine), query=query)[0] == 200
            assert post(place, trusting(authority), session="2")[0] == 200
    finally:
        store.close()
    assert seen == ["CN=IMEI:1,O=Devices\\, Inc.", None]


def test_who_must_show_a_certificate_and_does_not_is_turned_away(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    (tmp_path / "else").mkdir()
    stranger = Authority(tmp_path / "else", "stranger")

    async def idle(dialogue: Dialogue) -> None:
        """Nothing."""

    tls = ServerTls(*authority.issue("localhost"), ClientCertificates.REQUIRED, authority.file)
    store = open_store("sqlite://")
    try:
        with serving(DmServer(idle, server_id="server", store=store), tls=tls) as url:
            place = url.split("/")[2]
            for context in (trusting(authority), trusting(authority, stranger.issue("IMEI:1"))):
                with pytest.raises((ssl.SSLError, OSError, http.client.HTTPException)):
                    post(place, context)
            assert post(place, trusting(authority, authority.issue("IMEI:1")))[0] == 200
    finally:
        store.close()


def test_versions_below_1_2_are_refused(tmp_path: Path) -> None:
    authority = Authority(tmp_path)

    async def idle(dialogue: Dialogue) -> None:
        """Nothing."""

    pair = authority.issue("localhost")
    assert ServerTls(*pair).context().minimum_version is ssl.TLSVersion.TLSv1_2
    store = open_store("sqlite://")
    try:
        with serving(DmServer(idle, server_id="server", store=store), tls=ServerTls(*pair)) as url:
            place = url.split("/")[2]
            old = trusting(authority)
            with pytest.warns(DeprecationWarning):
                old.minimum_version = ssl.TLSVersion.TLSv1_1
                old.maximum_version = ssl.TLSVersion.TLSv1_1
            old.set_ciphers("ALL:@SECLEVEL=0")
            with pytest.raises(ssl.SSLError):
                post(place, old)
            assert post(place, trusting(authority))[0] == 200
    finally:
        store.close()


def test_missing_files_are_named_before_anything_listens(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    pair = authority.issue("localhost")
    with pytest.raises(LocalError, match="certificate or key"):
        ServerTls(tmp_path / "none.pem", pair[1]).context()
    with pytest.raises(LocalError, match="no authority"):
        ServerTls(*pair, ClientCertificates.REQUIRED).context()
    with pytest.raises(LocalError, match="authorities"):
        ServerTls(*pair, ClientCertificates.REQUIRED, tmp_path / "none.pem").context()


def test_a_subject_is_written_so_that_no_value_passes_for_another() -> None:
    assert subject(None) is None
    assert subject({}) is None
    assert subject({"subject": ((("commonName", "a,O=b"),), (("organizationName", "c"),))}) == "O=c,CN=a\\,O\\=b"
    assert subject({"subject": ((("commonName", " #x "),),)}) == "CN=\\ #x\\ "
    assert subject({"subject": ((("commonName", "a\nb"),),)}) == "CN=a\\0Ab"
