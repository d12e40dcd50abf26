"""The stubs whose compiled rules decide."""

from __future__ import annotations

import sys
from pathlib import Path

STUBS = str(Path(__file__).resolve().parents[3] / "generated" / "python")
if STUBS not in sys.path:
    sys.path.append(STUBS)
