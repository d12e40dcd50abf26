"""YAML text to YAML nodes with places: YAML 1.2 core scalars, hard limits on size and depth, no anchors, no tags.

libyaml scans; the resolver of PyYAML is replaced by one that does nothing,
because what a scalar means is decided where its type is known (`decode`), by
YAML 1.2's core schema and not by 1.1's (`on`, `no` and `1:30` are text).
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from swmgen.diagnostics import Report
from swmgen.model import Span

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_FLOW_DEPTH: Final = 4096
MAX_INDENT: Final = 8192

_INDENT = re.compile(rf"^[ \-?:]{{{MAX_INDENT + 1}}}", re.MULTILINE)
_MAY_ANCHOR = re.compile(r"(?:^|[\s\[{,:-])[&*!][^\s]", re.MULTILINE)

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # a PyYAML built without libyaml: slower, the same nodes
    from yaml.composer import Composer
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class _Parser(Reader, Scanner, Parser, Composer):  # type: ignore[no-redef]
        def __init__(self, stream: str) -> None:
            Reader.__init__(self, stream)
            Scanner.__init__(self)
            Parser.__init__(self)
            Composer.__init__(self)


class _PlainLoader(_Parser):
    """A composer that gives every plain scalar the same tag."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return ""

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        return None

    def ascend_resolver(self) -> None:
        return None

    def check_resolver_prefix(self, depth: Any, path: Any, kind: Any, current_node: Any, current_index: Any) -> bool:
        return False


def compose(data: bytes, file: str, report: Report) -> yaml.Node | None:
    """The root node of a file's one document; None when it cannot be had, with the reason reported."""
    text = _text(data, file, report)
    if text is None or _is_too_deep(text, file, report):
        return None
    # Looking for single characters costs a hundredth of what the expression costs.
    if any(sign in text for sign in "&*!") and _MAY_ANCHOR.search(text) and _has_anchor(text, file, report):
        return None
    loader = _PlainLoader(text)
    try:
        root: yaml.Node | None = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        _report_syntax(error, text, file, report)
        return None
    except yaml.YAMLError as error:
        report.add("SWM0101", Span(file, 1, 1, 1, 2), f"This is not YAML: {_one_line(str(error))}.")
        return None
    if root is None:
        report.add("SWM0111", Span(file, 1, 1, 1, 2), "The file is empty.")
    return root


def span_of(node: yaml.Node, file: str) -> Span:
    """Where a YAML node stands."""
    start, end = node.start_mark, node.end_mark
    return Span(file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def is_plain(node: yaml.Node) -> bool:
    """True for a scalar without quotes, whose meaning YAML 1.2's core schema decides."""
    return not getattr(node, "style", None)


def _text(data: bytes, file: str, report: Report) -> str | None:
    if len(data) > MAX_BYTES:
        report.add(
            "SWM0102",
            Span(file, 1, 1, 1, 2),
            f"The file has {len(data)} bytes; no specification file may have more than {MAX_BYTES}.",
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        report.add(
            "SWM0103", Span(file, line, column, line, column + 1), f"Byte 0x{data[error.start]:02x} is not UTF-8."
        )
        return None
    return text


def _is_too_deep(text: str, file: str, report: Report) -> bool:
    """Bound the nesting from above before libyaml, whose composer recurses on the C stack, sees the text."""
    is_long = max(map(len, text.split("\n"))) > MAX_INDENT
    match = _INDENT.search(text) if is_long else None
    place = match.start() if match else _flow_overflow(text)
    if place is None:
        return False
    line = text.count("\n", 0, place) + 1
    report.add("SWM0110", Span(file, line, 1, line, 2), "The file is nested too deeply to be read.")
    return True


def _flow_overflow(text: str) -> int | None:
    """Where flow collections are nested too deeply: first a bound from above, line by line, then exactly."""
    if text.count("[") + text.count("{") <= MAX_FLOW_DEPTH:
        return None
    depth = 0
    for line in text.split("\n"):
        opened, closed = line.count("[") + line.count("{"), line.count("]") + line.count("}")
        if depth + opened > MAX_FLOW_DEPTH:
            return _exact_flow_overflow(text)
        if closed > opened and ("#" in line or "'" in line or '"' in line):
            # A bracket in a comment or in quotes closes nothing.
            closed = opened
        depth = max(0, depth + opened - closed)
    return None


def _exact_flow_overflow(text: str) -> int | None:
    """The same from the scanner, which does not recurse."""
    depth = 0
    loader = _PlainLoader(text)
    try:
        while (token := loader.get_token()) is not None:
            if isinstance(token, yaml.FlowMappingStartToken | yaml.FlowSequenceStartToken):
                depth += 1
                if depth > MAX_FLOW_DEPTH:
                    return int(token.start_mark.index)
            elif isinstance(token, yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken):
                depth -= 1
    except yaml.YAMLError:
        return None
    return None


def _has_anchor(text: str, file: str, report: Report) -> bool:
    found = False
    loader = _PlainLoader(text)
    try:
        while (event := loader.get_event()) is not None:
            anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
            if anchor is None and tag is None:
                continue
            span = _event_span(event, file)
            if isinstance(event, yaml.AliasEvent):
                message = f"The alias *{anchor} is not allowed here; write the value out."
            elif anchor is not None:
                message = f"The anchor &{anchor} is not allowed here; write each value out."
            else:
                message = f"The tag {tag} is not allowed here; types come from the language."
            report.add("SWM0105", span, message)
            found = True
    except yaml.YAMLError:
        return False
    return found


def _event_span(event: yaml.Event, file: str) -> Span:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        return Span(file, 1, 1, 1, 2)
    return Span(file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _report_syntax(error: yaml.MarkedYAMLError, text: str, file: str, report: Report) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    span = Span(file, line, column, line, column + 1)
    if "\t" in here[: column + 1] and not here[:column].strip():
        tab = here.index("\t") + 1
        report.add("SWM0104", Span(file, line, tab, line, tab + 1), "A tab cannot indent YAML; use spaces.")
    elif error.context == "expected a single document in the stream":
        report.add("SWM0111", span, "A second document begins here; a file holds one.")
    else:
        problem = _one_line(error.problem or "it cannot be read")
        context = f" {_one_line(error.context)}" if error.context else ""
        report.add("SWM0101", span, f"This is not YAML: {problem}{context}.")


def _one_line(text: str) -> str:
    return " ".join(text.split())


__all__ = ["MAX_BYTES", "MappingNode", "ScalarNode", "SequenceNode", "compose", "is_plain", "span_of"]
