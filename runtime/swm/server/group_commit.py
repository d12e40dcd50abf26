"""One thread that works for many: what arrives while it is busy is done in one go.

A durable transaction costs a write to the disk whatever it holds, so turns of
many sessions share one. Whoever handed one in is told once it is on disk.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, Final

MAX_BATCH: Final = 256


class Request:
    """One thing to do; exactly one of `finish` and `fail` is called by the worker."""

    __slots__ = ("argument", "error", "future", "kind", "loop", "result")

    def __init__(self, kind: str, argument: Any, future: Any, loop: asyncio.AbstractEventLoop | None) -> None:
        self.kind: Final = kind
        self.argument: Final = argument
        self.future: Final = future
        self.loop: Final = loop
        self.result: Any = None
        self.error: BaseException | None = None

    def settle(self) -> None:
        """Tell who waits; in the thread of its loop."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class GroupCommit:
    """Hands batches of requests to `work`, which fills in `result` or `error` of each."""

    def __init__(self, work: Callable[[Sequence[Request]], None], name: str) -> None:
        self._work = work
        self._queue: SimpleQueue[list[Request] | None] = SimpleQueue()
        self._gathered: dict[asyncio.AbstractEventLoop, list[Request]] = {}
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def ask(self, kind: str, argument: Any) -> asyncio.Future[Any]:
        """Hand in a request from a coroutine; what is asked in one round of the loop is handed in together."""
        if self._closed:
            raise RuntimeError("the store is closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        request = Request(kind, argument, future, loop)
        gathered = self._gathered.get(loop)
        if gathered is None:
            self._gathered[loop] = [request]
            loop.call_soon(self._hand_in, loop)
        else:
            gathered.append(request)
        return future

    def call(self, kind: str, argument: Any) -> Any:
        """Hand in a request from a thread, and wait."""
        if self._closed:
            raise RuntimeError("the store is closed")
        future: Future[Any] = Future()
        self._queue.put([Request(kind, argument, future, None)])
        return future.result()

    def close(self) -> None:
        """Do what has been handed in, then end the thread."""
        if not self._closed:
            self._closed = True
            for loop in list(self._gathered):
                self._hand_in(loop)
            self._queue.put(None)
        self._thread.join()

    def _hand_in(self, loop: asyncio.AbstractEventLoop) -> None:
        gathered = self._gathered.pop(loop, None)
        if gathered is not None:
            self._queue.put(gathered)

    def _run(self) -> None:
        ending = False
        while not ending:
            batch: list[Request] = []
            requests = self._queue.get()
            while requests is not None:
                batch += requests
                if len(batch) >= MAX_BATCH:
                    break
                try:
                    requests = self._queue.get_nowait()
                except Empty:
                    break
            ending = requests is None
            if batch:
                self._do(batch)

    def _do(self, batch: list[Request]) -> None:
        try:
            self._work(batch)
        except BaseException as error:
            for request in batch:
                request.error = error
        loops: dict[asyncio.AbstractEventLoop, list[Request]] = {}
        for request in batch:
            if request.loop is None:
                request.settle()
            else:
                loops.setdefault(request.loop, []).append(request)
        for loop, requests in loops.items():
            # One wake-up of the loop for the whole batch. A loop that is closed has nobody left to tell.
            if not loop.is_closed():
                loop.call_soon_threadsafe(_settle, requests)


def _settle(requests: list[Request]) -> None:
    for request in requests:
        request.settle()
