"""An agent's day in figures."""

from typing import Any

from console.desk.day import day_of


def call(rings: int | None, within_target: bool | None = True) -> dict[str, Any]:
    return {"rings": rings, "within_target": within_target}


QUERY = {"agent": "1001", "from": "2026-11-25T00:00:00Z"}


def test_the_day_says_in_which_ring_the_counted_calls_were_answered() -> None:
    calls = [call(1), call(1), call(3), call(4, False), call(9, False), call(0), call(2, None), call(None, False)]
    day = day_of(calls, QUERY, 3)
    assert (day["answered_count"], day["counted_count"], day["in_time_count"]) == (8, 7, 4)
    assert day["rings"] == [3, 0, 1, 2]


def test_each_figure_leads_to_its_own_calls() -> None:
    day = day_of([], QUERY, 3)
    assert day["path"] == "/calls?agent=1001&from=2026-11-25T00%3A00%3A00Z"
    assert day["in_time_path"] == day["path"] + "&within_target=true"
