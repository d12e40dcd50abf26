"""All primitives of DM Security 1.2 in one object."""

from __future__ import annotations

from dataclasses import dataclass

from swm.trust.announcement_checks import AnnouncementChecks
from swm.trust.authorisation_checks import AuthorisationChecks
from swm.trust.designation_checks import DesignationChecks
from swm.trust.reception_checks import ReceptionChecks
from swm.trust.session_checks import SessionChecks


@dataclass(kw_only=True)
class DevicePrimitives(SessionChecks, DesignationChecks, AnnouncementChecks, AuthorisationChecks, ReceptionChecks):
    """The primitives of a device during one transfer: `Primitives` of `swm_enablers.dmsecurity_1_2.security`."""
