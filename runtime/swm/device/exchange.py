"""The HTTP exchange of one DM session, without a socket (OMA-TS-SyncML_HTTPBinding 1.2).

`exchange` is a generator: it yields a `Request` to send, or a `Wait`, and gets
back an `Answer` or a `Failure`. `swm.device.http` and `swm.device.aio` drive it
over `http.client` and `aiohttp`. A message that may have been lost on the way
is sent again octet for octet: a DM server answers a repeated message as it
answered the first, so nothing is done twice.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from swm.endpoints import http_url, resolved
from swm.errors import PeerError
from swm.session import DmClientSession
from swm.syncml import NO_CODING, encoding_named
from swm.whole_numbers import whole_number

if TYPE_CHECKING:
    from swm.syncml import Alert

MAX_MESSAGES: Final = 10_000
MAX_ANSWER: Final = 1024 * 1024
MAX_URL: Final = 2048
_ANSWERED: Final = (200, 202, 204)
"""Codes of an answer that holds a message, or nothing at its end."""
_SAME_METHOD: Final = (307, 308)
_BUSY: Final = (429, 502, 503, 504)
_MAC: Final = "x-syncml-hmac"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an exchange may take. Times are seconds.

    `timeout` bounds connecting and each wait for octets, `answer_time` the
    whole of one answer. A message is tried `attempts` times; before the
    second try it waits `back_off`, then twice as long each time, no longer
    than `longest_wait`.
    """

    timeout: float = 30.0
    answer_time: float = 300.0
    attempts: int = 4
    back_off: float = 0.5
    longest_wait: float = 60.0
    redirects: int = 5

    def wait(self, attempt: int, asked: float, jitter: float) -> float:
        """Before try number `attempt` (from 2): what the server asked for, and no less than the back-off."""
        own = self.back_off * 2.0 ** (attempt - 2) * (0.5 + jitter / 2)
        return max(min(own, self.longest_wait), asked)


class Overloaded(PeerError):
    """The server asks to be left alone for `retry_after` seconds, which is more than this exchange waits."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Request:
    """One POST. `secure` is true for https."""

    url: str
    body: bytes
    headers: Mapping[str, str]

    @property
    def secure(self) -> bool:
        """Whether it goes over TLS."""
        return urlsplit(self.url).scheme == "https"

    @property
    def place(self) -> tuple[str, str]:
        """Scheme and authority: requests for one place can share a connection."""
        parts = urlsplit(self.url)
        return parts.scheme, parts.netloc

    @property
    def target(self) -> str:
        """Path and query, as the request line has them."""
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to send for `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names in lower case. `body` holds at most `MAX_ANSWER` + 1 octets."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Failure:
    """No answer came. `lasting` for what another try cannot mend, such as a certificate nobody here trusts."""

    reason: str
    lasting: bool = False


Exchange = Generator[Request | Wait, Answer | Failure | None, int]


def checked_url(url: str, before: str | None = None) -> str:
    """`url`, when a device may post to it. PeerError for a scheme that is not HTTP, and for leaving TLS."""
    if len(url) > MAX_URL or any(ord(letter) <= 32 or ord(letter) > 126 for letter in url):
        raise PeerError("the server names a URL that is too long, or holds spaces or control characters")
    parts = http_url(url)
    if parts is None:
        raise PeerError(f"{url[:200]} is no URL, or no http or https URL with a host")
    if parts.username is not None or parts.password is not None:
        raise PeerError("the server names a URL with a user name in it")
    if before is not None and urlsplit(before).scheme == "https" and parts.scheme != "https":
        raise PeerError(f"the server wants to leave TLS: from {before[:200]} to {url[:200]}")
    return url


def exchange(
    session: DmClientSession,
    session_id: str,
    *,
    patience: Patience,
    jitter: Callable[[], float],
    server_initiated: bool = False,
    events: Sequence[Alert] = (),
    dated: Callable[[int], None] = lambda seconds: None,
) -> Exchange:
    """The whole session; returns how many messages of the device were answered.

    PeerError when the server is no DM server, cannot be reached, or is not the
    one it should be. `jitter` gives numbers from 0 to 1. `dated` is told the
    Date of each answer that came over TLS, in seconds since 1970.
    """
    url = checked_url(session.server_uri)
    named = session.server_uri
    message: bytes | None = session.start(session_id, server_initiated=server_initiated, events=events)
    count = 0
    while message is not None:
        if count == MAX_MESSAGES:
            raise PeerError(f"the session is longer than {MAX_MESSAGES} messages")
        headers = {"Content-Type": session.encoding.content_type, "Accept": session.encoding.content_type}
        if session.mac_header is not None:
            headers[_MAC] = session.mac_header
        url, answer = yield from _delivered(url, message, headers, patience, jitter)
        count += 1
        date = _date(answer.headers.get("date", "")) if urlsplit(url).scheme == "https" else None
        if date is not None:
            dated(date)
        if count > 1 and not answer.body:
            # Some servers have nothing more to say, and say nothing, where others send an empty package.
            session.end()
            return count
        found = encoding_named(answer.headers.get("content-type", ""))
        if found is None and session.encoding.seems_to_begin(answer.body):
            found = session.encoding
        if found is not session.encoding:
            shown = answer.headers.get("content-type", "none")[:80]
            raise PeerError(f"the answer's content type is {shown}, not {session.encoding.content_type}")
        message = session.receive(_decoded(answer), answer.headers.get(_MAC))
        if session.server_uri != named:
            named = session.server_uri
            url = checked_url(named, url)
    return count


def _delivered(
    url: str, body: bytes, headers: Mapping[str, str], patience: Patience, jitter: Callable[[], float]
) -> Generator[Request | Wait, Answer | Failure | None, tuple[str, Answer]]:
    """One message brought to its answer, over redirects and failures; where it was in the end."""
    redirects = 0
    attempt = 1
    while True:
        answer = yield Request(url, body, headers)
        assert answer is not None
        asked = 0.0
        if isinstance(answer, Failure):
            reason, lasting = f"the server cannot be reached: {answer.reason}", answer.lasting
        elif answer.status in _ANSWERED:
            return url, answer
        elif answer.status in _SAME_METHOD:
            redirects += 1
            if redirects > patience.redirects:
                raise PeerError(f"the server redirects more than {patience.redirects} times")
            location = answer.headers.get("location", "")
            goal = resolved(url, location)
            if goal is None:
                raise PeerError(f"the server redirects to {location[:200]!r}, which is no URL")
            url = checked_url(goal, url)
            continue
        else:
            reason, lasting = _refusal(answer), answer.status not in _BUSY
            asked = 0.0 if lasting else _seconds(answer.headers.get("retry-after", ""))
        if asked > patience.longest_wait or (asked and attempt >= patience.attempts):
            # A slot that the server keeps for this device is of use only when it comes in its time.
            raise Overloaded(f"{reason}; it may be asked again in {asked:g} s", int(asked))
        if lasting or attempt >= patience.attempts:
            raise PeerError(reason)
        attempt += 1
        yield Wait(patience.wait(attempt, asked, jitter()))


def _refusal(answer: Answer) -> str:
    if answer.status in (301, 302, 303):
        return f"the server redirects with {answer.status}, which would turn the message into a GET; 307 and 308 do not"
    text = answer.body[:200].decode("utf-8", "replace")
    shown = "".join(letter if letter.isprintable() else " " for letter in text).strip()
    return f"the server answered {answer.status}: {shown}"


def _seconds(text: str) -> float:
    """Retry-After in seconds; a date is passed over."""
    return float(whole_number(text, 6) or 0)


def _date(text: str) -> int | None:
    """An HTTP date in seconds since 1970; None for what is none."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return None if found.tzinfo is None else int(found.timestamp())


def _decoded(answer: Answer) -> bytes:
    """The body without its content coding, never longer than `MAX_ANSWER`."""
    if len(answer.body) > MAX_ANSWER:
        raise PeerError(f"the server's answer has more than {MAX_ANSWER} octets")
    coding = answer.headers.get("content-encoding", "identity").strip().lower()
    if coding in NO_CODING:
        return answer.body
    if coding not in ("gzip", "x-gzip"):
        raise PeerError(f"the answer has the content coding {coding[:40]!r}; only gzip is read")
    expander = zlib.decompressobj(31)
    try:
        body = expander.decompress(answer.body, MAX_ANSWER + 1)
    except zlib.error as error:
        raise PeerError(f"the answer says it is gzip and is not: {error}") from None
    if len(body) > MAX_ANSWER:
        raise PeerError(f"the server's answer expands to more than {MAX_ANSWER} octets")
    if not expander.eof:
        raise PeerError("the answer's gzip is cut off")
    return body
