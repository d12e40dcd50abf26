"""Text inside Python source: docstrings and literals that nothing in them can end."""

from __future__ import annotations

import textwrap

WIDTH = 100


def docstring(text: str, indent: int = 0) -> str:
    """The inside of a docstring: wrapped where it is too long, escaped, indented behind its first line."""
    safe = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"').replace("\r", "")
    lines: list[str] = []
    width = WIDTH - indent
    for line in safe.strip().split("\n"):
        if len(line) <= width:
            lines.append(line)
            continue
        lines.extend(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""])
    result = ("\n" + " " * indent).join(lines)
    result = "\n".join(line.rstrip() for line in result.split("\n"))
    # A quote at the very end would join the closing quotes.
    ends_open = result.endswith('"') and (len(result[:-1]) - len(result[:-1].rstrip("\\"))) % 2 == 0
    return f'{result[:-1]}\\"' if ends_open else result


def literal(value: str) -> str:
    """A string literal in double quotes, as the formatter writes it."""
    if value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'
    escaped = (
        value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    )
    if '"' in value and "'" not in value and "\\" not in value:
        return "'" + value + "'"
    return '"' + "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in escaped) + '"'


def strings(values: tuple[str, ...]) -> str:
    """A tuple of string literals."""
    inner = ", ".join(literal(value) for value in values)
    return f"({inner},)" if len(values) == 1 else f"({inner})"
