"""A device with one FUMO 1.0 object: a small but whole example of what a device maker writes.

Its package format is a maker's own: a line of JSON (model, SHA-256 of the
image, HMAC-SHA256 over both with the maker's key), then the image.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import io
import json
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from swm.machine import Journal
from swm.security import CheckFailed, FittingPackage, IntactPackage, StoredPackage, VerifiedPackage, mint
from swm.session import DmClientSession
from swm.tree import ManagementTree
from swm_enablers.fumo_1_0.client import PackageObject
from swm_enablers.fumo_1_0.messages import Result
from swm_enablers.fumo_1_0.security import AcceptPackageInputs

URI = "./FwUpdate/Pkg1"
MODEL = "swm-demo-1"
MAX_PACKAGE = 64 * 1024 * 1024


def make_package(image: bytes, key: bytes, model: str = MODEL) -> bytes:
    """A package as the maker publishes it."""
    digest = hashlib.sha256(image).hexdigest()
    signature = hmac.digest(key, f"{model} {digest}".encode(), "sha256").hex()
    return json.dumps({"model": model, "sha256": digest, "signature": signature}).encode() + b"\n" + image


class FilePackage:
    """The stored package: a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def length(self) -> int:
        """Octets stored."""
        return self._path.stat().st_size if self._path.exists() else 0

    def open(self) -> BinaryIO:
        """A new reader at the first octet."""
        return self._path.open("rb") if self._path.exists() else io.BytesIO()


def _head(package: StoredPackage) -> dict[str, str]:
    with package.open() as stream:
        try:
            head = json.loads(stream.readline(4096))
            return {name: str(head[name]) for name in ("model", "sha256", "signature")}
        except (ValueError, KeyError, TypeError):
            raise CheckFailed("the package has no head") from None


class MakerPrimitives:
    """The checks of `accept_package`, for this maker's format."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def check_integrity(self, *, package: StoredPackage) -> IntactPackage:
        """The image has the digest that the head names."""
        head = _head(package)
        digest = hashlib.sha256()
        with package.open() as stream:
            stream.readline(4096)
            while block := stream.read(65_536):
                digest.update(block)
        if digest.hexdigest() != head["sha256"]:
            raise CheckFailed("the image's digest differs")
        return mint(IntactPackage, package=package, sha256=digest.digest())

    def check_device_class(self, *, package: IntactPackage) -> FittingPackage:
        """The head names this model."""
        if _head(package.package)["model"] != MODEL:
            raise CheckFailed("the package is for another model")
        return mint(FittingPackage, intact=package)

    def check_signature(self, *, package: FittingPackage) -> VerifiedPackage:
        """The maker's key signed model and digest."""
        head = _head(package.intact.package)
        wanted = hmac.digest(self._key, f"{head['model']} {package.intact.sha256.hex()}".encode(), "sha256").hex()
        if not hmac.compare_digest(wanted, head["signature"]):
            raise CheckFailed("the maker did not sign this")
        return mint(VerifiedPackage, fitting=package, signer="maker")


class Device:
    """The device: storage, firmware, one object. What must survive is in `folder` and in the journal."""

    def __init__(self, folder: Path, journal: Journal, key: bytes) -> None:
        self.folder = folder
        self.tree = ManagementTree()
        self.downloads = 0
        self.object = PackageObject(self.tree, URI, self, MakerPrimitives(key), journal)
        url = folder / "url"
        if url.exists():
            for path in ("Download/PkgURL", "DownloadAndUpdate/PkgURL"):
                self.tree.store(f"{URI}/{path}", url.read_text(encoding="utf-8"))

    @property
    def firmware(self) -> bytes:
        """The image that runs."""
        path = self.folder / "firmware"
        return path.read_bytes() if path.exists() else b""

    # swm_enablers.fumo_1_0.client.PackageHandler ------------------------------------------------------------------

    def package_kept(self) -> bool:
        """Whether the package is still stored."""
        return (self.folder / "package").exists()

    def start_download(self) -> None:
        """Keep where from, over a restart, too; `work` fetches it, so that the Status can go out first."""
        self.downloads += 1
        address = self._address()
        if address:
            beside = self.folder / "url.new"
            beside.write_text(address, encoding="utf-8")
            beside.replace(self.folder / "url")

    def apply_update(self, verified_package: VerifiedPackage) -> None:
        """Put the image into force: written beside the old one, then renamed over it."""
        with verified_package.fitting.intact.package.open() as stream:
            stream.readline(4096)
            image = stream.read(MAX_PACKAGE)
        beside = self.folder / "firmware.new"
        beside.write_bytes(image)
        beside.replace(self.folder / "firmware")

    def discard_package(self) -> None:
        """Delete what is stored of the package."""
        (self.folder / "package").unlink(missing_ok=True)

    def accept_package_inputs(self) -> AcceptPackageInputs:
        """The package as it is stored: by a download, or from the node PkgData."""
        delivered = self.tree.value(f"{URI}/Update/PkgData")
        if isinstance(delivered, bytes) and delivered:
            (self.folder / "package").write_bytes(delivered)
        return AcceptPackageInputs(FilePackage(self.folder / "package"))

    # the device's own work ----------------------------------------------------------------------------------------

    def work(self) -> None:
        """Do what the machine's state asks for, as a device does between sessions."""
        while True:
            name = self.object.state.name
            if name == "DOWNLOAD_PROGRESSING":
                self._download()
            elif name == "DOWNLOAD_COMPLETE":
                self.object.package_accepted()
            elif name == "READY_TO_UPDATE" and self.object.variables.goal.name == "UPDATE":
                self.object.continue_()
            elif name == "UPDATE_PROGRESSING":
                self.object.update_succeeds()
            else:
                return

    def _address(self) -> str:
        """The PkgURL of the node that was executed."""
        path = "DownloadAndUpdate/PkgURL" if self.object.variables.goal.name == "UPDATE" else "Download/PkgURL"
        found = self.tree.value(f"{URI}/{path}")
        return found if isinstance(found, str) else ""

    def _download(self) -> None:
        url = urlsplit(self._address())
        if url.scheme != "http" or not url.hostname:
            self.object.download_fails(Result.MALFORMED_URL)
            return
        connection = http.client.HTTPConnection(url.netloc, timeout=10)
        try:
            connection.request("GET", url.path)
            answer = connection.getresponse()
            if answer.status != 200:
                self.object.download_fails(
                    Result.SERVER_UNAVAILABLE if answer.status >= 500 else Result.NETWORK_FAILURE
                )
                return
            body = answer.read(MAX_PACKAGE + 1)
        except (OSError, http.client.HTTPException):
            self.object.download_fails(Result.NETWORK_FAILURE)
            return
        finally:
            connection.close()
        if len(body) > MAX_PACKAGE:
            self.object.download_fails(Result.DOWNLOAD_OUT_OF_MEMORY)
            return
        (self.folder / "package").write_bytes(body)
        self.object.download_completes()

    def session(self, url: str, *, max_message: int = 16_384) -> DmClientSession:
        """A session with the server at `url`."""
        return DmClientSession(
            self.tree,
            server_uri=url,
            device_id="IMEI:350000000000001",
            server_id="demo-server",
            alerts=self.object,
            max_message=max_message,
        )
