"""DM sessions as pure state (OMA-TS-DM_Protocol 1.2): messages in, messages out.

Nothing here opens a socket, reads a clock or draws a random number.
"""

from swm.session.alerts import AlertQueue
from swm.session.auth import Account, Accounts, Nonces, Scheme, Secret, printable
from swm.session.client import DmClientSession
from swm.session.incoming import ReceivedAlert
from swm.session.interaction import Answer, Outcome, Question, UserInterface
from swm.session.report import report_elements
from swm.session.server import DmServerSession
from swm.session.tickets import Ticket

__all__ = [
    "Account",
    "Accounts",
    "AlertQueue",
    "Answer",
    "DmClientSession",
    "DmServerSession",
    "Nonces",
    "Outcome",
    "Question",
    "ReceivedAlert",
    "Scheme",
    "Secret",
    "Ticket",
    "UserInterface",
    "printable",
    "report_elements",
]
