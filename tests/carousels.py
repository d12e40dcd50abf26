"""Carousels in memory for tests: a sender, and a receiver that runs the compiled procedures."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import Any

from packages import chunk_of

from swm.delivery import ChunkStore
from swm.delivery.carousel_receiver import Assembly
from swm.delivery.carousel_sender import CarouselSender
from swm.delivery.sources import Intake
from swm.security import Permit, ProcedureDropped, mint, step
from swm.security.target import Target
from swm.trust import ReceptionChecks

TSI = 7
EXPIRES = 2_000_000_000


def sender(package: bytes, target: Target, index: bytes, **more: Any) -> CarouselSender:
    size = target.chunk_size
    return CarouselSender(target, index, lambda n: package[n * size : (n + 1) * size], TSI, **more)


def leave(target: Target) -> Permit:
    """Leave to receive a package, as `authorise_package` gives it."""
    with step("authorise_package", "check_vouched", 421, makes=Permit):
        return mint(Permit, content={"target": target, "name": target.name, "kind": "metadata"})


class Receiver:
    """A store, an assembly and the compiled procedures `receive_datagram` and `receive` between them."""

    def __init__(self, store: ChunkStore, permit: Permit | None = None) -> None:
        self.security = importlib.import_module("swm_enablers.dmsecurity_1_2.security")
        self.store = store
        self.assembly = Assembly(store, TSI)
        self.checks = ReceptionChecks(store=store, take_datagram=self.assembly.take)
        self.permit = leave(store.target) if permit is None else permit
        self.intake = Intake(store, self.receive)
        self.refused = 0

    def receive(self, place: int, data: bytes, name: str) -> object:
        inputs = self.security.ReceiveInputs(data=data, place=place, name=name, target=self.permit)
        return self.security.receive(self.checks, inputs)

    def feed(self, datagrams: Iterable[bytes]) -> None:
        receive, inputs_of = self.security.receive_datagram, self.security.ReceiveDatagramInputs
        for datagram in datagrams:
            try:
                receive(self.checks, inputs_of(datagram, self.permit))
            except ProcedureDropped:
                self.refused += 1
                continue
            if self.assembly.whole:
                for place, data, name in self.assembly.ready():
                    self.intake.put(place, data, name)


__all__ = ["EXPIRES", "TSI", "Receiver", "chunk_of", "leave", "sender"]
