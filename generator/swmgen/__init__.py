"""swmgen: the compiler for device-management standards."""

__version__ = "0.1.0"
