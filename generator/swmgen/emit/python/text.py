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
        lines.extend(_wrapped(line, width))
    result = ("\n" + " " * indent).join(lines)
    result = "\n".join(line.rstrip() for line in result.split("\n"))
    # A quote at the very end would join the closing quotes.
    ends_open = result.endswith('"') and (len(result[:-1]) - len(result[:-1].rstrip("\\"))) % 2 == 0
    return f'{result[:-1]}\\"' if ends_open else result


def _wrapped(line: str, width: int) -> list[str]:
    """The line in pieces of at most `width`, cut at blanks."""
    if "  " in line or not line.isprintable():
        return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
    # As textwrap does, many times faster: where blanks are single, the last one that fits is where to cut.
    pieces = []
    begin = 0
    while len(line) - begin > width:
        cut = line.rfind(" ", begin, begin + width + 1)
        if cut <= begin:
            cut = line.find(" ", begin + width)
            if cut < 0:
                break
        pieces.append(line[begin:cut])
        begin = cut + 1
    pieces.append(line[begin:])
    return pieces


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
