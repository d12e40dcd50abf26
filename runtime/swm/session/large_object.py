"""Values larger than a message (OMA-TS-DM_Protocol 1.2, section 7): put together and taken apart."""

from __future__ import annotations

from dataclasses import replace

from swm.errors import PeerError
from swm.syncml import Item, Meta

BUFFERED = 213
SIZE_MISMATCH = 424
TOO_LARGE = 413


class Assembly:
    """Chunks of one item on their way in. At most one object is under way, and never more than `max_size` octets."""

    def __init__(self, max_size: int) -> None:
        self._max_size = max_size
        self._uri: str | None = None
        self._declared: int | None = None
        self._chunks: list[str | bytes] = []
        self._length = 0

    @property
    def is_open(self) -> bool:
        """True while more chunks must come."""
        return self._uri is not None

    def belongs(self, item: Item) -> bool:
        """Whether `item` goes on with the object under way."""
        return self._uri is not None and item.target is not None and item.target.uri == self._uri

    def take(self, item: Item, meta: Meta | None) -> tuple[int | None, Item | None]:
        """Add a chunk: a Status to answer at once, or, with the last chunk, the whole item."""
        own = item.meta.size if item.meta is not None else None
        size = own if own is not None else meta.size if meta is not None else None
        if not self.is_open:
            if not item.more_data:
                return None, item
            if size is None:
                return SIZE_MISMATCH, None
            if size > self._max_size:
                return TOO_LARGE, None
            self._uri = item.target.uri if item.target is not None else ""
            self._declared = size
        chunk = item.data if item.data is not None else ""
        if self._chunks and type(chunk) is not type(self._chunks[0]):
            self.drop()
            return SIZE_MISMATCH, None
        self._chunks.append(chunk)
        self._length += len(chunk) if isinstance(chunk, bytes) else len(chunk.encode("utf-8"))
        if self._declared is not None and self._length > self._declared:
            self.drop()
            return SIZE_MISMATCH, None
        if item.more_data:
            return BUFFERED, None
        complete = self._length == self._declared
        first = self._chunks[0]
        whole: str | bytes = (
            b"".join(c for c in self._chunks if isinstance(c, bytes))
            if isinstance(first, bytes)
            else "".join(c for c in self._chunks if isinstance(c, str))
        )
        self.drop()
        return (None, replace(item, data=whole, more_data=False)) if complete else (SIZE_MISMATCH, None)

    def drop(self) -> None:
        """Forget what was collected."""
        self._uri = None
        self._declared = None
        self._chunks = []
        self._length = 0


def split(item: Item, room: int) -> list[Item]:
    """`item` in chunks of at most `room` octets of data; the first says the size of the whole."""
    data = item.data
    if data is None or room < 1:
        raise PeerError("the peer's MaxMsgSize leaves no room for data")
    raw = data if isinstance(data, bytes) else data.encode("utf-8")
    if len(raw) <= room:
        return [item]
    parts: list[str | bytes] = []
    start = 0
    while start < len(raw):
        end = min(start + room, len(raw))
        if isinstance(data, str):
            while end < len(raw) and raw[end] & 0xC0 == 0x80:
                end -= 1
            parts.append(raw[start:end].decode("utf-8"))
        else:
            parts.append(raw[start:end])
        start = end
    meta = item.meta or Meta()
    chunks = [replace(item, data=part, meta=replace(meta, size=None), more_data=True) for part in parts]
    chunks[0] = replace(chunks[0], meta=replace(meta, size=len(raw)))
    chunks[-1] = replace(chunks[-1], more_data=False)
    return chunks
