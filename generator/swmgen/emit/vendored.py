"""The core of the runtime beside the stubs, for makers who want no dependency at all.

Every ``swm`` package of the core is copied to ``swm_enablers/_runtime`` and
every import of it, in the copies and in the stubs, is made relative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from swmgen.emit.backend import Output
from swmgen.locations import runtime

CORE: Final = ("syncml", "tree", "session", "machine", "security")
MODULES: Final = (
    "__init__.py",
    "durable.py",
    "endpoints.py",
    "errors.py",
    "json_documents.py",
    "whole_numbers.py",
)
ROOT: Final = "python/swm_enablers/"
TARGET: Final = f"{ROOT}_runtime/"

_IMPORT = re.compile(r"^(\s*)from swm(\.[\w.]+)? import ", re.MULTILINE)


def lean_on_copy(output: Output) -> Output:
    """A stub that imports the copy instead of the package; anything else as it is."""
    below = output.path.removeprefix(ROOT)
    if below == output.path or not below.endswith(".py"):
        return output
    return msgspec.structs.replace(output, text=relative_imports(output.text, below.count("/"), "_runtime"))


def vendor() -> Iterator[Output]:
    """The runtime's core as outputs."""
    folder = runtime()
    for file in sorted(folder.rglob("*.py")):
        relative = file.relative_to(folder).as_posix()
        package = relative.partition("/")[0]
        if package not in (*CORE, *MODULES):
            continue
        text = file.read_text(encoding="utf-8")
        yield Output(f"{TARGET}{relative}", relative_imports(text, relative.count("/"), ""))
    yield Output(f"{TARGET}py.typed", "")


def relative_imports(text: str, depth: int, package: str) -> str:
    """`text`, a module `depth` folders below the runtime's copy, with ``from swm...`` made relative."""
    dots = "." * (depth + 1)

    def replaced(match: re.Match[str]) -> str:
        inner = (match[2] or "").lstrip(".")
        return f"{match[1]}from {dots}{package}{'.' if package and inner else ''}{inner} import "

    return _IMPORT.sub(replaced, text)
