"""Rows of a table, whose times are local and may be whole seconds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.cel.rows import Row
from telephony.cel.table import Told, ahead_us, appeared_us, before_end, in_utc, near, stamp_of, told_of

S = 1_000_000
HOUR = 3_600 * S
T0 = 1_764_000_000 * S
VALUES = (7, "2025-11-24 16:00:00.25", "HANGUP", "1764000000.1", "1764000000.1", "PJSIP/1", "8001", "", None, "", "138")


def row(kind: str, at_us: int, uniqueid: str = "", linkedid: str = "1.1") -> Row:
    return Row(at_us, kind, uniqueid or f"{at_us // S}.1", linkedid, "PJSIP/1", "", "", "", {}, "")


@pytest.mark.parametrize(
    ("text", "local_us", "is_precise"),
    [
        ("2025-11-24 16:00:00", T0, False),
        ("2025-11-24 16:00:00.000000", T0, False),
        ("2025-11-24T16:00:00.5", T0 + S // 2, True),
        ("2025-11-24 16:00:00.000001+00", T0 + 1, True),
        ("1764000000", T0, False),
        ("1764000000.25", T0 + S // 4, True),
    ],
)
def test_times_are_read_as_each_kind_of_column_has_them(text: str, local_us: int, is_precise: bool) -> None:
    assert stamp_of(text) == (local_us, is_precise)


@given(st.text())
def test_what_is_no_time_is_none(text: str) -> None:
    stamp = stamp_of(text)
    assert stamp is None or stamp.local_us >= 0
    assert stamp_of("2025-02-30 16:00:00") is None


@pytest.mark.parametrize(
    ("uniqueid", "at_us"),
    [("1764000000.1", T0), ("north-pbx-1764000000.99", T0), ("mine", None), ("1764000000", None), ("", None)],
)
def test_a_uniqueid_says_when_its_channel_appeared(uniqueid: str, at_us: int | None) -> None:
    assert appeared_us(uniqueid) == at_us


def test_a_row_is_what_the_line_of_the_file_is() -> None:
    told = told_of(VALUES)
    assert told is not None
    assert (told.number, told.row.at_us, told.row.type) == (7, T0 + S // 4, "HANGUP")
    assert (told.row.data, told.row.number) == ("", "138")


@pytest.mark.parametrize("change", [{0: None}, {1: "soon"}, {2: ""}, {3: ""}, {5: ""}, {10: "1\n2"}, {8: "x" * 5000}])
def test_what_is_no_row_is_none(change: dict[int, object]) -> None:
    assert told_of([change.get(place, value) for place, value in enumerate(VALUES)]) is None


@given(st.lists(st.one_of(st.none(), st.text(max_size=30), st.integers()), min_size=11, max_size=11))
def test_whatever_a_table_holds_is_read_or_left_out(values: list[object]) -> None:
    told_of(values)


def utc(rows: list[Row], before_us: int | None = None) -> list[int]:
    told = (Told(each, number) for number, each in enumerate(rows))
    return [each.row.at_us - T0 for each in in_utc(told, before_us)]


def local(kind: str, at_us: int, ahead: int) -> Row:
    """A row of a channel that appeared just then."""
    return row(kind, T0 + at_us, "" if kind != "CHAN_START" else "x")._replace(
        at_us=T0 + at_us + ahead, uniqueid=f"{(T0 + at_us) // S}.1"
    )


@pytest.mark.parametrize("ahead", [0, 8 * HOUR, -7 * HOUR, 5 * HOUR + HOUR // 2, HOUR * 23 // 4])
def test_each_new_channel_says_how_far_local_time_is_from_utc(ahead: int) -> None:
    assert ahead_us(local("CHAN_START", 5, ahead)) == ahead
    assert utc([local("ANSWER", 1, ahead), local("CHAN_START", 5, ahead), local("HANGUP", 9, ahead)]) == [1, 5, 9]
    assert utc([local("ANSWER", 1, ahead)], ahead) == [1]


@pytest.mark.parametrize("step", [HOUR, -HOUR], ids=["summer", "winter"])
def test_summer_and_winter_time_may_begin_in_the_middle(step: int) -> None:
    before, after = HOUR, HOUR + step
    rows = [
        local("CHAN_START", 0, before),
        local("ANSWER", 60 * S, before),
        local("HANGUP", 120 * S, after),
        local("CHAN_START", 180 * S, after),
        local("HANGUP", 190 * S, after),
    ]
    assert utc(rows) == [0, 60 * S, 120 * S, 180 * S, 190 * S]


def test_a_channel_that_somebody_gave_a_name_says_nothing_of_the_zone() -> None:
    assert ahead_us(row("CHAN_START", T0, "mine-1000000000.1")) is None
    assert utc([row("HANGUP", T0, "mine")]) == []


def test_of_the_last_second_only_what_was_written_by_then_is_told() -> None:
    rows = [Told(row("ANSWER", T0), 1), Told(row("ANSWER", T0 - 2 * S), 3), Told(row("HANGUP", T0), 3)]
    told = list(before_end(rows, T0 + S // 2, 2))
    assert [each.at_us <= T0 + S // 2 for each in told] == [True, True, False]


def test_what_ended_just_before_a_new_second_belongs_to_what_ends_in_it() -> None:
    rows = [row("ANSWER", T0), row("HANGUP", T0), row("HANGUP", T0, linkedid="2.2"), row("HANGUP", T0 + S)]
    assert [each.at_us - T0 for each in near(rows)] == [0, S - 1, 0, S]


def test_what_ended_two_seconds_before_or_before_something_else_does_not() -> None:
    for rows in ([row("HANGUP", T0), row("HANGUP", T0 + 2 * S)], [row("HANGUP", T0), row("ANSWER", T0 + S)]):
        assert list(near(rows)) == rows
