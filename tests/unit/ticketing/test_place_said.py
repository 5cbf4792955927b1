"""A flat is found as people say it, and no other one before it."""

import re

import pytest

from ticketing.http.place_words import place_said


def is_like(pattern: str, stored: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split("%"))), stored) is not None


def is_found(text: str, place: str, estate: str = "花园") -> bool:
    patterns, of_estate = place_said(text)
    return is_like(of_estate, estate) and any(is_like(pattern, place) for pattern in patterns)


@pytest.mark.parametrize(
    "text",
    [
        "101室", "101号", "101", "1号楼1单元101", "1#1单元101", "1#楼 1单元 101", "1号楼1单元101号房", "1栋-1单元-101",
        "1-1-101", "1/1/101", "1.1.101", "１－１－１０１", "1-1-101室", "花园1号楼1单元101", "花园 1-1-101",
        "花园101室", "1栋", "1号", "1号楼1单元", "1-1", "1-101", "1-1-1", "1幢101", "1幢0101", "0101室",
    ],
)  # fmt: skip
def test_each_spelling_finds_the_flat(text: str) -> None:
    assert is_found(text, "1-1-101")


@pytest.mark.parametrize("text", ["3幢0601", "3幢601", "3号楼601室", "3#0601"])
@pytest.mark.parametrize("place", ["3-2-601", "3-1-0601", "3-601"])
def test_without_a_unit_it_is_found_in_each_and_with_or_without_a_leading_zero(text: str, place: str) -> None:
    assert is_found(text, place)
    assert not is_found(text, place.replace("3-", "13-"))
    assert not is_found(text, place.replace("601", "1601"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1-1-101", "11-1-101"),
        ("1-1-101", "1-1-1011"),
        ("1-101", "1-1-1011"),
        ("1/1/101", "11-1-101"),
        ("101室", "1-1-1101"),
        ("1号楼1单元101", "1-11-101"),
        ("1号楼1单元101号房", "11-1-101"),
        ("山水1号楼1单元101", "1-1-101"),
        ("山水101室", "1-1-101"),
    ],
)
def test_no_other_flat_is_found(text: str, place: str) -> None:
    assert not is_found(text, place)


def test_a_room_that_is_still_being_typed_is_found_by_its_beginning() -> None:
    assert is_found("3-2-12", "3-2-1201")
    assert is_found("3-2-1201", "3-2-1201-2")
    assert not is_found("3-2-120", "3-2-1201")


def test_other_words_are_looked_for_as_they_are() -> None:
    assert place_said("张三2") == (["%张三2%"], "%")
    assert place_said("50%") == ([r"%50\%%"], "%")
