"""A DM server as a process of its own: reads and counts a number on each device, notes what it saw.

Its only argument is JSON: `store`, `port`, and what a test wants: `die` at a
turn ("before" its commit or "after" it), `accounts`, `slow` (seconds a commit
takes), `limits`, `drain`.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from typing import Any

from swm.server import Dialogue, DmServer, ServerLimits, SqlStore, open_store, serve
from swm.server.store import Commit
from swm.session import Account, Scheme, Secret

ROUNDS = 3


async def manage(dialogue: Dialogue) -> None:
    """Counts the device's number up, round by round."""
    dialogue.note("orders", dialogue.orders)
    for _ in range(ROUNDS):
        value = await dialogue.get("./Thing/Number")
        dialogue.note("read", value)
        await dialogue.replace("./Thing/Number", str(int(value) + 1), "int")
    dialogue.note("alerts", [alert.correlator for alert in dialogue.alerts])


async def orders(device: str) -> str:
    return f"count on {device}, asked of {os.getpid()}"


class DyingStore:
    """A store whose process is killed at one turn, before its commit or after it."""

    def __init__(self, store: SqlStore, settings: Mapping[str, Any]) -> None:
        self._store = store
        self._when, self._turn = settings.get("die") or ("never", 0)
        self._slow = float(settings.get("slow", 0))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def commit(self, commit: Commit) -> None:
        dies = commit.turn.number == self._turn
        if self._slow:
            await asyncio.sleep(self._slow)
        if dies and self._when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        await self._store.commit(commit)
        if dies and self._when == "after":
            os.kill(os.getpid(), signal.SIGKILL)


def accounts_of(settings: Mapping[str, Any]) -> dict[str, Account] | None:
    rows = settings.get("accounts")
    if rows is None:
        return None
    found = {}
    for name, (password, scheme) in rows.items():
        own = Secret("server", f"{password}-server", Scheme[scheme]) if settings.get("server_proves", True) else None
        found[name] = Account(Secret(name, password, Scheme[scheme]), own)
    return found


def main() -> None:
    settings = json.loads(sys.argv[1])
    store = open_store(settings["store"])
    server = DmServer(
        manage,
        server_id="server",
        store=DyingStore(store, settings),  # type: ignore[arg-type]
        accounts=accounts_of(settings),
        orders=orders,
        limits=ServerLimits(**settings.get("limits", {})),
        log=sys.stdout,
    )
    try:
        serve(server, port=settings["port"], drain=settings.get("drain", 0.0), grace=10)
    finally:
        store.close()


if __name__ == "__main__":
    main()
