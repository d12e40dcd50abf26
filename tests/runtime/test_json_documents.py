"""JSON of others and of own files: what nobody can use is one error, and the readers above tell it as their own."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swm.device.delivery_record import Delivery, DeliveryRecord
from swm.device.identity import Identity
from swm.errors import LocalError
from swm.imageserver.record import Progress, ServerRecord
from swm.json_documents import made_of, read_json
from swm.machine.journal import MAX_SIZE, FileJournal, MemoryJournal
from swm.trust.floors import Floors

DEEP = b"[" * 100_000
UNUSABLE = {
    "deep": (DEEP, "nested too deeply"),
    "deep members": (b'{"a":' * 100_000, "nested too deeply"),
    "a member twice": (b'{"a": 1, "a": 1}', "twice"),
    "infinite": (b"[1e999]", "too large a number"),
    "named infinite": (b"[-Infinity]", "no number of JSON"),
    "no number": (b"[NaN]", "no number of JSON"),
    "thousands of digits": (b"[" + b"1" * 5000 + b"]", "4300 digits"),
    "half a surrogate pair": (b'["\\ud800"]', "surrogates"),
    "half a pair in a name": (b'{"\\udfff": 1}', "surrogates"),
    "no UTF-8": (b'["\xff"]', "utf-8"),
    "nothing": (b"", "Expecting value"),
}


@pytest.mark.parametrize(("document", "words"), UNUSABLE.values(), ids=UNUSABLE)
def test_what_nobody_can_use_is_one_error(document: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_json(document)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=12,
)


@given(JSON, st.booleans())
def test_everything_else_is_what_it_says(value: Any, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    assert read_json(text) == read_json(text.encode("utf-8")) == value


@pytest.fixture(autouse=True)
def stubs(project_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some records are read beside the generated stubs."""
    monkeypatch.syspath_prepend(str(project_root / "generated" / "python"))
    for name in [name for name in sys.modules if name.partition(".")[0] == "swm_enablers"]:
        monkeypatch.delitem(sys.modules, name)


def floors(path: Path) -> object:
    return Floors(FileJournal(path))


def identity(path: Path) -> object:
    return Identity(path, None)


def delivery(path: Path) -> object:
    return DeliveryRecord(path).load()


def alerts(path: Path) -> object:
    return importlib.import_module("swm.alerts.record").FlowRecord.read(path.read_bytes())


def delegators(path: Path) -> object:
    return importlib.import_module("swm.device.steering").Delegators(path)


WRONG_KIND = [b"5", b"[]", b'"text"', b"null"]
READERS: dict[str, Callable[[Path], object]] = {
    "floors": floors,
    "identity": identity,
    "delivery": delivery,
    "image server": ServerRecord,
    "alerts": alerts,
    "delegators": delegators,
}


@pytest.mark.parametrize(
    "content", [*(document for document, _ in UNUSABLE.values()), *WRONG_KIND], ids=[*UNUSABLE, *map(repr, WRONG_KIND)]
)
@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_damaged_record_is_told_and_left_as_it_is(
    read: Callable[[Path], object], content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(content)
    with pytest.raises(LocalError):
        read(path)
    assert path.read_bytes() == content


def test_a_delivery_without_the_metadata_it_was_authorised_with_is_told(tmp_path: Path) -> None:
    path = tmp_path / "delivery.json"
    DeliveryRecord(path).save(Delivery("fw"))
    path.write_bytes(path.read_bytes().replace(b'"metadata": {}', b'"metadata": 5'))
    with pytest.raises(LocalError, match="no record of a delivery"):
        DeliveryRecord(path).load()


def test_a_journal_takes_nothing_that_it_could_not_give_back(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path / "journal")
    journal.save(b"x" * MAX_SIZE)
    with pytest.raises(OSError, match="the limit is"):
        journal.save(b"y" * (MAX_SIZE + 1))
    assert journal.load() == b"x" * MAX_SIZE


@pytest.mark.parametrize(
    "change", [{"loops": "2"}, {"loops": True}, {"loops": 2.5}, {"started": None}, {"standing": 5}, {"unknown": 1}]
)
def test_a_member_of_another_kind_is_told(change: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    ServerRecord(path).update("c1", loops=1)
    assert ServerRecord(path).progress("c1").loops == 1
    saved = json.loads(path.read_bytes())
    saved["campaigns"]["c1"] |= change
    path.write_text(json.dumps(saved))
    with pytest.raises(LocalError, match="sequences must go on rising"):
        ServerRecord(path)


def test_a_dataclass_is_made_of_its_members() -> None:
    assert made_of(Progress, {"loops": 2, "started": 5}) == Progress(loops=2, started=5)
    with pytest.raises(TypeError):
        made_of(Delivery, {})
    for accepted in (5, [None], [1, "x"], "x"):
        floors = {"senders": {"key": [1, "aa", accepted]}, "counters": {}, "installing": {}, "pending": {}, "time": 0}
        journal = MemoryJournal()
        journal.save(json.dumps(floors).encode())
        with pytest.raises(LocalError, match="floors cannot be read"):
            Floors(journal)
