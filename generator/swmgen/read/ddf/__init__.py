"""DDF documents as the second form of an enabler's tree."""

from swmgen.read.ddf.reader import read_ddf

__all__ = ["read_ddf"]
