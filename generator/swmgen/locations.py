"""Where templates and specifications are: beside the source in a checkout, inside the package in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def templates() -> Path:
    """The folder of the templates."""
    return _found("templates")


def specification() -> Path:
    """The folder of the specifications: `spec` in the working folder, or the one that came with the compiler."""
    here = Path("spec")
    return here if here.is_dir() else _found("spec")


def runtime() -> Path:
    """The folder of the runtime package `swm`, for copying its core beside stubs."""
    beside = _CHECKOUT / "runtime" / "swm"
    if beside.is_dir():
        return beside
    import swm

    return Path(swm.__file__).resolve().parent


def _found(name: str) -> Path:
    packaged = _PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else _CHECKOUT / name
