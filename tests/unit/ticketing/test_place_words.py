"""What people type for a place finds it however it is stored."""

import pytest

from ticketing.front.place_words import places_of


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("1号楼1单元101", ["1-1-101"]),
        ("1 栋 1 单元 101 室", ["1-1-101"]),
        ("１号楼２单元", ["1-2-%"]),
        ("1栋", ["1-%", "1-%-%"]),
        ("3幢1201", ["3-1201", "3-%-1201"]),
        ("2单元101", ["%-2-101"]),
        ("1-1-101", ["%1-1-101%"]),
        ("101", ["%101%"]),
        ("张三", ["%张三%"]),
        ("1栋电梯", ["%1栋电梯%"]),
        ("100%", [r"%100\%%"]),
    ],
)
def test_a_place_as_people_say_it(text: str, patterns: list[str]) -> None:
    assert places_of(text) == patterns
