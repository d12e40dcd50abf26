"""A DM server's side: commands awaited over a session, and a small HTTP rim."""

from swm.server.dialogue import Dialogue
from swm.server.http import DmServer

__all__ = ["Dialogue", "DmServer"]
