"""WIRE: what stands in messages, and what it means."""

from __future__ import annotations

from swmgen.compare.compatibility.rule import Category, CompatibilityRule, Versions, both
from swmgen.model import Mark, Range


def _formats_stay(versions: Versions) -> None:
    for old, new in both(versions.nodes):
        if old.format is not new.format:
            message = f"The format of {old.path} was {old.format.value}, now {new.format.value}."
            versions.found(new, new.at("format"), message)


def _allowed_values_stay(versions: Versions) -> None:
    for old, new in both(versions.nodes):
        if not old.values and not new.values:
            continue
        left = {value.value for value in new.values}
        lost = [value.value for value in old.values if value.value not in left] if new.values else []
        if lost or (not old.values and new.values):
            told = f"the values {', '.join(lost)}" if lost else "values beside those that are listed now"
            versions.found(new, new.at("values"), f"{old.path} does not take {told} any more.")


def _ranges_are_only_widened(versions: Versions) -> None:
    for old, new in both(versions.nodes):
        if _is_narrower(old.range, new.range):
            told = "any integer" if old.range is None else str(old.range)
            versions.found(new, new.at("range"), f"{old.path} took {told}, now {new.range}.")


def _is_narrower(old: Range | None, new: Range | None) -> bool:
    if new is None:
        return False
    low = None if old is None else old.low
    high = None if old is None else old.high
    return (new.low is not None and (low is None or new.low > low)) or (
        new.high is not None and (high is None or new.high < high)
    )


def _sizes_are_only_raised(versions: Versions) -> None:
    for old, new in both(versions.nodes):
        if new.max_size is not None and (old.max_size is None or new.max_size < old.max_size):
            told = "any size" if old.max_size is None else f"{old.max_size} octets"
            versions.found(new, new.at("max_size"), f"{old.path} took {told}, now {new.max_size} octets.")


def _media_types_stay(versions: Versions) -> None:
    for old, new in both(versions.nodes):
        lost = [kind for kind in old.mime if kind not in new.mime]
        if lost:
            versions.found(new, new.at("type"), f"{old.path} is not {', '.join(lost)} any more.")


def _units_stay(versions: Versions) -> None:
    for old, new in both(versions.nodes):
        if old.unit is not None and old.unit != new.unit:
            told = new.unit or "something else"
            versions.found(new, new.at("unit"), f"{old.path} counted {old.unit}, now {told}.")


def _results_stay(versions: Versions) -> None:
    codes = {result.code for result in versions.new.messages.results}
    for old, new in versions.results:
        if new is None and old.code not in codes:
            versions.removed(old, f"The result {old.code} ({old.name})")


def _codes_stay(versions: Versions) -> None:
    for old, new in both(versions.results):
        if old.code != new.code:
            versions.found(new, new.at("code"), f"The result `{old.name}` was {old.code}, now {new.code}.")


def _alerts_stay(versions: Versions) -> None:
    types = {alert.type for alert in versions.new.messages.alerts}
    for old, new in versions.alerts:
        if new is None and old.type not in types:
            versions.removed(old, f"The alert {old.type}")


def _alert_types_stay(versions: Versions) -> None:
    for old, new in both(versions.alerts):
        if old.type != new.type:
            versions.found(new, new.at("type"), f"The type of the alert `{old.name}` was {old.type}, now {new.type}.")


def _alerts_look_the_same(versions: Versions) -> None:
    for old, new in both(versions.alerts):
        for what, before, after, key in (
            ("format", old.format.value, new.format.value, "format"),
            ("data", old.data, new.data, "data"),
            ("source", old.source or "the object", new.source or "the object", "source"),
            ("correlator", old.correlator.value, new.correlator.value, "correlator"),
        ):
            if before != after:
                versions.found(new, new.at(key), f"The {what} of the alert `{old.name}` was {before}, now {after}.")


def _marks_are_not_lowered(versions: Versions) -> None:
    order = list(Mark)
    for old, new in both(versions.alerts):
        for before, after in ((old.mark, new.mark), (old.mark_on_failure, new.mark_on_failure)):
            if before is not None and (after is None or order.index(after) > order.index(before)):
                told = "none" if after is None else after.value
                versions.found(new, new.at("mark"), f"The alert `{old.name}` was marked {before.value}, now {told}.")


def _state_values_stay(versions: Versions) -> None:
    for machine, changed in both(versions.machines):
        for state in machine.states:
            other = changed.state(state.name)
            if other is not None and other.value != state.value:
                message = f"The state `{state.name}` was shown as {state.value}, now as {other.value}."
                versions.found(other, other.at("value"), message)


RULES = tuple(
    CompatibilityRule(code, Category.WIRE, purpose, look)
    for code, purpose, look in (
        ("SWM1021", "Formats stay.", _formats_stay),
        ("SWM1022", "Allowed values stay.", _allowed_values_stay),
        ("SWM1023", "Ranges are only widened.", _ranges_are_only_widened),
        ("SWM1024", "Sizes are only raised.", _sizes_are_only_raised),
        ("SWM1025", "Media types stay.", _media_types_stay),
        ("SWM1026", "Units stay.", _units_stay),
        ("SWM1027", "Results stay.", _results_stay),
        ("SWM1028", "Codes of results stay.", _codes_stay),
        ("SWM1029", "Alerts stay.", _alerts_stay),
        ("SWM1030", "Types of alerts stay.", _alert_types_stay),
        ("SWM1031", "Format, data, source and correlator of alerts stay.", _alerts_look_the_same),
        ("SWM1032", "Marks are not lowered.", _marks_are_not_lowered),
        ("SWM1033", "Values of states stay.", _state_values_stay),
    )
)
