"""Conformance: generated vectors, run against a device of any make."""

from swm.conformance.client import ClientUnderTest, Observation, SeenAlert
from swm.conformance.running import Finding, run
from swm.conformance.vectors import Document, Step, load

__all__ = ["ClientUnderTest", "Document", "Finding", "Observation", "SeenAlert", "Step", "load", "run"]
