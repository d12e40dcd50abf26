"""A device's side: DM sessions over HTTP, and downloads."""

from swm.device.http import run_session

__all__ = ["run_session"]
