"""Captured messages, for people: read as they come, written as lines, and diagnosed. Bytes in, text out."""

from swm.trace.capture import Captured, Parsed, parse, split_http
from swm.trace.diagnosis import Diagnosis, Finding, Severity
from swm.trace.readable import readable

__all__ = ["Captured", "Diagnosis", "Finding", "Parsed", "Severity", "parse", "readable", "split_http"]
