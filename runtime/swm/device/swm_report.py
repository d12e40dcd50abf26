"""The document SwmReport, which alerts of the extension carry: what ended, how, and of which delivery."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import unescape

MEMBERS: Final = (
    "ResultCode",
    "Identifier",
    "State",
    "TransactionID",
    "BytesReceived",
    "TotalSize",
    "Reason",
    "ISID",
    "DeliveryID",
    "Suppressed",
)
"""In the order of the document: a reader of 1.0 finds the first two first."""


def swm_report(values: Mapping[str, str]) -> str:
    """The document as text, without an XML declaration; members that are empty are left out."""
    root = ET.Element("SwmReport")
    for name in MEMBERS:
        if values.get(name):
            ET.SubElement(root, name).text = values[name]
    return ET.tostring(root, encoding="unicode")


def member_of(data: str, name: str) -> str:
    """A member of a document that `swm_report` made; empty where it has none, or is none."""
    found = re.search(f"<{name}>([^<]*)</{name}>", data)
    return "" if found is None else unescape(found[1])
