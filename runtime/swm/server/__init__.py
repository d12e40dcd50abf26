"""A DM server's side: commands awaited over a session, objects found, and a small HTTP rim."""

from swm.server.dialogue import Dialogue
from swm.server.discovery import find_objects
from swm.server.http import DmServer

__all__ = ["Dialogue", "DmServer", "find_objects"]
