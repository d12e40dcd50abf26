"""Every message that the model can hold, for hypothesis, and the captured ones."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from swm.syncml import (
    Add,
    Alert,
    Atomic,
    Chal,
    Copy,
    Cred,
    Delete,
    Exec,
    Get,
    Header,
    Item,
    Location,
    Message,
    Meta,
    Replace,
    Results,
    Sequence,
    Status,
)

TEXT = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff", codec="utf-8"), max_size=20
).map(lambda text: "".join(letter for letter in text if letter in "\t\n\r" or ord(letter) >= 32))
FULL = TEXT.filter(bool)
LOCATION = st.builds(Location, TEXT, st.none() | TEXT)
NUMBER = st.none() | st.integers(0, 2**40)
META = st.builds(
    Meta,
    *[st.none() | TEXT.filter(lambda t: t != "b64")] * 3,
    NUMBER,
    st.none() | TEXT,
    NUMBER,
    NUMBER,
    st.none() | TEXT,
)
BINARY_META = st.builds(Meta, st.just("b64"), st.none() | TEXT)
ITEM = st.one_of(
    st.builds(Item, st.none() | LOCATION, st.none() | LOCATION, st.none() | META, st.none() | TEXT, st.booleans()),
    st.builds(Item, st.none() | LOCATION, st.none() | LOCATION, BINARY_META, st.binary(max_size=30), st.booleans()),
)
ITEMS = st.lists(ITEM, max_size=3).map(tuple)
OUTER = st.none() | META
CRED = st.builds(Cred, META, TEXT)
LEAVES = st.one_of(
    *[st.builds(kind, TEXT, ITEMS, OUTER) for kind in (Add, Replace, Delete, Copy, Get)],
    st.builds(Exec, TEXT, ITEMS, OUTER, st.none() | TEXT),
    st.builds(Alert, TEXT, st.sampled_from(["1200", "1226"]), ITEMS, st.none() | TEXT),
    st.builds(
        Status,
        TEXT,
        TEXT,
        TEXT,
        TEXT,
        st.sampled_from(["200", "405"]),
        st.lists(TEXT, max_size=2).map(tuple),
        st.lists(TEXT, max_size=2).map(tuple),
        st.none() | st.builds(Chal, META),
        st.none() | CRED,
        ITEMS,
    ),
    st.builds(Results, TEXT, TEXT, ITEMS, st.none() | TEXT, OUTER, st.none() | TEXT),
)
COMMANDS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Atomic, TEXT, st.lists(inner, max_size=3).map(tuple), OUTER)
        | st.builds(Sequence, TEXT, st.lists(inner, max_size=3).map(tuple), OUTER)
    ),
    max_leaves=5,
)
HEADER = st.builds(
    Header, FULL, FULL, LOCATION, LOCATION, st.none() | TEXT, st.none() | CRED, OUTER, FULL, FULL, st.booleans()
)
MESSAGES = st.builds(Message, HEADER, st.lists(COMMANDS, max_size=4).map(tuple), st.booleans())


def samples(shared: Path, ending: str) -> list[Path]:
    """The captured messages in one encoding."""
    roots = ("fumo-wbxml-md5", "xml-md5-basic-full", "ms-mdm", "fleet-mdmtest", "libwbxml")
    return [path for root in roots for path in sorted((shared / "syncml" / root).rglob(f"*.{ending}"))]
