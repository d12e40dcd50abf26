"""The report: which alerts belong to a campaign, what is counted, and that one state gives one text."""

from __future__ import annotations

import json

import pytest

from swm.campaign.records import Row, State
from swm.campaign.report import Report
from swm.session import ReceivedAlert
from swm.syncml import Item, Location, Meta

FACTS = {"places": {"fumo-1.1": "./FwUpdate/Pkg1", "scomo-1.2": "./SCOMO"}}


def row(device: str, state: State = State.READY, *, executed: bool = True, **more: object) -> Row:
    path = ("waiting", "meeting", *(("executing",) if executed else ()), state.value)
    values: dict[str, object] = {"status": 202 if executed else None, "refusals": (), "error": ""} | more
    return Row(device, state, 1, path, facts=FACTS, at=100.0, **values)  # type: ignore[arg-type]


def alert(data: str | bytes, correlator: str | None = "spring-1", source: str = "./FwUpdate/Pkg1") -> ReceivedAlert:
    return ReceivedAlert(correlator, Item(source=Location(source), meta=Meta(type="t"), data=data))


def made(rows: list[Row], alerts: list[tuple[str, float, ReceivedAlert]]) -> Report:
    return Report.made("spring", "spring-1", 50.0, rows, alerts)


def test_an_alert_belongs_to_the_campaign_by_its_correlator() -> None:
    report = made([row("a")], [("a", 101.0, alert("200")), ("a", 102.0, alert("400", "other")), ("b", 1.0, alert("1"))])
    assert report.codes == {"200": 1}
    assert report.alerts == 1


@pytest.mark.parametrize(
    ("at", "source", "belongs"),
    [
        (101.0, "./FwUpdate/Pkg1", True),
        (101.0, "./SCOMO/Download/game", True),
        (99.0, "./FwUpdate/Pkg1", False),
        (101.0, "./FwUpdate/Pkg12", False),
        (101.0, "./Elsewhere", False),
    ],
)
def test_of_a_device_without_an_exec_an_alert_about_what_was_written_belongs(
    at: float, source: str, belongs: bool
) -> None:
    told = [("a", at, alert("200", None, source))]
    assert made([row("a", executed=False)], told).alerts == int(belongs)
    assert made([row("a")], told).alerts == 0, "with an Exec the correlator tells"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("200", "200"),
        (" 215 ", "215"),
        (b"200", "200"),
        ("<X><ResultCode>1200</ResultCode></X>", "1200"),
        ("all is well", None),
        ("", None),
        ("1234567", None),
    ],
)
def test_result_codes_are_read_from_plain_data_and_from_xml(data: str | bytes, code: str | None) -> None:
    [device] = made([row("a")], [("a", 101.0, alert(data))]).devices
    assert device.alerts[0].code == code


def test_what_is_counted() -> None:
    refusal = {"command": "Add", "uri": "./F/x", "status": 405}
    rows = [
        row("a"),
        row("b"),
        row("c", State.FAILED, executed=False, refusals=(refusal,), error="Add ./F/x: Status 405"),
        row("d", State.FAILED, status=405, refusals=({"command": "Exec", "uri": "./F/y", "status": 405},)),
        row("e", State.FAILED, executed=False, refusals=(refusal,)),
        row("f", State.UNANSWERED, status=None),
    ]
    alerts = [
        ("a", 101.2, alert("215")),
        ("b", 101.9, alert("215")),
        ("f", 101.5, alert("410")),
        ("a", 102.0, alert("200")),
        ("a", 103.0, alert("200")),
    ]
    report = made(rows, alerts)
    assert report.states == {"ready": 2, "failed": 3, "unanswered": 1}
    assert report.statuses == {"202": 2, "405": 1}
    assert report.codes == {"200": 1, "215": 2, "410": 1}, "devices, not alerts"
    assert report.peak == 3
    assert report.refusals == [("Add", "./F/x", 405, 2), ("Exec", "./F/y", 405, 1)]


def test_one_state_gives_one_text_and_devices_keep_the_order_of_the_list() -> None:
    rows = [row("z"), row("a"), row("m")]
    alerts = [("z", 101.0, alert("200")), ("a", 101.0, alert("200"))]
    first, second = made(rows, alerts), made(list(rows), list(alerts))
    assert first.to_json() == second.to_json()
    assert first.to_markdown() == second.to_markdown()
    assert [device["device"] for device in json.loads(first.to_json())["devices"]] == ["z", "a", "m"]
    table = first.to_markdown().partition("## Devices")[2]
    assert [line.split("|")[1].strip() for line in table.splitlines() if "waiting >" in line] == ["z", "a", "m"]


def test_nothing_of_a_device_is_markup_in_the_report() -> None:
    text = made([row("a|b`<x>\n", State.FAILED, error="[x](y) | z")], []).to_markdown()
    assert "| a\\|b\\`\\<x\\>  | failed |" in text
    assert "\\[x\\](y) \\| z" in text


def test_nothing_heard_is_a_report_too() -> None:
    report = Report.made("spring", "spring-1", None, [], [])
    assert (report.peak, report.codes, report.states) == (0, {}, {})
    assert json.loads(report.to_json())["devices"] == []
    assert "| devices | 0 |" in report.to_markdown()
