"""Runs the transition tables of generated code: pure decisions, journalled before anything is done about them."""

from swm.machine.alerts import AlertKind, Reported, StoredAlert, result_in
from swm.machine.context import Context
from swm.machine.device_object import DeviceObject, OlderReading, Performed
from swm.machine.journal import FileJournal, Journal, MemoryJournal
from swm.machine.journals import FileJournals, Journals, MemoryJournals
from swm.machine.machine import IllegalEvent, Machine, Outcome
from swm.machine.object_root import ObjectRoot
from swm.machine.table import GIVEN, OTHERWISE, OWED, On, Refuse, Table, table

__all__ = [
    "GIVEN",
    "OTHERWISE",
    "OWED",
    "AlertKind",
    "Context",
    "DeviceObject",
    "FileJournal",
    "FileJournals",
    "IllegalEvent",
    "Journal",
    "Journals",
    "Machine",
    "MemoryJournal",
    "MemoryJournals",
    "ObjectRoot",
    "OlderReading",
    "On",
    "Outcome",
    "Performed",
    "Refuse",
    "Reported",
    "StoredAlert",
    "Table",
    "result_in",
    "table",
]
