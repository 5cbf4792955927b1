"""A search looks at upper and lower case only where there is one."""

import pytest

from ticketing.http.lists import for_case_of


@pytest.mark.parametrize("text", ["水管漏水", "3-2-101", "20251125-0001", "（厨房）"])
def test_what_has_no_case_is_searched_without(text: str) -> None:
    assert for_case_of(text, "title ilike ? or contact ilike any(?)") == "title like ? or contact like any(?)"


@pytest.mark.parametrize("text", ["WiFi", "A栋", "wifi", "ß"])
def test_what_has_a_case_is_found_in_either(text: str) -> None:
    assert for_case_of(text, "title ilike ?") == "title ilike ?"
