"""What a backend is. A third party implements this, and registers it under the entry point group `swmgen.backends`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from swmgen.emit.proofs import Proof
from swmgen.model import Enabler


class Anchor(msgspec.Struct, frozen=True):
    """A line of an output and the id of the element it was made from, for `trace.json`."""

    line: int
    element: str


class Output(msgspec.Struct, frozen=True):
    """One file: its path under the output folder, with forward slashes, and its text (LF, ends with one)."""

    path: str
    text: str
    anchors: tuple[Anchor, ...] = ()


class EmitContext(msgspec.Struct, frozen=True):
    """What a backend may use beside the enabler.

    `template` gives a loaded template by its path (``python/nodes.py.j2``),
    the user's before ours. `enablers` are all enablers of the build by key.
    `earlier` holds what backends named in `after` have made of this enabler,
    `proofs` what was verified of each enabler.
    """

    template: Callable[[str], Any]
    enablers: Mapping[str, Enabler]
    earlier: Mapping[str, tuple[Output, ...]] = {}
    options: Mapping[str, str] = {}
    proofs: Mapping[str, Sequence[Proof]] = {}


class Backend(Protocol):
    """Turns one enabler into files, and the summaries of all enablers into files that speak of all.

    `after` names the backends whose outputs of the same enabler it needs.
    """

    name: str
    after: tuple[str, ...]

    def emit(self, enabler: Enabler, context: EmitContext) -> Iterable[Output]:
        """The files of one enabler. Same enabler, same bytes."""

    def summarise(self, enabler: Enabler) -> Any:
        """What `emit_index` must know of an enabler: plain JSON values. It is kept in the manifest."""

    def emit_index(self, summaries: Mapping[str, Any], context: EmitContext) -> Iterable[Output]:
        """The files that speak of all enablers, made from their summaries alone."""
