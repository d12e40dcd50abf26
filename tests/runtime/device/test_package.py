"""The head of the reference device's packages: whatever was downloaded, it is read or refused."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path

import pytest

from swm.device.package import FilePackage, MakerChecks, head_of, make_package
from swm.security import CheckFailed, FittingPackage, IntactPackage, mint, step

KEY = b"the maker's key"
CHECKS = MakerChecks(KEY, maker="Example", model="m", now=lambda: datetime.datetime.now(datetime.UTC))
PACKAGE = make_package(b"image", KEY, maker="Example", model="m", counter=2)
HEAD = json.loads(io.BytesIO(PACKAGE).readline())


def stored(folder: Path, octets: bytes) -> FilePackage:
    file = folder / "package"
    file.write_bytes(octets)
    return FilePackage(file)


@pytest.mark.parametrize(
    "head",
    [
        b"[" * 4096,
        b"[]",
        b"5",
        json.dumps({**HEAD, "counter": 5}).replace('"counter": 5', '"counter": 1e999').encode(),
        json.dumps({**HEAD, "counter": "x"}).encode(),
        json.dumps({**HEAD, "counter": "1" * 5000}).encode(),
        json.dumps({**HEAD, "maker": "\ud800"}).encode(),
        json.dumps(HEAD).encode()[:-1] + b', "counter": 9}',
    ],
)
def test_a_head_that_is_none_fails_the_check(head: bytes, tmp_path: Path) -> None:
    with pytest.raises(CheckFailed, match="no head"):
        head_of(stored(tmp_path, head + b"\nimage"))


def test_a_signature_in_other_letters_is_not_the_makers(tmp_path: Path) -> None:
    head = json.dumps({**HEAD, "signature": "\u00e9" * 64}).encode()
    package = stored(tmp_path, head + b"\nimage")
    with step("verify", "check_device_class", None, makes=IntactPackage):
        intact = mint(IntactPackage, package=package, sha256=b"")
    with step("verify", "check_device_class", None, makes=FittingPackage):
        fitting = mint(FittingPackage, intact=intact)
    with pytest.raises(CheckFailed, match="did not sign"):
        CHECKS.check_signature(package=fitting)
