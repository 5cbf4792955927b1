"""The picture of a call: everything is drawn where it happened."""

from itertools import pairwise
from typing import Any

from console.calls.timeline import Timeline, timeline

BEGUN = "2025-11-25T02:00:00.000000Z"


def at(seconds: int) -> str:
    return f"2025-11-25T02:00:{seconds:02}.000000Z"


def call(**more: Any) -> dict[str, Any]:
    attempt = {"agent": "1001", "alerted_at": at(1), "ended_at": at(19), "outcome": "answered"}
    known = {"arrived_at": BEGUN, "alerted_at": at(1), "answered_at": at(19), "ended_at": at(49), "attempts": [attempt]}
    return {**known, **more}


def drawn(**more: Any) -> Timeline:
    return timeline(call(**more), limit_seconds=15.0, period_seconds=5.0)


def test_a_ring_begins_every_five_seconds_until_the_answer() -> None:
    rings = drawn().rings
    assert len(rings) == 4
    lengths = [later - earlier for earlier, later in pairwise(rings)]
    assert max(lengths) - min(lengths) < 0.2


def test_the_promise_ends_where_the_fourth_ring_begins() -> None:
    picture = drawn()
    [limit] = [mark for mark in picture.marks if mark.kind == "limit"]
    assert limit.x == picture.rings[3]
    [answer] = [mark for mark in picture.marks if mark.kind == "answer"]
    assert answer.x > limit.x


def test_a_phone_that_still_rings_rings_to_the_end_of_the_picture() -> None:
    ringing = {"agent": "1001", "alerted_at": at(1), "ended_at": None, "outcome": None}
    picture = drawn(answered_at=None, ended_at=None, attempts=[ringing])
    assert picture.bars[0].x + picture.bars[0].width == picture.width


def test_a_phone_that_never_rang_is_not_drawn() -> None:
    silent = {"agent": "1002", "alerted_at": None, "ended_at": at(2), "outcome": "busy"}
    assert [bar.label for bar in drawn(attempts=[silent, *call()["attempts"]]).bars] == ["1001"]


def test_of_a_long_talk_only_the_beginning_is_drawn() -> None:
    assert "end" not in {mark.kind for mark in drawn(ended_at="2025-11-25T02:30:00.000000Z").marks}


def test_labels_that_would_cover_each_other_have_rows_of_their_own() -> None:
    marks = drawn(alerted_at=BEGUN, answered_at=BEGUN).marks
    assert {mark.kind: mark.row for mark in marks if mark.x == marks[0].x} == {"arrival": 0, "alert": 1, "answer": 2}
