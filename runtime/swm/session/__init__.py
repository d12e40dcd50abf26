"""DM sessions as pure state (OMA-TS-DM_Protocol 1.2): messages in, messages out.

Nothing here opens a socket, reads a clock or draws a random number.
"""

from swm.session.auth import Basic, Credentials
from swm.session.client import AlertQueue, DmClientSession
from swm.session.report import report_elements
from swm.session.server import DmServerSession, ReceivedAlert, Ticket

__all__ = [
    "AlertQueue",
    "Basic",
    "Credentials",
    "DmClientSession",
    "DmServerSession",
    "ReceivedAlert",
    "Ticket",
    "report_elements",
]
