"""Device Description Framework documents (OMA-TS-DM_TND 1.2): one an enabler."""

from swmgen.emit.ddf.backend import DdfBackend, document, written

__all__ = ["DdfBackend", "document", "written"]
