"""Conformance of bcastdelivery 1.0: one test a vector.

Run it against the generated client with ``pytest``, against yours with ``--client COMMAND``, over the wire with
``--listen HOST:PORT`` and ``--device-url`` or ``--client``. ``--declaration`` names what it does not have, ``--report``
where the report goes.
"""

from __future__ import annotations

from pathlib import Path

from swm.conformance.pytest_plugin import Vectors, documents

test_bcastdelivery_1_0 = Vectors(*documents(Path(__file__).parent, "bcastdelivery-1.0.reception"))
