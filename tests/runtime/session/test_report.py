"""Reports in alerts: what clients send, with a wrapper or without, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swm.session import report_elements
from swm.syncml import escape


@pytest.mark.parametrize(
    "text",
    [
        "<ResultCode>1200</ResultCode><Identifier>a</Identifier>",
        "<ResultCode> 1200 </ResultCode>\n<Identifier>a</Identifier>",
        "<SwmReport><ResultCode>1200</ResultCode><Identifier>a</Identifier></SwmReport>",
        '<r:SwmReport xmlns:r="urn:a"><r:ResultCode>1200</r:ResultCode><r:Identifier>a</r:Identifier></r:SwmReport>',
    ],
)
def test_elements_are_found_with_a_wrapper_or_without(text: str) -> None:
    assert report_elements(text) == {"ResultCode": "1200", "Identifier": "a"}


def test_of_two_elements_with_one_name_the_first_counts() -> None:
    assert report_elements("<ResultCode>1</ResultCode><ResultCode>2</ResultCode>") == {"ResultCode": "1"}


@pytest.mark.parametrize(
    "text",
    [
        "<ResultCode>1200",
        "</report><report>",
        "<!DOCTYPE a><a/>",
        "<!ENTITY a 'b'>",
        "&unknown;",
        "<a>" * 6 + "</a>" * 6,
        "<a>1</a>" * 65,
        "a" * 70_000,
    ],
)
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="report"):
        report_elements(text)


@given(st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Cn", "Co"))).map(str.strip))
def test_any_identifier_comes_through(identifier: str) -> None:
    assert report_elements(f"<Identifier>{escape(identifier)}</Identifier>")["Identifier"] == identifier.strip()
