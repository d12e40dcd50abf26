"""A real PostgreSQL for the tests of the campaign, and the stubs of the objects that campaigns write into."""

from __future__ import annotations

import sys
from pathlib import Path

from real_postgresql import database, postgresql

STUBS = str(Path(__file__).resolve().parents[3] / "generated" / "python")
if STUBS not in sys.path:
    sys.path.append(STUBS)

__all__ = ["database", "postgresql"]
