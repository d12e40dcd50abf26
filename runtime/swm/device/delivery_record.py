"""What a device remembers of the delivery it waits for: which package, by whose order, with which metadata.

One file, replaced whole: a kill at any instant leaves the old record or the new one.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from swm.durable import replace_file
from swm.errors import LocalError
from swm.json_documents import made_of, read_json


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery. `campaign` is the isid, a space, the campaign id; empty where a DM server ordered it.

    `package` is the TUF target name, `url` where it is over https, empty where
    nobody said. `metadata` are the files with which it was authorised, by name.
    `repair_due` (seconds since 1970) and `repair_from` were drawn once; `transmissions`
    is how many have ended, `report` what the image server announced for the reports of its campaign.
    `image_server` is the URI of its entry; `expires` (seconds since 1970, 0 never) when leave must be there;
    `handed_on` says that another node has the same files.
    """

    package: str
    campaign: str = ""
    goal: str = "update"
    url: str = ""
    by_broadcast: bool = True
    due: float = 0.0
    metadata: Mapping[str, bytes] = field(default_factory=dict)
    validator: str = ""
    repair_due: float = 0.0
    repair_from: str = ""
    repaired: int = 0
    transmissions: int = 0
    report: Mapping[str, object] = field(default_factory=dict)
    image_server: str = ""
    expires: float = 0.0
    handed_on: bool = False


class DeliveryRecord:
    """The record in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Delivery | None:
        """What is kept; None when nothing is. LocalError for a file that is no record."""
        if not self._path.exists():
            return None
        try:
            saved = read_json(self._path.read_bytes())
            metadata = {name: base64.b64decode(octets) for name, octets in saved.pop("metadata").items()}
            # A record of the version before told reports here; their journal does now.
            saved.pop("reported", None)
            return made_of(Delivery, {**saved, "metadata": metadata})
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise LocalError(f"{self._path} is no record of a delivery: {error!r}") from None

    def save(self, delivery: Delivery) -> None:
        """Keep it. OSError when it cannot be kept."""
        document = {name: getattr(delivery, name) for name in Delivery.__slots__}
        document["metadata"] = {
            name: base64.b64encode(octets).decode("ascii") for name, octets in delivery.metadata.items()
        }
        replace_file(self._path, json.dumps(document, sort_keys=True).encode("utf-8"))

    def forget(self) -> None:
        """Nothing is awaited any more."""
        self._path.unlink(missing_ok=True)
