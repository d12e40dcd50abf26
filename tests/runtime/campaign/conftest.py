"""A real PostgreSQL for the tests of the campaign."""

from real_postgresql import database, postgresql

__all__ = ["database", "postgresql"]
