"""Templates: the user's before ours, strict about undefined names, compiled once a machine."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import Markup, escape


class TemplateFailed(Exception):
    """A template cannot be used; `name` and `line` say where."""

    def __init__(self, name: str, line: int, message: str) -> None:
        super().__init__(f"{name}:{line}: {message}")
        self.name = name
        self.line = line
        self.message = message


_MARKDOWN: Final = str.maketrans(
    {character: f"\\{character}" for character in "\\`*_{}[]<>#|!~"} | {"\n": " ", "\r": " "}
)


def markdown(text: object) -> str:
    """Text that nothing in Markdown, tables included, takes for markup."""
    return str(text).translate(_MARKDOWN)


_SEAM: Final = re.compile(r"[/_]|[.:](?=[A-Za-z])")


def breakable(text: object) -> Markup:
    """Text for HTML whose long names may be broken at their seams: a column is no wider than the longest word."""
    return Markup(_SEAM.sub(r"\g<0><wbr>", str(escape(text))))  # noqa: S704 what comes in is escaped


def sort_imports(names: Iterable[str]) -> list[str]:
    """Names as an import statement lists them: constants, then classes, then functions, each once."""

    def rank(name: str) -> tuple[int, str]:
        return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)

    return sorted(set(names), key=rank)


def template_source(folders: Iterable[Path]) -> Callable[[str], jinja2.Template]:
    """A function that gives the template of a path, from the first of `folders` that has it.

    Raises TemplateFailed when there is none or it is malformed.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        undefined=jinja2.StrictUndefined,
        autoescape=lambda name: name is not None and ".html" in name,  # noqa: S701 HTML is escaped, Python must not be
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_cache(),
    )
    environment.filters["sort_imports"] = sort_imports
    environment.filters["md"] = markdown
    environment.filters["breakable"] = breakable

    def get(path: str) -> jinja2.Template:
        try:
            return environment.get_template(path)
        except jinja2.TemplateSyntaxError as error:
            raise TemplateFailed(error.name or path, error.lineno, error.message or "cannot be read") from None
        except jinja2.TemplateNotFound:
            raise TemplateFailed(path, 1, "there is no such template") from None

    return get


def explain(error: Exception, path: str) -> TemplateFailed:
    """An error raised while rendering, as the line of the template it comes from."""
    line = 1
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(".j2"):
            line, path = trace.tb_lineno, trace.tb_frame.f_code.co_filename
        trace = trace.tb_next
    return TemplateFailed(Path(path).name, line, str(error))


class _AtomicCache(jinja2.FileSystemBytecodeCache):
    """A bytecode cache that never makes a build fail: what cannot be read or written is compiled again."""

    def load_bytecode(self, bucket: Any) -> None:
        try:
            super().load_bytecode(bucket)
        except (OSError, ValueError, EOFError, TypeError):
            return

    def dump_bytecode(self, bucket: Any) -> None:
        try:
            super().dump_bytecode(bucket)
        except OSError:
            return


def _cache() -> jinja2.BytecodeCache | None:
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    stamp = hashlib.sha256(f"{jinja2.__version__}".encode()).hexdigest()[:8]
    for folder in (
        Path(home) / "swmgen",
        Path(tempfile.gettempdir()) / f"swmgen-{os.getuid() if hasattr(os, 'getuid') else 0}",
    ):
        own = folder / f"templates-{stamp}"
        try:
            own.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            continue
        if os.access(own, os.W_OK) and (not hasattr(os, "getuid") or own.stat().st_uid == os.getuid()):
            return _AtomicCache(str(own))
    return None
