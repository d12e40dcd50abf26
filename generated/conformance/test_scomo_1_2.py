"""Conformance of scomo 1.2: one test a vector.

Run it against the generated client with ``pytest``, against yours with ``--client COMMAND``, over the wire with
``--listen HOST:PORT`` and ``--device-url`` or ``--client``. ``--declaration`` names what it does not have, ``--report``
where the report goes.
"""

from __future__ import annotations

from pathlib import Path

from swm.conformance.pytest_plugin import Vectors, documents

test_scomo_1_2 = Vectors(
    *documents(
        Path(__file__).parent, "scomo-1.2.download", "scomo-1.2.delivered", "scomo-1.2.deployed", "scomo-1.2.procedures"
    )
)
