"""Guards and assignments as Python expressions.

What the model says of missing values holds here too: a comparison with a node
that has no value is false, whichever operator it uses.
"""

from __future__ import annotations

from swmgen.emit.python.names import upper
from swmgen.emit.python.nodes import NodesView, relative
from swmgen.emit.python.text import literal
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
    Sum,
    Value,
)

_OPERATORS = {Operator.EQUAL: "==", Operator.NOT_EQUAL: "!="}


class GuardWriter:
    """Writes the guards of one machine. `used` collects the names that the module must import."""

    def __init__(
        self,
        of: str,
        nodes: NodesView,
        enums: dict[str, str],
        ranges: dict[str, tuple[int | None, int | None]],
        decided: dict[str, str],
    ) -> None:
        self._of = of
        self._nodes = nodes
        self._enums = enums
        self._ranges = ranges
        self._decided = decided
        self.used: set[str] = set()
        self._temporaries = 0

    def guard(self, expression: Expression) -> str:
        """The guard, true or false."""
        self._temporaries = 0
        return self._write(expression, 0)

    def value(self, variable: str, expression: Expression) -> str:
        """The right side of an assignment to `variable`."""
        if isinstance(expression, Sum):
            low, high = self._ranges.get(variable, (None, None))
            sign = "+" if expression.amount >= 0 else "-"
            text = f"c.variables.{expression.term.name} {sign} {abs(expression.amount)}"
            if expression.amount >= 0:
                return f"min({text}, {high})" if high is not None else text
            return f"max({text}, {low})" if low is not None else text
        if isinstance(expression, Literal):
            return self._literal(expression, self._enums.get(variable))
        text = self._write(expression, 0)
        own = self._enums.get(variable)
        if own is not None and isinstance(expression, Reference) and self._enum(expression) != own:
            # Two enumerations of which one has the other's members, each a type of its own.
            return f"{own}({text}.value)"
        return text

    def _write(self, expression: Expression, above: int) -> str:
        """`above` is how tightly the surroundings bind: 0 not at all, 1 or, 2 and, 3 not."""
        match expression:
            case Or(terms=terms):
                text = " or ".join(self._write(term, 1) for term in terms)
                return f"({text})" if above > 1 else text
            case And(terms=terms):
                text = " and ".join(self._write(term, 2) for term in terms)
                return f"({text})" if above in (1, 3) else text
            case Not(term=Member(item=Reference(kind=kind) as item, choices=choices)) if kind != ReferenceKind.NODE:
                return f"{self._read(item)} not in {self._choices(item, choices)}"
            case Not(term=term):
                return f"not {self._write(term, 3)}"
            case IsSet(node=node):
                return f"c.is_set({literal(relative(self._of, node.name))})"
            case Passes(procedure=procedure):
                return f"c.passes({literal(procedure)})"
            case Compare():
                return self._compare(expression, above)
            case Member(item=item, choices=choices):
                if item.kind is not ReferenceKind.NODE:
                    return f"{self._read(item)} in {self._choices(item, choices)}"
                self._temporaries += 1
                name = f"v{self._temporaries}"
                text = f"({name} := {self._read(item)}) is not None and {name} in {self._choices(item, choices)}"
                return f"({text})" if above in (1, 3) else text
            case Literal():
                return self._literal(expression, None)
            case Reference():
                text = self._read(expression)
                return f"{text} is True" if expression.kind is ReferenceKind.NODE else text
            case _:
                raise TypeError(f"a {type(expression).__name__} is no guard")

    def _choices(self, item: Reference, choices: tuple[Literal, ...]) -> str:
        members = ", ".join(self._literal(choice, self._enum(item)) for choice in choices)
        return f"({members}{',' if len(choices) == 1 else ''})"

    def _compare(self, compare: Compare, above: int) -> str:
        left, right = compare.left, compare.right
        if isinstance(right, Literal) and isinstance(right.value, bool) and isinstance(left, Reference):
            wanted = right.value is (compare.operator is Operator.EQUAL)
            if left.kind is ReferenceKind.NODE:
                return f"{self._read(left)} is {wanted}"
            return self._read(left) if wanted else f"not {self._read(left)}"
        enum = self._enum(left) or self._enum(right)
        sides: list[str] = []
        present: list[str] = []
        for side in (left, right):
            is_node = isinstance(side, Reference) and side.kind is ReferenceKind.NODE
            if is_node and isinstance(side, Reference) and compare.operator is not Operator.EQUAL:
                self._temporaries += 1
                name = f"v{self._temporaries}"
                present.append(f"({name} := {self._read(side)}) is not None")
                sides.append(name)
            else:
                sides.append(self._read(side) if isinstance(side, Reference) else self._literal(side, enum))
        operator = _OPERATORS.get(compare.operator, compare.operator.value)
        text = " and ".join((*present, f"{sides[0]} {operator} {sides[1]}"))
        return f"({text})" if present and above in (1, 3) else text

    def _enum(self, side: Reference | Literal) -> str | None:
        if not isinstance(side, Reference):
            return None
        if side.kind is ReferenceKind.NODE:
            return f"node:{side.name}" if side.name in self._nodes.enum_of else None
        return self._enums.get(side.name)

    def _literal(self, value: Literal, enum: str | None) -> str:
        if enum is not None and isinstance(value.value, str):
            if enum.startswith("node:"):
                member = self._nodes.enum_members.get((enum[5:], value.value))
                if member is not None:
                    self.used.add(member.partition(".")[0])
                    return member
            else:
                return f"{enum}.{upper(value.value)}"
        return literal(value.value) if isinstance(value.value, str) else repr(value.value)

    def _read(self, reference: Reference) -> str:
        if reference.kind is ReferenceKind.VARIABLE:
            return f"c.variables.{reference.name}"
        if reference.kind is ReferenceKind.FACT:
            decider = self._decided.get(reference.name)
            return f"c.facts.{reference.name}()" if decider is None else f"{decider}(c)"
        owner, attribute = self._nodes.attribute_of[reference.name]
        self.used.add(owner)
        return f"c.read({literal(relative(self._of, reference.name))}, {owner}.{attribute})"


def python_type(kind: Value, enum: str | None) -> str:
    """The annotation of a variable or fact."""
    return enum if enum is not None else {Value.BOOL: "bool", Value.INT: "int"}.get(kind, "str")
