"""A real PostgreSQL for the tests of the server."""

from real_postgresql import database, postgresql

__all__ = ["database", "postgresql"]
