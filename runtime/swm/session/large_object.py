"""Values larger than a message (OMA-TS-DM_Protocol 1.2, section 7), put together again."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import fields, replace

from swm.syncml import Item, Meta

BUFFERED = 213
SIZE_MISMATCH = 424
TOO_LARGE = 413

_FIELDS = tuple(field.name for field in fields(Meta))


class Assembly:
    """Chunks of one item on their way in. At most one object is under way, and never more than `max_size` octets.

    An object that outgrew its declared size, or declared none, is dead, yet
    its sender may not know: what still comes of it is refused, so that no
    piece is taken for a whole.
    """

    __slots__ = ("_chunks", "_declared", "_is_dead", "_kind", "_length", "_max_size", "_meta", "_place", "_uri")

    def __init__(self, max_size: int) -> None:
        self._max_size = max_size
        self._uri: str | None = None
        self._kind = ""
        self._declared = 0
        self._meta: Meta | None = None
        self._place = Item()
        self._is_dead = False
        self._chunks: list[str | bytes] = []
        self._length = 0

    @property
    def is_open(self) -> bool:
        """True while more chunks must come."""
        return self._uri is not None and not self._is_dead

    @property
    def place(self) -> Item:
        """Target and source of the object under way, or of the last one: what an Alert 1225 names."""
        return self._place

    def is_broken_by(self, kind: str, item: Item, size: int | None) -> bool:
        """Whether `item` of a command called `kind` means that the rest of the object under way will not come.

        The size stands in the first chunk; some repeat it in each.
        """
        return self.is_open and not self._continues(kind, item, size)

    def take(self, kind: str, item: Item, meta: Meta | None) -> tuple[int | None, Item | None]:
        """Add a chunk: a Status to answer at once, or, with the last chunk, the whole item."""
        size = size_of(item, meta)
        if self._uri is not None and not self._continues(kind, item, size):
            self.drop()
        if self._is_dead:
            if not item.more_data:
                self.drop()
            return SIZE_MISMATCH, None
        if self._uri is None:
            if not item.more_data:
                return (None, item) if octets(item.data or "") <= self._max_size else (TOO_LARGE, None)
            if size is None:
                self._uri, self._kind, self._is_dead = _uri_of(item), kind, True
                return SIZE_MISMATCH, None
            if size > self._max_size:
                return TOO_LARGE, None
            self._uri, self._kind, self._declared = _uri_of(item), kind, size
            self._meta = meta_of(item, meta)
            self._place = Item(item.target, item.source)
        chunk = self._chunk(item)
        self._length += octets(chunk)
        if self._length > self._declared or (self._chunks and type(chunk) is not type(self._chunks[0])):
            self._chunks.clear()
            self._is_dead = True
            if not item.more_data:
                self.drop()
            return SIZE_MISMATCH, None
        self._chunks.append(chunk)
        if item.more_data:
            return BUFFERED, None
        complete = self._length == self._declared
        first = self._chunks[0]
        whole: str | bytes = (
            b"".join(c for c in self._chunks if isinstance(c, bytes))
            if isinstance(first, bytes)
            else "".join(c for c in self._chunks if isinstance(c, str))
        )
        # What the first chunk said of the object need not be said again.
        told = meta_of(item, None if self._meta is None else replace(self._meta, size=None))
        self.drop()
        return (None, replace(item, meta=told, data=whole, more_data=False)) if complete else (SIZE_MISMATCH, None)

    def _chunk(self, item: Item) -> str | bytes:
        """The chunk as octets where the first one was: some say that it is base64 in the first chunk's Meta only."""
        data = item.data if item.data is not None else ""
        if self._chunks and isinstance(self._chunks[0], bytes) and isinstance(data, str):
            try:
                return b64decode("".join(data.split()), validate=True)
            except (Base64Error, ValueError):
                return data
        return data

    def _continues(self, kind: str, item: Item, size: int | None) -> bool:
        same = self._uri == _uri_of(item) and self._kind == kind
        # Of a dead object a chunk with a size is the first of another try.
        return same and (size is None or (size == self._declared and not self._is_dead))

    def drop(self) -> None:
        """Forget what was collected."""
        self._uri = None
        self._is_dead = False
        self._chunks = []
        self._length = 0


def meta_of(item: Item, outer: Meta | None) -> Meta | None:
    """The Meta of an Item; what it leaves out is as `outer`, that of its command, says (OMA-TS-SyncML_RepPro 1.2)."""
    own = item.meta
    if own is None or outer is None:
        return own or outer
    left_out = {name: getattr(outer, name) for name in _FIELDS if getattr(own, name) is None}
    return replace(own, **left_out)


def size_of(item: Item, meta: Meta | None) -> int | None:
    """The Size that an Item says, or else its command."""
    own = item.meta.size if item.meta is not None else None
    return own if own is not None or meta is None else meta.size


def octets(data: str | bytes) -> int:
    """The size of a value, as Meta/Size counts it: before base64, text in UTF-8."""
    return len(data) if isinstance(data, bytes) else len(data.encode("utf-8"))


def _uri_of(item: Item) -> str:
    """A command names its node as the target, a result as the source."""
    place = item.target or item.source
    return "" if place is None else place.uri
