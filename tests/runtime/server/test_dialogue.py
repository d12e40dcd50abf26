"""The application of a server: commands awaited, kept notes, and the rules of durable execution."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from counting_device import CountingDevice
from dm_server import served

from swm.errors import CommandRefused, LocalError
from swm.server import Dialogue, SessionEnded
from swm.server.conversation import Conversation, NotDeterministic, Settings
from swm.server.dialogue import Management
from swm.server.store import StoredSession, Turn
from swm.session import DmClientSession, DmServerSession
from swm.syncml import Alert, Command, Encoding, Get, Header, Item, Location, Message, Meta, Results, Status
from swm.tree import Row

STORED = StoredSession("k", "IMEI:1", "1", 1, "http://server/dm?s=k", None, 0.0)


def settings(manage: Callable[[Dialogue], Any]) -> Settings:
    return Settings(manage, "server", authenticate=False, max_message=65_536)


def play(manage: Callable[[Dialogue], Any], orders: str | None = None) -> tuple[list[Turn], CountingDevice, Any]:
    """A whole session in memory: its turns, the device, and what the last turn brought."""
    conversation = Conversation(settings(manage), STORED)
    device = CountingDevice("IMEI:1")
    turns: list[Turn] = []
    outcomes = []

    def send(client: DmClientSession, message: bytes) -> tuple[bytes, str | None]:
        conversation.receive(message, Encoding.XML, None, account=None, nonces=bytes)
        outcome = conversation.answer(orders, 1.0)
        turns.append(outcome.turn)
        outcomes.append(outcome)
        return outcome.turn.answer, None

    device.session("1", send)
    return turns, device, outcomes


async def count(dialogue: Dialogue) -> None:
    for _ in range(2):
        value = await dialogue.get("./Thing/Number")
        dialogue.note("read", int(value))
        await dialogue.replace("./Thing/Number", str(int(value) + 1), "int")
    dialogue.note("orders", dialogue.orders)


def test_a_list_has_the_nodes_too_whose_format_and_type_are_left_out_as_usual() -> None:
    found: list[Row] = []

    async def look(dialogue: Dialogue) -> None:
        found.extend(await dialogue.list_nodes("./Thing"))

    session = DmServerSession(server_id="server", respond_to="http://server/dm")
    application = Management(look, Dialogue(session))
    header = Header("1", "1", Location("http://server/dm"), Location("IMEI:1"))
    session.receive(Encoding.XML.encode(Message(header, (Alert("1", "1201"),), True)))
    application.advance()
    [get] = [c for c in Encoding.XML.decode(session.respond()).commands if isinstance(c, Get)]
    rows = (
        Item(source=Location("./Thing"), meta=Meta("node", "urn:oma:mo:x-thing:1.0")),
        Item(source=Location("./Thing/Text")),
        Item(source=Location("./Thing/Page"), meta=Meta(type="text/html")),
    )
    answers = (
        Status("1", "1", "0", "SyncHdr", "200"),
        Status("2", "1", get.cmd_id, "Get", "200"),
        Results("3", get.cmd_id, rows, "1"),
    )
    session.receive(Encoding.XML.encode(Message(replace(header, message_id="2"), answers, True)))
    application.advance()
    assert found == [
        Row("./Thing", None, "node", "urn:oma:mo:x-thing:1.0"),
        Row("./Thing/Text", None, "chr", "text/plain"),
        Row("./Thing/Page", None, "chr", "text/html"),
    ]


def test_a_session_is_the_fold_of_its_messages() -> None:
    turns, device, _ = play(count, "two rounds")
    assert device.number == 2
    again = Conversation(settings(count), STORED)
    for turn in turns:
        again.replay(turn)
    assert again.number == len(turns) and again.session.over
    assert again.answered[0] == turns[-1].answer


def test_notes_belong_to_the_turn_that_made_them() -> None:
    _, _, outcomes = play(count, "two rounds")
    notes = [[(note.topic, json.loads(note.value)) for note in outcome.notes] for outcome in outcomes]
    assert notes == [[], [("read", 0)], [], [("read", 1)], [("orders", "two rounds")]]


def test_an_application_that_asks_the_world_is_found_out_when_it_is_replayed() -> None:
    world = ["./Thing/Number"]

    async def curious(dialogue: Dialogue) -> None:
        await dialogue.get(world[0])

    turns, _, _ = play(curious)
    world[0] = "./Thing"
    with pytest.raises(NotDeterministic, match="turn 1 of session 1/1"):
        Conversation(settings(curious), STORED).replay(turns[0])


def test_an_application_awaits_its_device_and_nothing_else() -> None:
    async def sleepy(dialogue: Dialogue) -> None:
        await asyncio.sleep(0)

    _, _, outcomes = play(sleepy)
    assert isinstance(outcomes[0].failure, LocalError)
    assert "commands of its dialogue" in str(outcomes[0].failure)


def test_commands_awaited_together_go_out_in_one_message() -> None:
    async def together(dialogue: Dialogue) -> None:
        found = await dialogue.together(dialogue.get("./Thing/Number"), dialogue.get("./Thing"))
        dialogue.note("found", found)
        assert await dialogue.together() == []

    turns, _, outcomes = play(together)
    assert len(turns) == 2
    assert [note.value for note in outcomes[-1].notes] == ['["0","Number"]']


def test_of_several_commands_the_first_refusal_is_raised_after_all_are_answered() -> None:
    async def together(dialogue: Dialogue) -> None:
        with pytest.raises(CommandRefused) as refused:
            await dialogue.together(
                dialogue.get("./None/1"), dialogue.replace("./Thing/Number", "7", "int"), dialogue.get("./None/2")
            )
        dialogue.note("refused", refused.value.uri)

    _, device, outcomes = play(together)
    assert device.number == 7
    assert [note.value for note in outcomes[-1].notes] == ['"./None/1"']


def test_an_application_hears_that_the_device_has_ended_the_session() -> None:
    async def told(dialogue: Dialogue) -> None:
        try:
            await dialogue.get("./Thing/Number")
        except SessionEnded:
            dialogue.note("ended")
            raise

    conversation = Conversation(settings(told), STORED)

    def message(number: int, code: str) -> bytes:
        header = Header("1", str(number), Location("http://server/dm"), Location("IMEI:1"))
        return Encoding.XML.encode(Message(header, (Alert("1", code),), True))

    for number, code in ((1, "1201"), (2, "1223")):
        conversation.receive(message(number, code), Encoding.XML, None, account=None, nonces=bytes)
        outcome = conversation.answer(None, 1.0)
    assert outcome.turn.over
    assert [note.topic for note in outcome.notes] == ["ended"]
    assert outcome.failure is None


@pytest.mark.parametrize("takes_notice", [True, False])
def test_an_application_that_goes_on_hears_that_the_last_answer_came_with_the_end(takes_notice: bool) -> None:
    async def going_on(dialogue: Dialogue) -> None:
        await dialogue.get("./Thing/Number")
        while True:
            try:
                await dialogue.get("./Thing/Text")
            except SessionEnded:
                dialogue.note("ended")
                if takes_notice:
                    raise

    conversation = Conversation(settings(going_on), STORED)

    def said(number: int, *commands: Command) -> Message:
        header = Header("1", str(number), Location("http://server/dm"), Location("IMEI:1"))
        body = Encoding.XML.encode(Message(header, commands, True))
        conversation.receive(body, Encoding.XML, None, account=None, nonces=bytes)
        nonlocal outcome
        outcome = conversation.answer(None, 1.0)
        return Encoding.XML.decode(outcome.turn.answer)

    outcome: Any = None
    asked = next(command for command in said(1, Alert("1", "1201")).commands if isinstance(command, Get))
    item = Item(source=Location("./Thing/Number"), data="1")
    status = Status("1", "1", asked.cmd_id, "Get", "200")
    said(2, status, Results("2", asked.cmd_id, (item,), "1"), Alert("3", "1223"))
    assert outcome.turn.over
    assert [note.topic for note in outcome.notes] == ["ended"]
    assert (outcome.failure is None) is takes_notice


def test_a_topic_is_shown_and_so_holds_what_can_be_shown() -> None:
    async def strange(dialogue: Dialogue) -> None:
        dialogue.note("a\0b")

    _, _, outcomes = play(strange)
    assert isinstance(outcomes[0].failure, LocalError)


def test_an_application_that_differs_after_a_failover_is_an_error_of_the_server_not_of_the_device() -> None:
    from dm_server import DmServer, open_store, serving

    from swm.server import ServerLimits

    calls: list[int] = []

    async def forgetful(dialogue: Dialogue) -> None:
        calls.append(1)
        await dialogue.get("./Thing/Number" if len(calls) == 1 else "./Thing")

    log = io.StringIO()
    store = open_store("sqlite://")
    server = DmServer(forgetful, server_id="server", store=store, log=log, limits=ServerLimits(live_sessions=0))
    try:
        with serving(server) as url, pytest.raises(AssertionError, match="500"):
            device = CountingDevice("IMEI:1")
            device.session("1", device.over([url.split("/")[2]]))
    finally:
        store.close()
    assert "NotDeterministic" not in "".join(str(failure) for failure in server.failures)
    assert "another answer when it is replayed" in log.getvalue()


def test_the_helper_of_other_tests_raises_what_the_application_raised() -> None:
    async def failing(dialogue: Dialogue) -> None:
        raise ValueError("here")

    with pytest.raises(ValueError, match="here"), served(failing) as url:
        device = CountingDevice("IMEI:1")
        device.session("1", device.over([url.split("/")[2]]))
