"""Demonstrations: generated stubs at work on one machine."""
