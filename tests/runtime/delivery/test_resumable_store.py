"""The store keeps what was verified: power cuts at every write, failing disks, other packages, forged permits."""

from __future__ import annotations

import errno
import functools
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from disk_model import Faults, ModelStorage
from packages import chunk_of, described, filled, octets, permitted, put

from swm.delivery import ChunkStore, DeliveredPackage, DiskStorage, StorageBusy, StorageFailed, StorageFull, digest
from swm.delivery.chunk_store import MAGIC
from swm.errors import LocalError
from swm.security import CheckFailed, Permit, mint, step

PACKAGE = octets(6 * 4096 - 100)
TARGET, INDEX = described(PACKAGE)
LARGER_PACKAGE = octets(24 * 4096 - 100, seed=3)
LARGER, LARGER_INDEX = described(LARGER_PACKAGE)


class JournalFirst(ChunkStore):
    """The wrong order, as a control: the journal claims what is not yet on the disk."""

    def _sync(self, chunks: list[int], first: int, index_is_dirty: bool) -> None:
        records = b"".join(self._record(first + place, chunk) for place, chunk in enumerate(chunks))
        self._storage.journal.write(len(MAGIC) + 32 + first * 16, records)
        self._storage.journal.sync()
        self._storage.data.sync()


class AtLast(Executor):
    """The slowest of all disks: what is to be done behind is done when somebody waits for it, not before."""

    class Awaited(Future[Any]):
        work: Callable[[], Any]

        def exception(self, timeout: float | None = None) -> BaseException | None:
            if not self.done():
                try:
                    self.set_result(self.work())
                except OSError as error:
                    self.set_exception(error)
            return super().exception(timeout)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = self.Awaited()
        future.work = functools.partial(fn, *args, **kwargs)
        return future


def run_and_cut(kind: type[ChunkStore], behind: Executor | None = None) -> tuple[ModelStorage, int]:
    """A transfer with four chunks a commit, and how many of the disks it could leave have a false claim."""
    storage = ModelStorage()
    storage.recording = True
    store = kind(storage, LARGER, sync_every=1 << 30 if behind is None else 4 * 4096, behind=behind)
    assert store.add_index(LARGER_INDEX)
    for place, chunk in enumerate(random.Random(1).sample(range(24), 24)):
        put(store, chunk, chunk_of(LARGER_PACKAGE, store.geometry, chunk))
        if place % 4 == 3 and behind is None:
            store.commit()
    store.commit()
    false = 0
    for state in storage.states:
        opened = ChunkStore(ModelStorage(state), LARGER)
        claimed = ChunkStore(ModelStorage(state), LARGER).claims()
        data = state[0].ljust(len(LARGER_PACKAGE), b"\0")
        false += any(
            data[chunk * 4096 : (chunk + 1) * 4096] != chunk_of(LARGER_PACKAGE, store.geometry, chunk)
            for chunk in claimed
        )
        for chunk in range(24):
            if opened.holds(chunk):
                assert opened.read(chunk) == chunk_of(LARGER_PACKAGE, store.geometry, chunk)
    return storage, false


@pytest.mark.parametrize("behind", [None, AtLast()], ids=["before", "behind"])
def test_no_power_cut_leaves_a_claim_that_is_not_true(behind: Executor | None) -> None:
    storage, false = run_and_cut(ChunkStore, behind)
    assert len(storage.states) > 300
    assert false == 0


@pytest.mark.parametrize("behind", [None, AtLast()], ids=["before", "behind"])
def test_the_model_finds_the_wrong_order(behind: Executor | None) -> None:
    _, false = run_and_cut(JournalFirst, behind)
    assert false > 10


@pytest.mark.parametrize("behind", [None, AtLast()], ids=["before", "behind"])
def test_what_was_committed_is_there_after_every_power_cut(behind: Executor | None) -> None:
    storage = ModelStorage()
    store = ChunkStore(storage, TARGET, sync_every=4096, behind=behind)
    assert store.add_index(INDEX)
    for chunk in (0, 4):
        put(store, chunk, chunk_of(PACKAGE, store.geometry, chunk))
    store.commit()
    storage.recording = True
    for chunk in (1, 2):
        put(store, chunk, chunk_of(PACKAGE, store.geometry, chunk))
    store.commit()
    for state in storage.states:
        assert {0, 4} <= {chunk for chunk in range(6) if ChunkStore(ModelStorage(state), TARGET).holds(chunk)}


def test_a_transfer_goes_on_from_every_disk_that_a_power_cut_leaves() -> None:
    storage, _ = run_and_cut(ChunkStore)
    for state in sorted(storage.states)[::7]:
        store = ChunkStore(ModelStorage(state), LARGER)
        assert store.add_index(LARGER_INDEX)
        for chunk in store.missing():
            put(store, chunk, chunk_of(LARGER_PACKAGE, store.geometry, chunk))
        store.commit()
        with DeliveredPackage(store).open() as stream:
            assert stream.read() == LARGER_PACKAGE


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_no_room_at_the_start_is_found_before_anything_is_received(code: int) -> None:
    with pytest.raises(StorageFull):
        ChunkStore(ModelStorage(faults=Faults({("allocate", 4): code})), TARGET)


def test_a_disk_that_fills_up_keeps_what_was_stored() -> None:
    faults = Faults()
    storage = ModelStorage(faults=faults)
    store = ChunkStore(storage, TARGET)
    assert store.add_index(INDEX)
    put(store, 0, chunk_of(PACKAGE, store.geometry, 0))
    store.commit()
    faults.fail[("write", faults.counts["write"] + 1)] = errno.ENOSPC
    with pytest.raises(StorageFull):
        put(store, 1, chunk_of(PACKAGE, store.geometry, 1))
    assert store.holds(0) and not store.holds(1)
    put(store, 1, chunk_of(PACKAGE, store.geometry, 1))
    store.commit()
    assert ChunkStore(storage, TARGET).missing() == [2, 3, 4, 5]


@pytest.mark.parametrize(("kind", "ahead"), [("sync", 1), ("sync", 2), ("write", 1)])
def test_a_failing_disk_ends_the_use_of_the_store(kind: str, ahead: int) -> None:
    faults = Faults()
    storage = ModelStorage(faults=faults)
    store = ChunkStore(storage, TARGET)
    assert store.add_index(INDEX)
    put(store, 0, chunk_of(PACKAGE, store.geometry, 0))
    store.commit()
    faults.fail[(kind, faults.counts[kind] + ahead)] = errno.EIO
    with pytest.raises(StorageFailed):
        put(store, 1, chunk_of(PACKAGE, store.geometry, 1))
        store.commit()
    syncs = faults.counts["sync"]
    for again in (store.commit, lambda: put(store, 2, chunk_of(PACKAGE, store.geometry, 2))):
        with pytest.raises(StorageFailed):
            again()
    assert faults.counts["sync"] == syncs, "a failed sync is never tried again"
    assert not store.holds(1)
    opened = ChunkStore(ModelStorage((storage.data.durable, storage.index.durable, storage.journal.durable)), TARGET)
    assert opened.holds(0) and not opened.holds(1)


def test_a_disk_that_fails_behind_takes_back_what_came_in_meanwhile() -> None:
    faults = Faults()
    storage = ModelStorage(faults=faults)
    store = ChunkStore(storage, TARGET, sync_every=2 * 4096, behind=AtLast())
    assert store.add_index(INDEX)
    put(store, 0, chunk_of(PACKAGE, store.geometry, 0))
    store.commit()
    faults.fail[("sync", faults.counts["sync"] + 1)] = errno.EIO
    for chunk in (1, 2, 3):
        put(store, chunk, chunk_of(PACKAGE, store.geometry, chunk))
    with pytest.raises(StorageFailed):
        put(store, 4, chunk_of(PACKAGE, store.geometry, 4))
    assert store.missing() == [1, 2, 3, 4, 5], "nothing counts as stored that was not made sure of"
    syncs = faults.counts["sync"]
    for again in (store.commit, lambda: put(store, 2, chunk_of(PACKAGE, store.geometry, 2))):
        with pytest.raises(StorageFailed):
            again()
    store.close()
    assert faults.counts["sync"] == syncs, "a failed sync is never tried again"
    opened = ChunkStore(ModelStorage((storage.data.durable, storage.index.durable, storage.journal.durable)), TARGET)
    assert opened.missing() == [1, 2, 3, 4, 5]


class Noted(ModelStorage):
    """What was done with the files, in order."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(faults=faults)
        self.steps: list[str] = []
        self.journal.on_change = lambda: self.steps.append("journal")

    def close(self) -> None:
        self.steps.append("close")

    def remove(self) -> None:
        self.steps.append("remove")


@pytest.mark.parametrize("fails", [False, True], ids=["well", "failed"])
@pytest.mark.parametrize("end", ["close", "remove"])
def test_the_files_are_not_given_up_before_what_was_begun_behind_has_ended(end: str, fails: bool) -> None:
    faults = Faults()
    storage = Noted(faults)
    store = ChunkStore(storage, TARGET, sync_every=4096, behind=AtLast())
    assert store.add_index(INDEX)
    store.commit()
    storage.steps.clear()
    put(store, 0, chunk_of(PACKAGE, store.geometry, 0))
    if fails:
        faults.fail[("write", faults.counts["write"] + 1)] = errno.EIO
        with pytest.raises(StorageFailed):
            put(store, 1, chunk_of(PACKAGE, store.geometry, 1))
    assert storage.steps == []
    getattr(store, end)()
    assert storage.steps == ["journal", "journal", end], "written and synced first"


def test_a_package_synced_behind_is_whole_when_it_is_opened_again(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as behind:
        store = ChunkStore(DiskStorage(tmp_path, LARGER.manifest), LARGER, sync_every=2 * 4096, behind=behind)
        assert store.add_index(LARGER_INDEX)
        for chunk in range(24):
            put(store, chunk, chunk_of(LARGER_PACKAGE, store.geometry, chunk))
        store.close()
    opened = ChunkStore(DiskStorage(tmp_path, LARGER.manifest), LARGER)
    assert opened.complete and opened.claims() == list(range(24))
    opened.close()


def test_short_writes_are_finished() -> None:
    storage = ModelStorage(faults=Faults(short=1000))
    store = ChunkStore(storage, TARGET)
    assert store.add_index(INDEX)
    for chunk in range(6):
        put(store, chunk, chunk_of(PACKAGE, store.geometry, chunk))
    store.commit()
    assert ChunkStore(storage, TARGET).complete


def test_chunks_of_another_package_are_not_taken_over(tmp_path: Path) -> None:
    store = filled(tmp_path, PACKAGE)
    store.close()
    other, index = described(octets(6 * 4096 - 100, seed=2))
    for suffix in ("data", "index", "journal"):
        (tmp_path / f"{TARGET.manifest.hex()}.{suffix}").rename(tmp_path / f"{other.manifest.hex()}.{suffix}")
    opened = ChunkStore(DiskStorage(tmp_path, other.manifest), other)
    assert opened.missing() == list(range(6))
    assert opened.add_index(index)
    assert not opened.add_index(INDEX)
    opened.close()


def test_a_chunk_that_rots_on_the_disk_is_fetched_again(tmp_path: Path) -> None:
    filled(tmp_path, PACKAGE).close()
    path = tmp_path / f"{TARGET.manifest.hex()}.data"
    rotten = bytearray(path.read_bytes())
    rotten[2 * 4096 + 7] ^= 1
    path.write_bytes(rotten)
    store = ChunkStore(DiskStorage(tmp_path, TARGET.manifest), TARGET)
    assert store.missing() == [2]
    put(store, 2, chunk_of(PACKAGE, store.geometry, 2))
    store.close()
    store = ChunkStore(DiskStorage(tmp_path, TARGET.manifest), TARGET)
    assert store.complete
    store.close()


def test_octets_count_the_short_last_chunk(tmp_path: Path) -> None:
    target, index = described(PACKAGE)
    store = ChunkStore(DiskStorage(tmp_path, target.manifest), target)
    assert store.add_index(index)
    put(store, 5, chunk_of(PACKAGE, store.geometry, 5))
    assert store.octets == 4096 - 100
    put(store, 0, chunk_of(PACKAGE, store.geometry, 0))
    assert store.octets == 2 * 4096 - 100
    store.close()


def test_the_files_are_private_and_have_one_owner(tmp_path: Path) -> None:
    store = filled(tmp_path / "in", PACKAGE)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "in").iterdir()} == {0o600}
    assert (tmp_path / "in").stat().st_mode & 0o777 == 0o700
    with pytest.raises(StorageBusy):
        DiskStorage(tmp_path / "in", TARGET.manifest)
    store.remove()
    assert list((tmp_path / "in").iterdir()) == []


def test_a_whole_package_is_shared_with_another_folder_and_read_in_both(tmp_path: Path) -> None:
    filled(tmp_path / "in", PACKAGE).close()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "older").write_bytes(b"another package")
    storage = DiskStorage(tmp_path / "in", TARGET.manifest)
    store = ChunkStore(storage, TARGET)
    storage.share_with(tmp_path / "out")
    with pytest.raises(StorageBusy):
        DiskStorage(tmp_path / "out", TARGET.manifest)
    other = ChunkStore(DiskStorage(tmp_path / "out", TARGET.manifest, shared=True), TARGET)
    for found in (store, other):
        assert DeliveredPackage(found).open().read() == PACKAGE
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        path.name for path in (tmp_path / "in").iterdir()
    )
    store.remove()
    assert DeliveredPackage(other).open().read() == PACKAGE
    other.close()


def test_a_link_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"precious")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / f"{TARGET.manifest.hex()}.data").symlink_to(tmp_path / "victim")
    with pytest.raises(OSError, match="symbolic link"):
        DiskStorage(tmp_path / "in", TARGET.manifest)
    assert (tmp_path / "victim").read_bytes() == b"precious"


def test_only_permitted_octets_are_stored() -> None:
    store = ChunkStore(ModelStorage(), TARGET)
    assert store.add_index(INDEX)
    good = chunk_of(PACKAGE, store.geometry, 0)
    bad = bytes(4096)
    with pytest.raises(Exception, match="dropped at check_tree"):
        permitted(TARGET, store.tree, 0, bad)
    permit = permitted(TARGET, store.tree, 0, good)
    other, _ = described(PACKAGE, name="other")
    with step("receive", "check_tree", None, makes=Permit):
        foreign = mint(Permit, content={"place": 0, "data": good, "target": other})
    for attempt in (
        lambda: store.write(0, bad, permit),
        lambda: store.write(1, good, permit),
        lambda: store.write(0, good, foreign),
        lambda: store.write(0, good, object.__new__(Permit)),
    ):
        with pytest.raises(LocalError):
            attempt()
    assert store.missing() == list(range(6))


def test_reads_of_a_package_notice_a_change_after_the_check(tmp_path: Path) -> None:
    store = filled(tmp_path, PACKAGE)
    package = DeliveredPackage(store)
    with package.open() as stream:
        assert stream.read() == PACKAGE
        assert stream.seek(5000) == 5000
        assert stream.read(100) == PACKAGE[5000:5100]
    path = tmp_path / f"{TARGET.manifest.hex()}.data"
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"evil")
    with package.open() as stream:
        assert stream.read(3 * 4096) == PACKAGE[: 3 * 4096]
        with pytest.raises(CheckFailed, match="chunk 3 changed"):
            stream.read(1)
    path.unlink()
    path.write_bytes(b"evil" * 6144)
    with package.open() as stream:
        assert stream.read(3 * 4096) == PACKAGE[: 3 * 4096], "the handle is read, not the path"
    store.close()


def test_an_incomplete_store_makes_no_package() -> None:
    with pytest.raises(LocalError, match="6 chunks"):
        DeliveredPackage(ChunkStore(ModelStorage(), TARGET))


KILLED = """
import sys, pathlib
sys.path[:0] = {paths!r}
from packages import *
target, index = described(octets(64 * 4096))
store = ChunkStore(DiskStorage(pathlib.Path({folder!r}), target.manifest), target, sync_every=8192)
store.add_index(index)
print(len(store.missing()), flush=True)
for chunk in store.missing():
    put(store, chunk, chunk_of(octets(64 * 4096), store.geometry, chunk))
    print(chunk, flush=True)
store.close()
print("done", flush=True)
"""


def test_kills_in_the_middle_lose_only_what_was_not_committed(tmp_path: Path) -> None:
    target, _ = described(octets(64 * 4096))
    program = KILLED.format(paths=[path for path in sys.path if path], folder=str(tmp_path))
    missing = []
    for after in (5, 9, 14, None):
        with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            missing.append(int(process.stdout.readline()))
            if after is None:
                assert process.communicate()[0].endswith("done\n")
                break
            for _ in range(after):
                process.stdout.readline()
            os.kill(process.pid, signal.SIGKILL)
    assert missing[0] == 64 and missing == sorted(missing, reverse=True) and missing[-1] < 64 - 20
    store = ChunkStore(DiskStorage(tmp_path, target.manifest), target)
    with DeliveredPackage(store).open() as stream:
        assert digest(stream.read()) == digest(octets(64 * 4096))
    store.close()
