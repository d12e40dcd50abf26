"""The closed models as Promela, so that `spin` can verify what `swmgen verify` verifies."""

from swmgen.emit.promela.backend import PromelaBackend

__all__ = ["PromelaBackend"]
