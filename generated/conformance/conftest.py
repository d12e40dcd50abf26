"""The conformance suite stands on `swm.conformance`; generated stubs are beside it."""

from __future__ import annotations

import sys
from pathlib import Path

pytest_plugins = ["swm.conformance.pytest_plugin"]
sys.path.append(str(Path(__file__).resolve().parents[1] / "python"))
