"""A tree as a specification: the folder of an enabler that `swmgen build` takes."""

from swmgen.emit.spec.folder import enabler_file
from swmgen.emit.spec.objects import objects_file

__all__ = ["enabler_file", "objects_file"]
