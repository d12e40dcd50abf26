"""Every Status code that a session itself gives, reached once for each command it is defined for.

The table is that of OMA-TS-DM_RepPro 1.2; codes that the tree decides (404, 405, 414, 415, 418, 425 ...) are tested there.
"""

from __future__ import annotations

import errno
from typing import Any

import pytest
from dm_sessions import Pair, Waiting, at, header_status, secret, server_message, statuses

from swm.session import Account, Answer, Outcome, Question, Scheme
from swm.syncml import (
    Add,
    Alert,
    Atomic,
    Command,
    Copy,
    Delete,
    Exec,
    Get,
    Item,
    Location,
    Meta,
    Replace,
    Sequence,
)

COMMANDS: dict[str, Command] = {
    "Add": Add("", at("./Thing/Entries/one", "", "node")),
    "Alert": Alert("", "1100", (Item(data=""), Item(data="Hello"))),
    "Atomic": Atomic("", (Replace("1", at("./Thing/Number", "5", "int")),)),
    "Copy": Copy("", (Item(target=Location("./Thing/Text"), source=Location("./Thing/Number")),)),
    "Delete": Delete("", at("./Thing/Entries/old")),
    "Exec": Exec("", at("./Thing/Go")),
    "Get": Get("", at("./Thing/Number")),
    "Replace": Replace("", at("./Thing/Number", "5", "int")),
    "Sequence": Sequence("", (Get("1", at("./Thing/Number")),)),
}


class User:
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome

    def ask(self, question: Question) -> Answer:
        return Answer(self.outcome)


def pair(outcome: Outcome = Outcome.DONE, **more: Any) -> Pair:
    made = Pair(user=User(outcome), **more)
    made.tree.create("./Thing/Entries/old")
    return made


def numbered(command: Command, number: str = "2") -> Any:
    from dataclasses import replace

    return replace(command, cmd_id=number)


@pytest.mark.parametrize("name", COMMANDS)
def test_200_done(name: str) -> None:
    made = pair()
    if name == "Exec":
        made.owner.answer = 200
    [ticket] = made.run(COMMANDS[name])
    assert ticket.status == 200


def test_202_accepted_for_processing_exec() -> None:
    [ticket] = pair().run(COMMANDS["Exec"])
    assert ticket.status == 202


def test_212_authenticated_for_the_session() -> None:
    account = Account(secret("d", "p", Scheme.MD5, b"n"))
    made = pair(server={"d": account}.get, device=account)
    made.run(COMMANDS["Get"])
    assert set(made.header_codes()[::2]) == {"212"}


@pytest.mark.parametrize("kind", [Add, Replace])
def test_213_chunk_buffered(kind: Any) -> None:
    made = pair()
    made.client.start("1")
    uri = "./Thing/Data" if kind is Replace else "./Thing/Entries/old/Value"
    item = Item(target=Location(uri), meta=Meta(size=6), data="abc", more_data=True)
    assert statuses(made.client.receive(server_message(kind("2", (item,)), final=False))) == ["213"]


@pytest.mark.parametrize(
    ("outcome", "code"),
    [(Outcome.CANCELLED, 214), (Outcome.REJECTED, 304), (Outcome.NO_ANSWER, 408), (Outcome.CANNOT_DISPLAY, 416)],
)
def test_214_304_408_416_what_the_user_did(outcome: Outcome, code: int) -> None:
    [ticket] = pair(outcome).run(Alert("", "1101", (Item(data=""), Item(data="Sure?"))))
    assert ticket.status == code


@pytest.mark.parametrize("name", COMMANDS)
def test_215_not_executed_in_a_sequence_that_was_stopped(name: str) -> None:
    no = Alert("1", "1101", (Item(data=""), Item(data="Sure?")))
    made = pair(Outcome.REJECTED)
    [ticket] = made.run(Sequence("", (no, numbered(COMMANDS[name]))))
    assert [part.status for part in ticket.parts] == [304, 215]
    assert made.tree.value("./Thing/Number") == "1"
    assert made.owner.orders == []


@pytest.mark.parametrize("name", ["Add", "Alert", "Copy", "Delete", "Replace"])
def test_215_not_executed_in_an_atomic_that_failed(name: str) -> None:
    bad = Replace("1", at("./Nowhere", "1", "chr"))
    [ticket] = pair().run(Atomic("", (bad, numbered(COMMANDS[name]))))
    assert (ticket.status, [part.status for part in ticket.parts]) == (507, [404, 215])


@pytest.mark.parametrize("name", ["Add", "Alert", "Copy", "Delete", "Replace"])
def test_216_rolled_back_with_the_atomic(name: str) -> None:
    bad = Replace("3", at("./Nowhere", "1", "chr"))
    made = pair()
    [ticket] = made.run(Atomic("", (numbered(COMMANDS[name]), bad)))
    assert (ticket.status, [part.status for part in ticket.parts]) == (507, [216, 404])
    assert made.tree.value("./Thing/Number") == "1"
    assert made.tree.value("./Thing/Text") is None
    assert made.tree.exists("./Thing/Entries/old")
    assert not made.tree.exists("./Thing/Entries/one")


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(("shown", "code"), [(False, "407"), (True, "401")])
def test_401_and_407_credentials_wrong_or_missing(name: str, shown: bool, code: str) -> None:
    """A server that did not prove itself: nothing is done, each command gets the code of the header."""
    made = pair(device=Account(secret("d", "p", Scheme.MD5), secret("s", "q", Scheme.MD5, b"n")))
    made.client.start("1")
    from swm.syncml import Cred

    cred = Cred(Meta("b64", "syncml:auth-md5"), "AAAA") if shown else None
    answer = made.client.receive(server_message(header_status("1", "212"), numbered(COMMANDS[name]), cred=cred))
    assert statuses(answer) == [code]
    assert made.tree.value("./Thing/Number") == "1"
    assert made.owner.orders == []


@pytest.mark.parametrize(
    "command",
    [
        Alert("", "1200"),
        Alert("", "1226", (Item(data="1"),)),
        Alert("", "1999"),
        Alert("", ""),
    ],
)
def test_406_an_alert_that_no_device_takes(command: Alert) -> None:
    [ticket] = pair().run(command)
    assert ticket.status == 406


def test_406_user_interaction_on_a_device_without_a_user() -> None:
    [ticket] = Pair().run(COMMANDS["Alert"])
    assert ticket.status == 406


@pytest.mark.parametrize(
    "command",
    [
        Add("", (Item(data="1"),)),
        Copy("", at("./Thing/Text")),
        Delete("", ()),
        Exec("", ()),
        Get("", ()),
        Replace("", (Item(data="1"),)),
        Alert("", "1101"),
    ],
)
def test_412_incomplete_command(command: Command) -> None:
    [ticket] = pair().run(command)
    assert ticket.status == 412


@pytest.mark.parametrize("kind", [Add, Replace])
def test_413_too_large(kind: Any) -> None:
    """A chunk that announces too much, and a value that is too much."""
    made = pair(max_object=10)
    made.client.start("1")
    first = Item(target=Location("./Thing/Data"), meta=Meta(size=11), data="abc", more_data=True)
    whole = Item(target=Location("./Thing/Text"), data="x" * 11)
    assert statuses(made.client.receive(server_message(kind("2", (first,)), kind("3", (whole,))))) == ["413", "413"]
    assert made.tree.value("./Thing/Text") is None


def test_413_a_result_that_the_server_does_not_take() -> None:
    made = pair()
    made.tree.store("./Thing/Text", "x" * 11)
    made.client.start("1")
    answer = made.client.receive(server_message(Get("2", at("./Thing/Text")), meta=Meta(max_obj_size=10)))
    assert statuses(answer) == ["413"]


def test_415_an_alert_of_a_type_that_the_server_does_not_know() -> None:
    made = pair(alerts=Waiting(Alert("", "1226", (Item(data="1"),))), knows=lambda alert: False)
    made.run()
    assert "415" in [getattr(c, "code", "") for c in made.messages[1].commands]


@pytest.mark.parametrize("kind", [Add, Replace])
def test_424_size_mismatch(kind: Any) -> None:
    made = pair()
    made.client.start("1")
    place = Location("./Thing/Data")
    made.client.receive(
        server_message(kind("2", (Item(target=place, meta=Meta(size=9), data="abc", more_data=True),)), final=False)
    )
    answer = made.client.receive(server_message(kind("3", (Item(target=place, data="def"),)), number="2"))
    assert statuses(answer) == ["424"]
    unsized = server_message(kind("3", (Item(target=place, data="def", more_data=True),)), number="3")
    assert statuses(made.client.receive(unsized)) == ["424"]


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, 420), (errno.EIO, 510)])
def test_420_and_510_the_store_is_full_or_fails(number: int, code: int) -> None:
    made = pair()
    made.owner.fails = OSError(number, "no")
    failed, after = made.run(COMMANDS["Exec"], COMMANDS["Get"])
    assert (failed.status, after.status) == (code, 200)


@pytest.mark.parametrize("inner", ["Get", "Exec", "Atomic", "Sequence"])
def test_500_an_atomic_with_what_it_may_not_hold(inner: str) -> None:
    write = Replace("1", at("./Thing/Number", "5", "int"))
    made = pair()
    [ticket] = made.run(Atomic("", (write, numbered(COMMANDS[inner]))))
    assert ticket.status == 500
    assert [part.status for part in ticket.parts] == [215, 215]
    assert made.tree.value("./Thing/Number") == "1"
    assert made.owner.orders == []


def test_500_an_answer_of_the_user_that_the_question_does_not_allow() -> None:
    [ticket] = pair().run(Alert("", "1103", (Item(data=""), Item(data="Which?"), Item(data="one"))))
    assert ticket.status == 500


def test_507_and_516_an_atomic_whose_roll_back_fails_too() -> None:
    made = pair()

    def fails() -> None:
        raise OSError("the store is gone")

    made.owner.rollback = fails  # type: ignore[method-assign]
    bad = Replace("3", at("./Nowhere", "1", "chr"))
    [ticket] = made.run(Atomic("", (Replace("2", at("./Thing/Number", "5", "int")), bad)))
    assert (ticket.status, [part.status for part in ticket.parts]) == (507, [516, 404])


def test_507_an_atomic_that_cannot_begin() -> None:
    made = pair()

    def fails() -> None:
        raise OSError("the store is gone")

    made.owner.begin = fails  # type: ignore[method-assign]
    [ticket] = made.run(COMMANDS["Atomic"])
    assert ticket.status == 507
    assert ticket.parts[0].status in (215, 510), "not begun, or begun with the first command"
    assert made.tree.value("./Thing/Number") == "1"


def test_517_an_atomic_whose_answers_no_message_could_hold() -> None:
    writes = tuple(Replace(str(number), at("./Thing/Number", str(number), "int")) for number in range(9))
    made = pair()
    made.client.start("1")
    answer = made.client.receive(server_message(Atomic("1", writes), meta=Meta(max_msg_size=1200)))
    assert statuses(answer)[0] == "517"
    assert set(statuses(answer)[1:]) == {"216"}
    assert made.tree.value("./Thing/Number") == "1"
    again = pair()
    again.client.start("1")
    answer = again.client.receive(server_message(Atomic("1", writes), meta=Meta(max_msg_size=4000)))
    assert statuses(answer) == ["200"] * 10
    assert again.tree.value("./Thing/Number") == "8"
