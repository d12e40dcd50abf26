"""What the steps of the security procedures do: the primitives that `swm_enablers...security` asks for.

`swm.security` holds what every implementation shares (the step runner, sealed
values); this room holds ours, on `cryptography` and `tuf`. A device combines
the classes of checks it needs:

* `SessionChecks`, `DesignationChecks`, `AnnouncementChecks`, `AuthorisationChecks` and
  `ReceptionChecks` together are the primitives of DM Security 1.2 (`DevicePrimitives`);
* `PackageChecks` are those of FUMO and SCOMO.
"""

from swm.trust.announcement import Action, Announcement, Offer, Source
from swm.trust.announcement_checks import AnnouncementChecks, announced
from swm.trust.authorisation_checks import AuthorisationChecks, Device, target_of
from swm.trust.designation import Designations, ImageServerEntry, Objects
from swm.trust.designation_checks import DesignationChecks
from swm.trust.floors import Floors
from swm.trust.package_checks import PackageChecks
from swm.trust.primitives import DevicePrimitives
from swm.trust.reception_checks import ReceptionChecks
from swm.trust.session_checks import Account, SessionChecks

__all__ = [
    "Account",
    "Action",
    "Announcement",
    "AnnouncementChecks",
    "AuthorisationChecks",
    "DesignationChecks",
    "Designations",
    "Device",
    "DevicePrimitives",
    "Floors",
    "ImageServerEntry",
    "Objects",
    "Offer",
    "PackageChecks",
    "ReceptionChecks",
    "SessionChecks",
    "Source",
    "announced",
    "target_of",
]
