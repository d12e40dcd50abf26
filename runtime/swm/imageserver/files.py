"""A published repository over https: GET and HEAD, strong ETags, one byte range (RFC 9110, sections 8.8, 13, 14).

An ETag is the SHA-256 of the content. It is computed once for each version of
a file; files are replaced whole, never written in place, so an open file is
one version. Octets go out as they are: no content coding ever.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import re
import threading
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, Final

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

PIECE: Final = 256 * 1024
RETRY_AFTER: Final = 5
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,255}", re.ASCII)
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


def wanted_range(header: str | None, length: int) -> tuple[int, int] | bool | None:
    """First and last octet of a Range header. None: send the whole (no Range, several, or none we know).
    False: it lies outside of the `length` octets (416)."""
    found = None if header is None else _RANGE.fullmatch(header.replace(" ", ""))
    if found is None or found[1] == found[2] == "":
        return None
    if not found[1]:
        count = min(int(found[2]), length)
        return (length - count, length - 1) if count else False
    first = int(found[1])
    last = min(int(found[2]), length - 1) if found[2] else length - 1
    if found[2] and int(found[2]) < first:
        return None
    return (first, last) if first < length else False


class RepositoryFiles:
    """The ASGI application. `status` gives what ``/status`` shows; `downloads` is how many run at once before 503.

    `sessions` are session descriptions by the paths at which they are served.
    Else only plain names below ``metadata`` and ``targets`` are looked at;
    nothing with a dot in front, no symbolic link that leads out of the folder.
    """

    def __init__(
        self,
        folder: Path,
        status: Callable[[], dict[str, Any]],
        downloads: int = 256,
        sessions: Mapping[str, bytes] | None = None,
    ) -> None:
        self._folder = folder.resolve()
        self._status = status
        self._limit = downloads
        self._sessions = dict(sessions or {})
        self._running = 0
        self._lock = threading.Lock()
        self._tags: dict[Path, tuple[tuple[int, int, int], str]] = {}
        self.served = 0
        """Octets of bodies sent."""
        self.requests = 0
        self.refused = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        self.requests += 1
        method, path = scope["method"], scope["path"]
        if method not in ("GET", "HEAD"):
            await _answer(send, 405, [(b"allow", b"GET, HEAD")])
        elif path == "/status":
            body = json.dumps(self._status(), sort_keys=True).encode("utf-8")
            headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
            await _answer(send, 200, headers, body if method == "GET" else b"", len(body))
        elif path in self._sessions:
            body = self._sessions[path]
            headers = [(b"content-type", b"application/sdp"), (b"cache-control", b"no-transform")]
            await _answer(send, 200, headers, body if method == "GET" else b"", len(body))
        else:
            await self._file(scope, send, method == "HEAD")

    def _open(self, path: str) -> int | None:
        """A handle of the file that a URL path names; None when it names none."""
        names = path.removeprefix("/").split("/")
        if (
            names[0] not in ("metadata", "targets")
            or len(names) < 2
            or any(not _NAME.fullmatch(name) for name in names)
        ):
            return None
        place = self._folder.joinpath(*names)
        try:
            if not place.resolve().is_relative_to(self._folder) or not place.is_file():
                return None
            return os.open(place, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None

    def _tag(self, path: Path, handle: int) -> tuple[str, int]:
        """The ETag and the length of an open file."""
        about = os.fstat(handle)
        version = (about.st_ino, about.st_size, about.st_mtime_ns)
        with self._lock:
            known = self._tags.get(path)
        if known is None or known[0] != version:
            digest, offset = hashlib.sha256(), 0
            while piece := os.pread(handle, PIECE, offset):
                digest.update(piece)
                offset += len(piece)
            known = (version, f'"{digest.hexdigest()}"')
            with self._lock:
                self._tags[path] = known
                while len(self._tags) > 1024:
                    del self._tags[next(iter(self._tags))]
        return known[1], about.st_size

    async def _file(self, scope: Scope, send: Send, head_only: bool) -> None:
        if self._running >= self._limit:
            self.refused += 1
            await _answer(send, 503, [(b"retry-after", str(RETRY_AFTER).encode("ascii"))])
            return
        handle = self._open(scope["path"])
        if handle is None:
            await _answer(send, 404)
            return
        self._running += 1
        try:
            tag, length = await asyncio.to_thread(self._tag, Path(scope["path"]), handle)
            await self._send(scope, send, handle, tag, length, head_only)
        finally:
            self._running -= 1
            os.close(handle)

    async def _send(self, scope: Scope, send: Send, handle: int, tag: str, length: int, head_only: bool) -> None:
        fields = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        headers = [(b"etag", tag.encode("ascii")), (b"accept-ranges", b"bytes"), (b"cache-control", b"no-transform")]
        seen = [word.strip() for word in fields.get("if-none-match", "").split(",")]
        if tag in seen or "*" in seen:
            await _answer(send, 304, headers)
            return
        unchanged = fields.get("if-range", tag) == tag
        part = wanted_range(fields.get("range") if unchanged else None, length)
        if part is False:
            await _answer(send, 416, [*headers, (b"content-range", f"bytes */{length}".encode("ascii"))])
            return
        first, last = part if isinstance(part, tuple) else (0, length - 1)
        if isinstance(part, tuple):
            headers.append((b"content-range", f"bytes {first}-{last}/{length}".encode("ascii")))
        headers += [
            (b"content-type", b"application/octet-stream"),
            (b"content-length", str(last + 1 - first).encode("ascii")),
        ]
        await send({"type": "http.response.start", "status": 206 if part else 200, "headers": headers})
        while first <= last and not head_only:
            piece = await asyncio.to_thread(os.pread, handle, min(PIECE, last + 1 - first), first)
            if not piece:
                # Someone cut the file short; an answer that ends early is the only honest one left.
                break
            first += len(piece)
            self.served += len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def _answer(
    send: Send,
    status: int,
    headers: list[tuple[bytes, bytes]] | None = None,
    body: bytes = b"",
    length: int | None = None,
) -> None:
    fields = [*(headers or []), (b"content-length", str(len(body) if length is None else length).encode("ascii"))]
    if status == 304:
        fields.pop()
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": body})
