"""`swmgen fmt`: one layout, nothing said differently, no comment lost."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from swmgen.edit.layout import NotLaidOut, lay_out

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:    1\n", "a: 1\n"),
        ("a:\n      b: 1\n      c: 2\n", "a:\n  b: 1\n  c: 2\n"),
        ("a:\n- x\n- y\nb: 1\n", "a:\n  - x\n  - y\nb: 1\n"),
        ("a:\n    -   x: 1\n        y: 2\n", "a:\n  - x: 1\n    y: 2\n"),
        ("- - 1\n  - 2\n-   - 3\n", "- - 1\n  - 2\n- - 3\n"),
        ("a: { b: 1,c: [ 1,2 ] }\n", "a: {b: 1, c: [1, 2]}\n"),
        ("a: [1,\n2,\n    3]\n", "a: [1,\n  2,\n  3]\n"),
        ("a: [1,\n   #two\n  2]\n", "a: [1,\n  # two\n  2]\n"),
        ("a: 1 #why\n#  a rule\n#####\n", "a: 1  # why\n#  a rule\n#####\n"),
        ("a:\n    b: 1\n    # of b's\nc: 2\n", "a:\n  b: 1\n  # of b's\nc: 2\n"),
        ("\n\n\na: 1\n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
        ("a: 1   \r\nb: 2\r\n", "a: 1\nb: 2\n"),
        ("\ufeffa: 1", "a: 1\n"),
        ("a:\n      |\n        one\n          two\n\nb: 1\n", "a:\n  |\n  one\n    two\n\nb: 1\n"),
        ("a: |+\n    one\n\n\nb: 1\n", "a: |+\n  one\n\n\nb: 1\n"),
        ("a: |2\n    one\n   two\n", "a: |2\n    one\n   two\n"),
        ("a: >-  #folded\n     one\n     two\n", "a: >-  # folded\n  one\n  two\n"),
        ("a: plain\n      goes on\n", "a: plain\n  goes on\n"),
        ('a: "x\n\n        y"\n', 'a: "x\n\n  y"\n'),
        ("", ""),
        ("# only a comment\n", "# only a comment\n"),
    ],
)
def test_the_layout_is(before: str, after: str) -> None:
    assert lay_out(before) == after
    assert lay_out(after) == after


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: [1\n", "expected"),
        ("\ta: 1\n", "cannot start any token"),
        ("a: &x 1\nb: *x\n", "anchors"),
        ("a: !t 1\n", "tags"),
        ("? a\n: 1\n", "`?`"),
        ("--- \na: 1\n", "one document"),
        ("%YAML 1.2\n---\na: 1\n", "one document"),
        ("a: 1\x00\n", "not YAML"),
    ],
)
def test_what_is_not_of_the_language_is_refused(text: str, why: str) -> None:
    with pytest.raises(NotLaidOut, match=why):
        lay_out(text)


@pytest.mark.parametrize("path", sorted(ROOT.glob("spec/*/*.yaml")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_specification_has_the_layout(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert lay_out(text) == text


WORDS = st.text("ab#:-{}[],'\" \n|>&*!%@`0", max_size=12)
VALUES = st.recursive(
    WORDS | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=15,
)


def comments(text: str) -> list[str]:
    """What stands behind a # that begins a word, outside of scalars, whatever its place."""
    inside = [False] * (len(text) + 1)
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if isinstance(token, yaml.ScalarToken):
            for index in range(token.start_mark.index, token.end_mark.index):
                inside[index] = True
    found = []
    position = 0
    for line in text.splitlines(keepends=True):
        at = line.find("#")
        while at >= 0 and inside[position + at]:
            at = line.find("#", at + 1)
        if at >= 0:
            found.append(line[at:].strip().lstrip("# "))
        position += len(line)
    return found


@given(st.dictionaries(WORDS, VALUES, max_size=4), st.integers(2, 7), st.booleans() | st.none(), st.randoms())
def test_any_document_says_the_same_afterwards_and_keeps_its_comments(value, indent, flow, random) -> None:  # type: ignore[no-untyped-def]
    text = yaml.safe_dump(value, indent=indent, default_flow_style=flow, allow_unicode=True, width=40)
    lines = text.split("\n")
    for number in range(3):
        at = random.randrange(len(lines))
        candidate = [*lines[:at], " " * random.randrange(8) + f"#note {number}", *lines[at:]]
        try:
            if yaml.safe_load("\n".join(candidate)) == value:
                lines = candidate
        except yaml.YAMLError:
            continue
    text = "\n".join(lines)
    if "? " in text:  # keys over several lines are written with a mark that the language has not
        return
    laid = lay_out(text)
    assert yaml.safe_load(laid) == value
    assert comments(laid) == comments(text)
    assert lay_out(laid) == laid
