"""Going on with a download (RFC 9110, sections 13 and 14): what to ask, and what an answer means.

A part is asked for only with a strong ETag in If-Range; Last-Modified alone
never suffices. An answer that is not exactly what was asked for is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from swm.delivery.sources import ObjectChanged, SourceBusy, SourceLost, SourceRefused
from swm.whole_numbers import whole_number

_CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})", re.ASCII)
_UNSATISFIED = re.compile(r"bytes \*/(\d{1,15})", re.ASCII)
_STRONG = re.compile(r'"[\x21\x23-\x7e\x80-\xff]{0,510}"')


def strong(etag: str | None) -> str | None:
    """An ETag when it is strong, else None: a weak one does not promise the same octets."""
    return etag if etag is not None and _STRONG.fullmatch(etag) else None


@dataclass(frozen=True, slots=True)
class Ask:
    """What to ask for: octets from `first` to `last`, of the object that `etag` names; all when `first` is 0 and
    `last` the end, or when there is no strong ETag."""

    first: int
    last: int
    length: int
    etag: str | None

    @property
    def is_part(self) -> bool:
        """Whether a part is asked for."""
        return self.etag is not None and (self.first > 0 or self.last < self.length - 1)

    def headers(self) -> dict[str, str]:
        """Header fields of the request."""
        fields = {"Accept-Encoding": "identity"}
        if self.is_part and self.etag is not None:
            fields["Range"] = f"bytes={self.first}-{self.last}"
            fields["If-Range"] = self.etag
        return fields


@dataclass(frozen=True, slots=True)
class Body:
    """What the body of an answer is: octets from `first` to `last`, under this ETag if it is a strong one.

    `is_part` is False for a whole object, also where a part was asked for.
    """

    first: int
    last: int
    etag: str | None
    is_part: bool


def judge(ask: Ask, status: int, fields: Mapping[str, str]) -> Body:
    """What an answer to `ask` brings. `fields` by lower-case names.

    ObjectChanged: the server has another object. SourceBusy: 429 or 503.
    SourceLost: 5xx, worth another try. SourceRefused: everything else.
    """
    if status in (200, 206) and fields.get("content-encoding", "identity").strip().lower() != "identity":
        raise ObjectChanged(f"the server sends the object as {fields['content-encoding'][:40]}")
    etag = strong(fields.get("etag"))
    if status == 206:
        return _part(ask, etag, fields)
    if status == 200:
        size = fields.get("content-length")
        if size is not None and whole_number(size) != ask.length:
            raise ObjectChanged(f"the object has {size[:20]} octets, the package {ask.length}")
        return Body(0, ask.length - 1, etag, False)
    if status == 416:
        found = _UNSATISFIED.fullmatch(fields.get("content-range", ""))
        if found is not None and int(found[1]) == ask.length:
            raise SourceRefused(416)
        raise ObjectChanged("the object no longer has the octets asked for")
    if status in (429, 503):
        after = whole_number(fields.get("retry-after", "").strip(), 11)
        raise SourceBusy(None if after is None else min(after, 1 << 31))
    if 500 <= status < 600:
        raise SourceLost(f"the server answered {status}")
    raise SourceRefused(status)


def _part(ask: Ask, etag: str | None, fields: Mapping[str, str]) -> Body:
    if not ask.is_part:
        raise ObjectChanged("a part was sent where the whole was asked for")
    found = _CONTENT_RANGE.fullmatch(fields.get("content-range", ""))
    if found is None:
        raise ObjectChanged("a part without a Content-Range that can be read")
    first, last, length = int(found[1]), int(found[2]), int(found[3])
    if length != ask.length or first != ask.first or not first <= last <= ask.last:
        raise ObjectChanged(f"octets {first} to {last} of {length} were sent, {ask.first} to {ask.last} asked for")
    size = fields.get("content-length")
    if size is not None and whole_number(size) != last - first + 1:
        raise ObjectChanged("Content-Length and Content-Range do not agree")
    if etag != ask.etag:
        raise ObjectChanged("the part is of an object with another ETag")
    return Body(first, last, etag, True)


def runs(missing: list[int]) -> list[tuple[int, int]]:
    """Missing chunks as runs: (first, last) each."""
    found: list[tuple[int, int]] = []
    for chunk in missing:
        if found and found[-1][1] == chunk - 1:
            found[-1] = (found[-1][0], chunk)
        else:
            found.append((chunk, chunk))
    return found
