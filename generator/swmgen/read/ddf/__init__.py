"""Device descriptions of the field: DDF, TNDS, Microsoft's dialects, objects of LightweightM2M."""

from swmgen.read.ddf.recognise import read_ddf

__all__ = ["read_ddf"]
