"""swmgen: the compiler for device-management standards."""
