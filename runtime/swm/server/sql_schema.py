"""The tables of a server's store, in SQLite and in PostgreSQL, and their version."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Column,
    Connection,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    insert,
    inspect,
    select,
    text,
    update,
)

from swm.server.store import StoreRefused

VERSION: Final = 2
"""2 added the tables of campaigns; a store of version 1 gets them when it is opened."""
METADATA: Final = MetaData()
_CREATION_LOCK: Final = 0x73776D
"""Two processes that start at the same time on one PostgreSQL: one makes the tables, the other waits."""

SCHEMA: Final = Table("swm_schema", METADATA, Column("version", Integer, nullable=False))
SESSIONS: Final = Table(
    "swm_sessions",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("device", Text, nullable=False),
    Column("session_id", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("respond_to", Text, nullable=False),
    Column("client_certificate", Text),
    Column("at", Double, nullable=False),
    UniqueConstraint("device", "session_id", "incarnation"),
    Index("swm_sessions_at", "at"),
)
TURNS: Final = Table(
    "swm_turns",
    METADATA,
    Column("session", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    Column("encoding", Text, nullable=False),
    Column("mac", Text),
    Column("inputs", Text, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("answer_mac", Text),
    Column("over", SmallInteger, nullable=False),
    Column("at", Double, nullable=False),
)
ACCOUNTS: Final = Table(
    "swm_accounts",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("device_user", Text, nullable=False),
    Column("device_password", Text, nullable=False),
    Column("device_scheme", Text, nullable=False),
    Column("device_nonce", LargeBinary, nullable=False),
    Column("server_user", Text),
    Column("server_password", Text),
    Column("server_scheme", Text),
    Column("server_nonce", LargeBinary),
)
# Alerts and notes belong to the application: they outlive the session's rows. Device and SessionID are therefore repeated.
ALERTS: Final = Table(
    "swm_alerts",
    METADATA,
    Column("session", Text, primary_key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("device", Text, nullable=False),
    Column("session_id", Text, nullable=False),
    Column("at", Double, nullable=False),
    Column("kind", Text, nullable=False),
    Column("alert", Text, nullable=False),
    Index("swm_alerts_device", "device", "at"),
    sqlite_with_rowid=False,
)
NOTES: Final = Table(
    "swm_notes",
    METADATA,
    Column("session", Text, primary_key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("device", Text, nullable=False),
    Column("session_id", Text, nullable=False),
    Column("at", Double, nullable=False),
    Column("topic", Text, nullable=False),
    Column("value", Text, nullable=False),
    Index("swm_notes_device", "device", "at"),
    sqlite_with_rowid=False,
)
CAMPAIGNS: Final = Table(
    "swm_campaigns",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("correlator", Text, nullable=False),
    Column("at", Double, nullable=False),
)
# One row a device of a campaign. `due` is when somebody has to look at it again: NULL for never, and for devices that
# nobody can call. The index leads to the next due device of a campaign without a look at the others.
CAMPAIGN_DEVICES: Final = Table(
    "swm_campaign_devices",
    METADATA,
    Column("campaign", Text, primary_key=True),
    Column("device", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("columns", Text, nullable=False),
    Column("notify", Text),
    Column("account", Text),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", Double),
    Column("owner", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("status", Integer),
    Column("facts", Text, nullable=False),
    Column("refusals", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("at", Double, nullable=False),
    Index("swm_campaign_devices_due", "campaign", "due"),
    sqlite_with_rowid=False,
)
ADDED_WITH_2: Final = (CAMPAIGNS, CAMPAIGN_DEVICES)


def prepare(connection: Connection) -> None:
    """Make the tables in an empty database, add those that an older version lacks; leave them alone in one of this.

    StoreRefused for a database with tables of somebody else, of a newer
    version, or with only some of the tables. Nothing is changed then. The
    caller's transaction makes it all or nothing.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CREATION_LOCK})
    found = set(inspect(connection).get_table_names())
    ours = set(METADATA.tables)
    if not found:
        METADATA.create_all(connection)
        connection.execute(insert(SCHEMA).values(version=VERSION))
        return
    if SCHEMA.name not in found:
        shown = ", ".join(sorted(found)[:3])
        raise StoreRefused(f"the database holds tables of something else ({shown}); give the server one of its own")
    versions = connection.execute(select(SCHEMA.c.version)).scalars().all()
    added = {table.name for table in ADDED_WITH_2}
    if versions == [1] and not (ours - added - found) and not (added & found):
        METADATA.create_all(connection, ADDED_WITH_2)
        connection.execute(update(SCHEMA).values(version=VERSION))
        return
    if len(versions) != 1 or versions[0] != VERSION:
        shown = ", ".join(map(str, versions)) or "none"
        newer = any(version > VERSION for version in versions)
        raise StoreRefused(
            f"the database has schema version {shown}, this server works with {VERSION}"
            + ("; run the newer server that wrote it" if newer else "")
        )
    if ours - found:
        raise StoreRefused(f"the database lacks the tables {', '.join(sorted(ours - found))}; restore it from a backup")
