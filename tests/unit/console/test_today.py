"""Whom to call first, and the picture of the day's calls."""

from typing import Any

from console.today.chosen import to_call
from console.today.hours import HEIGHT, columns

NOW = "2025-11-25T02:00:00.000000Z"


def callback(ticket: str, state: str = "pending", not_before: str = "2025-11-25T01:00:00.000000Z") -> dict[str, Any]:
    return {"ticket": ticket, "state": state, "not_before": not_before}


def test_who_can_be_called_now_comes_first_and_who_cannot_be_at_all_last() -> None:
    callbacks = [
        callback("a", "unreachable"),
        callback("b", not_before="2025-11-25T03:00:00.000000Z"),
        callback("c", "calling"),
        callback("d"),
    ]
    found = to_call([{"number": number} for number in "eabcd"], callbacks, NOW)
    assert [one.ticket["number"] for one in found] == ["d", "b", "c", "a", "e"]
    assert found[-1].callback is None


def test_of_two_callbacks_of_a_ticket_the_one_that_can_be_made_counts() -> None:
    for pair in ([callback("a", "unreachable"), callback("a")], [callback("a"), callback("a", "unreachable")]):
        [one] = to_call([{"number": "a"}], pair, NOW)
        assert one.callback is not None
        assert one.callback["state"] == "pending"


def hour(at: int, calls: int, counted: int, in_time: int) -> dict[str, Any]:
    return {"from": f"2025-11-25T{at:02}:00:00Z", "to": "", "calls": calls, "counted": counted, "in_time": in_time}


def test_the_highest_column_fills_the_picture_and_parts_stand_on_each_other() -> None:
    one, two, three = columns([hour(1, 10, 8, 6), hour(2, 0, 0, 0), hour(3, 5, 5, 5)])
    assert [(part.kind, part.y, part.height) for part in one.parts] == [
        ("in_time", 48.0, 72.0),
        ("late", 24.0, 24.0),
        ("uncounted", 0.0, 24.0),
    ]
    assert (one.top, two.parts, two.top, three.top) == (0.0, [], HEIGHT, 60.0)
    assert one.x < two.x < three.x
    assert (one.calls, one.late_count, three.late_count) == (10, 2, 0)
    assert "direction=inbound" in one.path


def test_a_day_without_calls_has_no_columns() -> None:
    assert columns([]) == []
