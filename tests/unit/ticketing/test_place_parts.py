"""A building, unit or room is the same one however it is written."""

import pytest

from ticketing.households.columns import Column
from ticketing.households.place_cells import read_place, typed_place
from ticketing.places.spelled import building_of


@pytest.mark.parametrize("text", ["9", "9号楼", "9#楼", "9#", "9号", "9栋", "9 幢", "９座", " 9楼 "])
def test_a_building_is_one_in_each_spelling(text: str) -> None:
    assert building_of(text) == "9"
    assert typed_place("", text, "2单元", "202室") == ("", "9", "2", "202")


@pytest.mark.parametrize("text", ["会所", "商铺号", "#", "A区"])
def test_a_word_is_no_number_of_a_building(text: str) -> None:
    assert building_of(text) == text


@pytest.mark.parametrize("text", ["101", "101室", "101房", "101号", "101号房"])
def test_a_room_is_one_in_each_spelling(text: str) -> None:
    assert read_place({Column.ROOM: text}, "").room == "101"
