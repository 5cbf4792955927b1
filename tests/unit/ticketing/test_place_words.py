"""A place that is no flat is found however its name is spelled."""

import pytest

from ticketing.http.place_words import in_each, place_said
from ticketing.places.place import PlaceKind, SharedPlace, key_of, pieces_of, searched_of, words_of


def is_found(name: str, text: str) -> bool:
    return all(piece in words_of(name) for piece in pieces_of(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("2号楼大堂", "2栋大堂"),
        ("2栋大堂", "2号楼"),
        ("2幢 大堂", "大堂2"),
        ("２号楼大堂", "2座大堂"),
        ("3号电梯", "电梯3"),
        ("电梯3号", "3号电梯"),
        ("3#电梯", "3 号 电梯"),
        ("Lift 3", "lift3"),
        ("Lift 3", "3 LIFT"),
        ("B区地下车库", "车库"),
        ("游泳池", "泳池"),
    ],
)
def test_each_spelling_finds_it(name: str, text: str) -> None:
    assert is_found(name, text)


@pytest.mark.parametrize(
    ("name", "text"), [("13号电梯", "3号电梯"), ("2号楼大堂", "3号楼大堂"), ("2号楼大堂", "2号电梯"), ("东门", "西门")]
)
def test_another_place_is_not_found(name: str, text: str) -> None:
    assert not is_found(name, text)


def test_nothing_typed_asks_for_something() -> None:
    assert pieces_of("  ")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("大堂", "2栋大堂"),
        ("大堂", "2号楼大堂"),
        ("大堂", "2 号楼 大堂"),
        ("大堂", "2-大堂"),
        ("大堂", "大堂2栋"),
        ("大堂", "花园大堂"),
        ("大堂", "花园2栋大堂"),
        ("3号电梯", "2栋电梯3"),
        ("3号电梯", "2栋电梯"),
    ],
)
def test_a_place_is_found_with_its_building_and_estate(name: str, text: str) -> None:
    assert all(piece in searched_of(name, "2", "花园") for piece in pieces_of(text))
    assert not all(piece in searched_of(name, "3", "山水") for piece in pieces_of(text))


def test_a_building_may_be_a_letter() -> None:
    assert all(piece in searched_of("大堂", "A", "") for piece in pieces_of("A座大堂") + pieces_of("A栋大堂"))


@pytest.mark.parametrize("name", ["3号电梯", "3#电梯", " 3 号电梯 ", "３号电梯"])
@pytest.mark.parametrize("building", ["2", "2号楼", "2栋"])
def test_a_place_is_one_in_each_spelling(name: str, building: str) -> None:
    one = SharedPlace(kind=PlaceKind.LIFT, name="3号电梯", building="2")
    assert key_of(SharedPlace(kind=PlaceKind.LIFT, name=name, building=building)) == key_of(one)
    assert key_of(SharedPlace(kind=PlaceKind.LIFT, name="13号电梯", building=building)) != key_of(one)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("3-2-101", "3-2-101"),
        ("3栋101", "101"),
        ("3号楼", "3-"),
        ("2单元", "-2-"),
        ("1201室", "1201"),
        ("花园3号楼2单元1201", "3-2-1201"),
        ("100%", "100%"),
        ("a_b\\", "a_b\\"),
    ],
)
def test_what_a_place_has_in_each_of_its_patterns_is_what_an_index_looks_for(said: str, text: str) -> None:
    assert in_each(place_said(said).patterns) == text


def test_patterns_without_a_common_text_have_none() -> None:
    assert in_each(["12%", "34%"]) == ""
    assert in_each(["1%2", "12"]) in ("1", "2")
