"""`swm`, in which DIES may name a step: SIGKILL right "before" or "after" the commit that holds its first note."""

from __future__ import annotations

import json
import os
import signal
import sys

from swm.campaign.preparation import TOPIC
from swm.cli import main
from swm.server import sql_store
from swm.server.store import Commit

_commit = sql_store.SqlStore.commit


async def commit_and_die(store: sql_store.SqlStore, commit: Commit) -> None:
    """As the store's own, with the power cut that the test asks for."""
    when, step = json.loads(os.environ["DIES"])
    mine = any(note.topic == TOPIC and json.loads(note.value)["step"] == step for note in commit.notes)
    if mine and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    await _commit(store, commit)
    if mine:
        os.kill(os.getpid(), signal.SIGKILL)


if json.loads(os.environ.get("DIES", "null")) is not None:
    sql_store.SqlStore.commit = commit_and_die  # type: ignore[method-assign]
sys.exit(main())
