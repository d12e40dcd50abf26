"""A transfer of n chunks, suspended after none, one, half and all but one of them: nothing is lost, nothing fetched twice.

The generated client with the store that devices keep packages in, on the disk; with and without a power cut meanwhile.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from packages import chunk_of, described, octets, put

from swm.conformance import Document, Step, load
from swm.conformance.generated import GeneratedClient
from swm.delivery import ChunkStore, DeliveredPackage, DiskStorage

pytestmark = pytest.mark.usefixtures("stubs")

ROOT = Path(__file__).resolve().parents[2]
CHUNKS = 8
PACKAGE = octets(CHUNKS * 4096 - 99)
TARGET, INDEX = described(PACKAGE)
MACHINES = {"fumo-1.1.package": (200, ""), "scomo-1.2.download": (1200, "Operations/")}


class Transfer:
    """A device that fetches chunks while its object says that a transfer runs."""

    def __init__(self, document: Document, folder: Path, *, keeps: bool = True) -> None:
        self.document = document
        self.client = GeneratedClient()
        self.client.reset(document)
        self.folder = folder
        self.keeps = keeps
        self.runs = False
        self.fetched: list[int] = []
        self.store = self.opened()

    def opened(self) -> ChunkStore:
        store = ChunkStore(DiskStorage(self.folder, TARGET.manifest), TARGET)
        assert store.add_index(INDEX)
        return store

    def do(self, step: Step) -> int | None:
        """A step, and what the device is asked to do about its transfer."""
        self.client.arrange(step)
        status = None
        if step.is_command:
            status = self.client.command(step, "c-1")
        elif step.kind == "restart":
            # What was written and not committed is lost with the power.
            self.store.close()
            self.client.restart()
            self.runs = False
            self.store = self.opened()
            if not self.keeps:
                self.store.remove()
                self.store = self.opened()
        else:
            self.client.happen(step)
        for action in self.client.observe().actions or ():
            if action in ("start_download", "resume_transfer"):
                self.runs = True
            elif action == "pause_transfer":
                self.runs = False
                self.store.commit()
        return status

    def fetch(self, count: int) -> None:
        for chunk in self.store.missing()[:count] if self.runs else ():
            self.fetched.append(chunk)
            put(self.store, chunk, chunk_of(PACKAGE, self.store.geometry, chunk))

    @property
    def state(self) -> str:
        """The name of the state."""
        values = {str(value): name for name, value in self.document.head["states"].items()}
        shown = self.client.observe().state
        assert shown is not None
        return values[shown]


def driven(name: str, offset: int, folder: Path, *, cuts: bool, keeps: bool = True) -> Transfer:
    """Order, `offset` chunks, Suspend, perhaps a power cut, Resume, the rest, the end."""
    document = load(ROOT / "generated" / "conformance" / "vectors" / f"{name}.json")
    result, above = MACHINES[name]
    suspends = next(
        step
        for step in document.steps.values()
        if step.event.endswith("/Suspend") and step.expect["state"] == "download_suspended" and not step.cut
    )
    transfer = Transfer(document, folder, keeps=keeps)
    *order, suspend = document.chain(suspends.id)
    assert [transfer.do(step) for step in order] == [202]
    transfer.fetch(offset)
    assert transfer.do(suspend) == 200
    assert transfer.state == "download_suspended"
    transfer.fetch(CHUNKS)
    assert len(transfer.fetched) == offset, "a suspended transfer fetches nothing"
    if cuts:
        transfer.do(Step("", "", "restart", "restart", {}))
        assert transfer.state == "download_suspended"
    assert transfer.do(Step("", "", "", "exec", {}, node=suspend.node.replace("Suspend", "Resume"))) == 200  # type: ignore[union-attr]
    assert transfer.state == "download_progressing"
    transfer.fetch(CHUNKS)
    assert transfer.store.complete
    transfer.do(Step("", "", "download_completes", "internal", {}))
    nodes: dict[str, str | None] = {"Security/Digest": "cGFja2FnZQ==", "Security/DigestAlg": "sha-256"}
    transfer.do(Step("", "", "verification_ends", "internal", {}, nodes=nodes, procedures={"verify": None}))
    assert transfer.state == "download_complete"
    [alert] = transfer.client.observe().alerts
    assert (alert.correlator, str(result) in alert.data, alert.source.startswith(above)) == ("c-1", True, True)
    transfer.store.commit()
    return transfer


@pytest.mark.parametrize("cuts", [False, True], ids=["", "and a power cut"])
@pytest.mark.parametrize("offset", [0, 1, CHUNKS // 2, CHUNKS - 1])
@pytest.mark.parametrize("name", sorted(MACHINES))
def test_a_transfer_goes_on_where_it_was_suspended(name: str, offset: int, cuts: bool, tmp_path: Path) -> None:
    transfer = driven(name, offset, tmp_path, cuts=cuts)
    assert transfer.fetched == list(range(CHUNKS)), "each chunk once, in order"
    with DeliveredPackage(transfer.store).open() as package:
        assert package.read() == PACKAGE
    transfer.store.close()


def test_a_device_that_keeps_no_chunks_would_be_found(tmp_path: Path) -> None:
    transfer = driven("fumo-1.1.package", CHUNKS - 1, tmp_path, cuts=True, keeps=False)
    assert transfer.fetched == [*range(CHUNKS - 1), *range(CHUNKS)]
    transfer.store.close()
