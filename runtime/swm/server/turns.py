"""Every message is processed exactly once, whatever process it meets and whenever one is killed.

A turn: the message moves the live conversation on, the row with all that it
brought is committed, and only then the answer goes out. Killed before the
commit, nothing has happened, and the device sends its message again. Killed
after it, the same message gets the stored answer.

Conversations in memory are only a cache. It may lag behind the store when
another process has taken turns: then the commit finds the number taken, and the
turn is made again on what was read.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from swm.errors import LocalError, MessageError, PeerError
from swm.server.conversation import Conversation, NotDeterministic, Outcome, Settings, digest
from swm.server.limits import ServerLimits
from swm.server.refusal import Refused
from swm.server.store import Commit, Store, StoredSession, TurnTaken
from swm.session import Account, printable
from swm.syncml import Encoding, Header, Limits, Message, Results, Status

ATTEMPTS: Final = 8
RETRANSMISSION_SECONDS: Final = 120.0
"""So long the same first message of a session that ended with it is a retransmission; later it opens another."""
MAX_NAME: Final = 1024

Orders = Callable[[str], Awaitable[str | None]]
"""What is to be done with a device, by its identifier; read once a session and recorded with it."""


@dataclass(frozen=True, slots=True)
class DmRequest:
    """A message as it came in. `key` is what RespURI had named, `base` the URL without it."""

    body: bytes
    encoding: Encoding
    mac: str | None
    key: str | None
    base: str
    client_certificate: str | None = None


@dataclass(frozen=True, slots=True)
class DmReply:
    """The answer, and what a log says about it. `outcome` is "turn" or "retransmission"."""

    body: bytes
    mac: str | None
    session: StoredSession
    number: int
    outcome: str
    message_id: str | None = None
    done: Outcome | None = None


class _Live:
    """A place in the cache. Without a conversation it has to be read from the store."""

    __slots__ = ("conversation", "key", "lock", "waiting")

    def __init__(self, key: str, conversation: Conversation | None = None) -> None:
        self.key: Final = key
        self.conversation = conversation
        self.lock = asyncio.Lock()
        self.waiting = 0


class Turns:
    """Takes the turns of all sessions of one process."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        limits: ServerLimits,
        *,
        orders: Orders | None,
        clock: Callable[[], float],
        randomness: Callable[[int], bytes],
        replayed: Callable[[int], None] = lambda turns: None,
        owners: Mapping[str, str] | None = None,
    ) -> None:
        self._owners = owners or {}
        self._settings = settings
        self._store = store
        self._limits = limits
        self._readable = Limits(size=limits.message)
        self._orders = orders
        self._clock = clock
        self._randomness = randomness
        self._replayed = replayed
        self._cache: OrderedDict[str, _Live] = OrderedDict()

    @property
    def live(self) -> int:
        """How many sessions are held in memory."""
        return len(self._cache)

    async def take(self, request: DmRequest) -> DmReply:
        """Answer a message, exactly once. Refused says why not."""
        fingerprint = digest(request.body)
        message: Message | None = None
        for attempt in range(ATTEMPTS):
            if request.key is not None:
                reply = await self._continue(self._live(request.key), request, fingerprint)
                if reply is not None:
                    return reply
            message = message or self._read(request)
            header = message.header
            if attempt == 0 and request.key is None and _begins(message):
                # Most first messages open a session whose names are new: the commit tells, so nobody need ask before.
                with contextlib.suppress(TurnTaken):
                    return await self._open(request, fingerprint, message, 1)
            stored = await self._store.latest(header.source.uri, header.session_id)
            if stored is not None:
                reply = await self._continue(self._live(stored.key), request, fingerprint, message=message)
                if reply is not None:
                    return reply
            try:
                return await self._open(request, fingerprint, message, 1 if stored is None else stored.incarnation + 1)
            except TurnTaken:
                continue
        raise Refused(503, "the session is contended", retry_after=1)

    # finding the session -------------------------------------------------------------------------------------------

    def _live(self, key: str) -> _Live:
        live = self._cache.get(key)
        if live is None:
            live = self._cache[key] = _Live(key)
            self._shrink()
        else:
            self._cache.move_to_end(key)
        return live

    def _shrink(self) -> None:
        for key in list(self._cache) if len(self._cache) > self._limits.live_sessions else ():
            if len(self._cache) <= self._limits.live_sessions:
                break
            if not self._cache[key].lock.locked():
                self._forget(self._cache[key])

    def _forget(self, live: _Live) -> None:
        if self._cache.get(live.key) is live:
            del self._cache[live.key]
        if live.conversation is not None:
            live.conversation.close()
            live.conversation = None

    def _read(self, request: DmRequest) -> Message:
        try:
            message = request.encoding.decode(request.body, self._readable)
        except MessageError as error:
            raise Refused(400, str(error)) from None
        header = message.header
        for name in (header.source.uri, header.session_id, header.source.name or ""):
            if len(name) > MAX_NAME or not name.isprintable():
                raise Refused(
                    400, "the device's name or the SessionID is too long or holds characters that cannot be shown"
                )
        return message

    async def _load(self, live: _Live) -> Conversation | None:
        """The conversation as far as the store knows it; None when there is no such session."""
        stored = await self._store.session(live.key)
        if stored is None:
            return None
        conversation = Conversation(self._settings, stored)
        live.conversation = conversation
        await self._catch_up(conversation)
        return conversation

    async def _catch_up(self, conversation: Conversation) -> int:
        """Take over the turns that others have committed; how many."""
        turns = await self._store.turns(conversation.stored.key, conversation.number)
        for turn in turns:
            conversation.replay(turn)
        if turns:
            self._replayed(len(turns))
        return len(turns)

    # one turn ------------------------------------------------------------------------------------------------------

    async def _continue(
        self, live: _Live, request: DmRequest, fingerprint: bytes, *, message: Message | None = None
    ) -> DmReply | None:
        """The answer of this session; None when the message belongs to another, or the session to nobody."""
        if live.waiting >= self._limits.waiting:
            raise Refused(503, "too many requests for one session", retry_after=1)
        live.waiting += 1
        try:
            async with live.lock:
                return await self._in_turn(live, request, fingerprint, message)
        except (NotDeterministic, RecursionError) as error:
            self._forget(live)
            raise LocalError(str(error)) from error
        except Refused:
            raise
        except BaseException:
            # What the message has done to the live state is not stored: the next one reads what is.
            self._forget(live)
            raise
        finally:
            live.waiting -= 1

    async def _in_turn(
        self, live: _Live, request: DmRequest, fingerprint: bytes, named: Message | None
    ) -> DmReply | None:
        fresh = live.conversation is None
        while True:
            conversation = live.conversation or await self._load(live)
            if conversation is None:
                self._forget(live)
                return None
            try:
                reply = await self._take(live, conversation, request, fingerprint, named)
            except TurnTaken:
                self._forget(live)
                live.conversation = None
                fresh = True
                continue
            except Refused as refused:
                # Another process may know better.
                if not fresh and refused.status < 500 and await self._catch_up(conversation):
                    fresh = True
                    continue
                raise
            if live.conversation is not None and conversation.session.over:
                self._forget(live)
            return reply

    async def _take(
        self, live: _Live, conversation: Conversation, request: DmRequest, fingerprint: bytes, named: Message | None
    ) -> DmReply | None:
        stored = conversation.stored
        if stored.client_certificate != request.client_certificate:
            raise Refused(403, "the session was opened with another client certificate")
        known = conversation.turn_of(fingerprint)
        if named is not None and self._opens_another(conversation, named, known):
            return None
        if known is not None:
            return await self._again(conversation, known)
        if conversation.session.over:
            if _begins(named or self._read(request)):
                return None
            raise Refused(410, "the session is over")
        account_name, account = None, None
        message = named
        if conversation.wants_account:
            message = message or self._read(request)
            account_name, account = await self._account_of(message.header)
        return await self._make(conversation, request, fingerprint, account_name, account, message)

    def _opens_another(self, conversation: Conversation, message: Message, known: int | None) -> bool:
        """Whether a message that names its session by device and SessionID alone begins the next with the same names."""
        if known is not None:
            if known != 1:
                return False
            if known < conversation.number:
                # The device has heard the answer to its first message, so this is no retransmission of it.
                return True
            # Some devices say the same octets in every session: a session that left nothing behind is of use to none.
            ended = conversation.session.over or conversation.session.at_rest
            return ended and (conversation.left_nothing or self._clock() > conversation.at + RETRANSMISSION_SECONDS)
        return _begins(message) and (conversation.session.over or conversation.session.authenticated)

    async def _again(self, conversation: Conversation, number: int) -> DmReply:
        stored = conversation.stored
        if number == conversation.number:
            body, mac = conversation.answered
        else:
            turns = await self._store.turns(stored.key, number - 1)
            body, mac = turns[0].answer, turns[0].answer_mac
        return DmReply(body, mac, stored, number, "retransmission")

    async def _open(self, request: DmRequest, fingerprint: bytes, message: Message, incarnation: int) -> DmReply:
        header = message.header
        # Keys that begin with the time stand side by side in an index; 16 random octets are what nobody can guess.
        key = f"{int(self._clock() * 1000):012x}{self._randomness(16).hex()}"
        stored = StoredSession(
            key,
            header.source.uri,
            header.session_id,
            incarnation,
            f"{request.base}?s={key}",
            request.client_certificate,
            self._clock(),
        )
        conversation = Conversation(self._settings, stored)
        account_name, account = None, None
        if conversation.wants_account:
            account_name, account = await self._account_of(header)
        reply = await self._make(conversation, request, fingerprint, account_name, account, message)
        if not conversation.session.over:
            self._cache[key] = _Live(key, conversation)
            self._shrink()
        return reply

    async def _make(
        self,
        conversation: Conversation,
        request: DmRequest,
        fingerprint: bytes,
        account_name: str | None,
        account: Account | None,
        message: Message | None,
    ) -> DmReply:
        session = conversation.session
        try:
            conversation.receive(
                request.body,
                request.encoding,
                request.mac,
                account=account,
                account_name=account_name,
                message=message,
                fingerprint=fingerprint,
                nonces=lambda: printable(self._randomness(12)),
            )
        except PeerError as error:
            raise Refused(400, str(error)) from None
        orders = None
        if conversation.wants_orders and self._orders is not None:
            orders = await self._orders(session.device_id)
        outcome = conversation.answer(orders, self._clock())
        await self._store.commit(
            Commit(
                conversation.stored,
                outcome.turn,
                outcome.alerts,
                outcome.events,
                outcome.notes,
                conversation.account_name,
                outcome.account,
            )
        )
        turn = outcome.turn
        return DmReply(
            turn.answer, turn.answer_mac, conversation.stored, turn.number, "turn", conversation.message_id, outcome
        )

    async def _account_of(self, header: Header) -> tuple[str, Account | None]:
        """None for the account of one device under the identifier of another, as for one that nobody has."""
        name = header.source.name or header.source.uri
        if self._owners.get(header.source.uri, name) != name:
            return name, None
        return name, await self._store.account(name)


def _begins(message: Message) -> bool:
    """Whether a message is the first of a session: it has MsgID 1 and answers nothing. Some devices never count on."""
    answers = any(isinstance(command, (Status, Results)) for command in message.commands)
    return message.header.message_id.strip() == "1" and not answers
