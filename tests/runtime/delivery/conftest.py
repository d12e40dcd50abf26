"""The compiled procedures are importable in these tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

STUBS = str(Path(__file__).resolve().parents[3] / "generated" / "python")


@pytest.fixture(autouse=True)
def stubs() -> Iterator[None]:
    sys.path.insert(0, STUBS)
    yield
    sys.path.remove(STUBS)
    for name in [name for name in sys.modules if name.partition(".")[0] == "swm_enablers"]:
        del sys.modules[name]
