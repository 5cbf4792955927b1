"""The past of a line in small."""

from typing import Any

from console.sheet.trend import HEIGHT, bars


def past(ratio: float | None, status: str = "met") -> dict[str, Any]:
    return {"from": "2025-11-01", "ratio": ratio, "status": status}


def test_small_differences_near_the_top_are_seen() -> None:
    lower, higher = bars([past(0.95), past(1.0)])
    assert (lower.height, higher.height) == (12.0, HEIGHT)
    assert (lower.y, higher.y) == (12.0, 0.0)
    assert lower.x < higher.x


def test_what_has_no_share_is_a_low_bar_and_more_than_all_is_all() -> None:
    nothing, over = bars([past(None, "no_data"), past(1.2)])
    assert (nothing.height, nothing.status, over.height) == (3.0, "no_data", HEIGHT)


def test_without_a_past_there_is_nothing() -> None:
    assert bars([]) == []
