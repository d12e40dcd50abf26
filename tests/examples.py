"""How many examples a property is tried with: a few in the default run, all of them with --long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import pytest
from hypothesis import HealthCheck, settings

LONG: Final = "long"
"""The profile of hypothesis that --long chooses, before any test module is imported."""

Test = TypeVar("Test", bound=Callable[..., Any])


def examples(few: int, many: int) -> Callable[[Test], Test]:
    """Try a property with `few` examples, and in the long run, where it runs too, with `many`."""
    chosen = many if settings.get_current_profile_name() == LONG else few
    calm = settings(
        max_examples=chosen,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )

    def decorate(test: Test) -> Test:
        return calm(pytest.mark.thorough(test))

    return decorate
