"""The picture of a figure's past."""

from typing import Any

from console.readings.past import HEIGHT, WIDTH, past


def reading(day: str, met: float, total: float = 100) -> dict[str, Any]:
    return {"id": 1, "day": day, "met": met, "total": total, "state": "confirmed"}


def test_the_oldest_stands_first_and_each_is_as_high_as_its_share() -> None:
    drawn = past([reading("2026-11-24", 50), reading("2026-10-24", 100)])
    assert drawn is not None
    assert [(bar.day, bar.height, bar.y) for bar in drawn.bars] == [
        ("2026-10-24", HEIGHT, 0.0),
        ("2026-11-24", HEIGHT / 2, HEIGHT / 2),
    ]


def test_one_alone_and_what_was_taken_back_are_not_drawn() -> None:
    assert past([reading("2026-11-24", 50)]) is None
    assert past([reading("2026-11-24", 50), reading("2026-10-24", 0, 0)]) is None


def test_many_fit_and_nothing_met_can_still_be_seen() -> None:
    drawn = past([reading(f"2026-11-{day:02}", 0) for day in range(24, 0, -1)])
    assert drawn is not None
    assert drawn.bars[-1].x + drawn.bars[-1].width <= WIDTH
    assert {bar.height for bar in drawn.bars} == {1.0}
