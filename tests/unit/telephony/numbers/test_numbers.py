import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.numbers import dialled_form, e164, is_withheld


@pytest.mark.parametrize(
    "raw",
    [
        "13800138000",
        "+8613800138000",
        "008613800138000",
        "8613800138000",
        "013800138000",
        "138-0013-8000",
        " 138 0013 8000 ",
    ],
)
def test_a_chinese_mobile_is_one_number_however_it_is_written(raw: str) -> None:
    assert e164(raw) == "+8613800138000"


@pytest.mark.parametrize("raw", ["02158881234", "+862158881234", "00862158881234", "862158881234", "(021) 5888-1234"])
def test_a_number_with_its_area_code_needs_no_help_from_the_site(raw: str) -> None:
    assert e164(raw, area_code="010") == "+862158881234"


def test_a_number_without_an_area_code_gets_the_site_s() -> None:
    assert e164("58881234", area_code="021") == "+862158881234"
    assert e164("58881234", area_code="010") == "+861058881234"


def test_a_number_without_an_area_code_stays_unknown_where_the_site_has_none() -> None:
    assert e164("58881234") is None


def test_the_site_s_area_code_changes_no_mobile() -> None:
    assert e164("13800138000", area_code="021") == "+8613800138000"


@pytest.mark.parametrize("raw", ["8001", "1001", "110", "12345", "95588", "10086", "951688", "0"])
def test_extensions_and_service_codes_are_no_public_numbers(raw: str) -> None:
    assert e164(raw, area_code="021") is None


@pytest.mark.parametrize(
    "raw", ["", " ", "anonymous", "<unknown>", "unknown", "Restricted", "s", "+", "++86", "1-800-FLOWERS"]
)
def test_a_withheld_or_unknown_number_is_none(raw: str) -> None:
    assert e164(raw, area_code="021") is None


@pytest.mark.parametrize("raw", ["5888123", "588-8123"])
def test_a_number_of_seven_digits_is_a_number_of_a_town_that_has_such(raw: str) -> None:
    assert e164(raw, area_code="0536") == "+865365888123"
    assert e164("588812", area_code="0536") is None


def test_a_number_from_abroad_keeps_its_country() -> None:
    assert e164("0012025550123") == "+12025550123"
    assert e164("+442079460018") == "+442079460018"


def test_the_region_says_how_a_national_number_is_read() -> None:
    assert e164("912345678", region="ES") == "+34912345678"
    assert e164("020 7946 0018", region="GB") == "+442079460018"


def test_a_region_that_does_not_exist_makes_every_national_number_unknown() -> None:
    assert e164("13800138000", region="XX") is None
    assert e164("+8613800138000", region="XX") == "+8613800138000"


def test_a_400_number_is_public() -> None:
    assert e164("400-810-8888", area_code="021") == "+864008108888"


def test_a_number_too_long_to_be_one_is_none() -> None:
    assert e164("1380013800013800138000") is None
    assert e164("1" * 5000) is None


@given(st.text(), st.sampled_from(["CN", "ES", "US", "XX", ""]), st.from_regex(r"[0-9]{0,6}", fullmatch=True))
def test_any_text_gives_a_number_or_none_and_never_raises(raw: str, region: str, area_code: str) -> None:
    number = e164(raw, region, area_code)
    assert number is None or re.fullmatch(r"\+[1-9][0-9]{5,14}", number)


@given(st.from_regex(r"\+?[0-9]{0,20}", fullmatch=True))
def test_what_comes_out_goes_in_unchanged(raw: str) -> None:
    number = e164(raw, area_code="021")
    assert number is None or e164(number, area_code="021") == number


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("+8613800000001", "13800000001"),
        ("+862162345678", "02162345678"),
        ("+34600000001", "0034600000001"),
        ("95588", "95588"),
    ],
)
def test_a_number_is_dialled_as_at_home_or_with_the_prefix(number: str, dialled: str) -> None:
    assert dialled_form(number) == dialled
    assert e164(dialled) == (number if number.startswith("+") else None)


@pytest.mark.parametrize(
    ("raw", "withheld"),
    [
        *((word, True) for word in ("", " ", "Anonymous", "unknown", "<unknown>", "Restricted", "withheld", "Private")),
        *((word, False) for word in ("s", "13800138000", "private line")),
    ],
)
def test_what_a_switch_says_instead_of_a_number_that_is_not_shown(raw: str, withheld: bool) -> None:
    assert is_withheld(raw) is withheld
