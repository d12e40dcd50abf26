"""The text of a guard or of an assignment to an expression.

    or-term   = and-term { "or" and-term }
    and-term  = not-term { "and" not-term }
    not-term  = "not" not-term | "(" or-term ")" | set | passes | comparison
    set       = "set" "(" path ")"
    passes    = "passes" "(" name ")"
    comparison = operand [ operator operand | "in" "{" literal { "," literal } "}" ]
    operand   = path | name | integer | "true" | "false" | "'" text "'"

Names are classified by the caller; a name that is neither a node, a variable
nor a fact is a literal (the member of an enumeration), checked where its type
is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from swmgen.model import (
    And,
    Compare,
    Expression,
    IsSet,
    Literal,
    Member,
    Not,
    Operator,
    Or,
    Passes,
    Reference,
    ReferenceKind,
    Span,
    Sum,
)

MAX_TOKENS: Final = 2000

_TOKEN = re.compile(
    r"\s*(?:(?P<path>(?:<\w+>|[A-Za-z_][\w.\-]*)(?:/(?:<\w+>|[\w.\-]+))+)|(?P<name>[A-Za-z_]\w*)|(?P<int>-?[0-9]{1,40})(?![0-9])"
    r"|'(?P<text>[^']*)'|(?P<op><=|>=|!=|=|<|>)|(?P<mark>[(){},+\-]))"
)
_WORDS: Final = frozenset({"and", "or", "not", "in", "set", "passes", "true", "false"})

Classify = Callable[[str], ReferenceKind | None]


class GuardError(Exception):
    """The text is no guard; `span` is where reading stopped."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


def parse_guard(text: str, place: Span, classify: Classify) -> Expression:
    """The guard written in `text`, which stands at `place`. Raises GuardError."""
    reader = _Reader(text, place, classify)
    expression = reader.any_of()
    reader.end()
    return expression


def parse_value(text: str, place: Span, classify: Classify) -> Expression:
    """The right side of an assignment: an operand, or a name plus or minus an integer. Raises GuardError."""
    reader = _Reader(text, place, classify)
    left = reader.operand()
    if reader.peek in ("+", "-"):
        sign = 1 if reader.take() == "+" else -1
        right = reader.operand()
        amount = right.value if isinstance(right, Literal) else None
        if not isinstance(left, Reference) or not isinstance(amount, int) or isinstance(amount, bool):
            raise GuardError("only `name + integer` and `name - integer` are sums", place)
        value: Expression = Sum(left, sign * amount, place)
    elif isinstance(left, Reference) and reader.peek_kind == "int" and reader.peek.startswith("-"):
        value = Sum(left, int(reader.take()), place)
    else:
        value = left
    reader.end()
    return value


class _Reader:
    """The tokens of one text, read once from left to right."""

    def __init__(self, text: str, place: Span, classify: Classify) -> None:
        self._place = place
        self._quote = 1 if place.line == place.end_line and place.end_column - place.column == len(text) + 2 else 0
        self._classify = classify
        self._tokens: list[tuple[str, str, Span]] = []
        self._next = 0
        self._depth = 0
        position = 0
        end = len(text.rstrip())
        while position < end:
            match = _TOKEN.match(text, position)
            if match is None:
                while text[position].isspace():
                    position += 1
                raise GuardError(f"`{text[position]}` means nothing here", self._span(position, position + 1))
            kind = match.lastgroup or ""
            self._tokens.append((kind, match[kind], self._span(match.start(kind), match.end(kind))))
            position = match.end()
            if len(self._tokens) > MAX_TOKENS:
                raise GuardError(f"a guard of more than {MAX_TOKENS} words is too long", place)

    def _span(self, start: int, end: int) -> Span:
        """The exact place within a guard on one line; the whole text otherwise (folded text has lost its columns)."""
        place = self._place
        start, end = start + self._quote, end + self._quote
        if place.line != place.end_line or place.end_column - place.column < end:
            return place
        return Span(place.file, place.line, place.column + start, place.line, place.column + end)

    @property
    def peek(self) -> str:
        return self._tokens[self._next][1] if self._next < len(self._tokens) else ""

    @property
    def peek_kind(self) -> str:
        return self._tokens[self._next][0] if self._next < len(self._tokens) else ""

    @property
    def here(self) -> Span:
        return self._tokens[min(self._next, len(self._tokens) - 1)][2] if self._tokens else self._place

    def take(self) -> str:
        word = self.peek
        self._next += 1
        return word

    def expect(self, mark: str) -> None:
        if self.peek != mark:
            found = f"`{self.peek}`" if self.peek else "the end"
            raise GuardError(f"expected `{mark}`, found {found}", self.here)
        self._next += 1

    def end(self) -> None:
        if self._next < len(self._tokens):
            raise GuardError(f"`{self.peek}` cannot follow here", self.here)

    def any_of(self) -> Expression:
        self._depth += 1
        if self._depth > 100:
            raise GuardError("the guard is nested too deeply", self.here)
        terms = [self.all_of()]
        while self.peek == "or" and self.peek_kind == "name":
            self._next += 1
            terms.append(self.all_of())
        self._depth -= 1
        return terms[0] if len(terms) == 1 else Or(tuple(terms), self._place)

    def all_of(self) -> Expression:
        terms = [self.term()]
        while self.peek == "and" and self.peek_kind == "name":
            self._next += 1
            terms.append(self.term())
        return terms[0] if len(terms) == 1 else And(tuple(terms), self._place)

    def term(self) -> Expression:
        negations: list[Span] = []
        while self.peek == "not" and self.peek_kind == "name":
            negations.append(self.here)
            self._next += 1
        if self.peek == "(":
            self._next += 1
            inner = self.any_of()
            self.expect(")")
        elif self.peek == "set" and self.peek_kind == "name":
            inner = self.is_set()
        elif self.peek == "passes" and self.peek_kind == "name":
            self._next += 1
            self.expect("(")
            procedure, span = self.peek, self.here
            self._next += 1
            self.expect(")")
            inner = Passes(procedure, span)
        else:
            inner = self.comparison()
        for span in reversed(negations):
            inner = Not(inner, span)
        return inner

    def is_set(self) -> Expression:
        self._next += 1
        self.expect("(")
        span = self.here
        node = self.operand()
        if not isinstance(node, Reference) or node.kind is not ReferenceKind.NODE:
            raise GuardError("`set` asks for the path of a node", span)
        self.expect(")")
        return IsSet(node, span)

    def comparison(self) -> Expression:
        start = self.here
        left = self.operand()
        if self.peek_kind == "op":
            operator = Operator(self.take())
            right = self.operand()
            return Compare(operator, left, right, self._joined(start))
        if self.peek == "in" and self.peek_kind == "name":
            self._next += 1
            self.expect("{")
            choices = [self.literal()]
            while self.peek == ",":
                self._next += 1
                choices.append(self.literal())
            self.expect("}")
            if not isinstance(left, Reference):
                raise GuardError("`in` asks for a name on its left", start)
            return Member(left, tuple(choices), self._joined(start))
        return left

    def _joined(self, start: Span) -> Span:
        end = self._tokens[self._next - 1][2]
        return Span(start.file, start.line, start.column, end.end_line, end.end_column)

    def literal(self) -> Literal:
        span = self.here
        found = self.operand()
        if isinstance(found, Literal):
            return found
        if "/" not in found.name:
            return Literal(found.name, span)
        raise GuardError("a node cannot stand in a list of values", span)

    def operand(self) -> Reference | Literal:
        if self._next >= len(self._tokens):
            raise GuardError("something is missing at the end", self.here)
        kind, text, span = self._tokens[self._next]
        if kind in ("op", "mark") or (kind == "name" and text in _WORDS - {"true", "false"}):
            raise GuardError(f"`{text}` cannot stand here", span)
        self._next += 1
        if kind == "int":
            return Literal(int(text), span)
        if kind == "text":
            return Literal(text, span)
        if kind == "name" and text in ("true", "false"):
            return Literal(text == "true", span)
        if kind == "path":
            return Reference(text, ReferenceKind.NODE, span)
        found = self._classify(text)
        return Literal(text, span) if found is None else Reference(text, found, span)
