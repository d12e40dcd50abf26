"""The library that generated device-management code stands on.

Its core (`syncml`, `tree`, `session`, `machine`, `security`) needs only the
standard library and performs no I/O: bytes, time and randomness come in as
arguments.
"""

__version__ = "0.1.0"
