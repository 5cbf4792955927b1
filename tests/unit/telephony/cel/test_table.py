"""Rows of a table, whose times are local and may be whole seconds."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.cel import table
from telephony.cel.rows import Row
from telephony.cel.table import COLUMNS, Told, ahead_us, appeared_us, before_end, in_utc, near, stamp_of, told_of

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
        ("2025-11-24 16:02:07", T0 + 127 * S, False),
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
    assert (told.row.uniqueid, told.row.linkedid, told.row.channel) == ("1764000000.1", "1764000000.1", "PJSIP/1")
    assert (told.row.exten, told.row.app, told.row.extra) == ("8001", "", {})
    assert told_of([*VALUES[:8], "x" * 4096, *VALUES[9:]]) is not None


@pytest.mark.parametrize(
    "change",
    [{0: None}, {0: True}, {0: "7"}, {1: "soon"}, {2: ""}, {3: ""}, {4: ""}, {5: ""}, {10: "1\n2"}, {8: "x" * 4097}],
)
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


@pytest.mark.parametrize(
    ("off_us", "ahead"),
    [
        (15 * HOUR, 15 * HOUR),
        (15 * HOUR + 1, None),
        (-15 * HOUR, -15 * HOUR),
        (-15 * HOUR - 1, None),
        (449 * S, 0),
        (451 * S, 900 * S),
        (8 * HOUR + 3 * S, 8 * HOUR),
    ],
)
def test_a_zone_is_a_number_of_quarters_of_an_hour_and_at_most_fifteen_hours_away(
    off_us: int, ahead: int | None
) -> None:
    assert ahead_us(row("CHAN_START", T0 + off_us, f"{T0 // S}.1")) == ahead
    assert ahead_us(row("ANSWER", T0 + off_us, f"{T0 // S}.1")) is None


def test_many_rows_without_a_new_channel_are_not_all_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "_WAITING_MAX", 3)
    asked: list[int] = []

    def rows() -> Iterator[Told]:
        for number in range(9):
            asked.append(number)
            yield Told(local("ANSWER", number, HOUR), number)

    found = in_utc(rows(), HOUR)
    assert [next(found).row.at_us - T0 for _ in range(3)] == [0, 1, 2]
    assert asked == [0, 1, 2]
    assert [each.row.at_us - T0 for each in found] == [3, 4, 5, 6, 7, 8]


def test_rows_before_the_first_new_channel_are_of_its_zone_and_those_behind_the_last_of_that() -> None:
    rows = [local("ANSWER", 0, HOUR), local("CHAN_START", 10 * S, HOUR), local("HANGUP", 90 * S, HOUR)]
    assert utc(rows) == [0, 10 * S, 90 * S]
    assert utc([local("ANSWER", 0, HOUR), local("ANSWER", 5, HOUR)]) == []


@pytest.mark.parametrize(("late_us", "taken_us"), [(2 * S, 62 * S), (2 * S + 1, 62 * S + 1 - HOUR)])
def test_a_row_may_be_two_seconds_later_than_the_next_channel_before_it_is_of_the_other_zone(
    late_us: int, taken_us: int
) -> None:
    rows = [
        local("CHAN_START", 0, HOUR),
        local("ANSWER", 60 * S + late_us, HOUR),
        local("CHAN_START", 60 * S, 2 * HOUR),
    ]
    assert utc(rows) == [0, taken_us, 60 * S]


@pytest.mark.parametrize(
    ("at_us", "number", "told_us"),
    [
        (T0, 3, T0),
        (T0 + 1, 2, T0 + 1),
        (T0 + 1, 3, T0 + S + 1),
        (T0 + S, 3, T0 + S + 1),
        (T0 + 2 * S, 3, T0 + 2 * S),
    ],
)
def test_what_was_written_in_the_last_second_after_the_last_row_comes_behind_the_gap(
    at_us: int, number: int, told_us: int
) -> None:
    (told,) = before_end([Told(row("HANGUP", at_us), number)], T0 + S, 2)
    assert told.at_us == told_us


@pytest.mark.parametrize("kind", ["HANGUP", "APP_END", "FORWARD"])
def test_whatever_ends_in_a_second_is_near_to_what_ends_in_the_next(kind: str) -> None:
    rows = [row(kind, T0), row(kind, T0 + S)]
    assert [each.at_us - T0 for each in near(rows)] == [S - 1, S]
    assert list(near([row("ANSWER", T0), row("ANSWER", T0 + S)])) == [row("ANSWER", T0), row("ANSWER", T0 + S)]


def test_all_that_ended_in_a_second_is_near_to_what_ends_in_the_next_unless_something_else_came_between() -> None:
    ends = [row("HANGUP", T0), row("APP_END", T0), row("HANGUP", T0 + S)]
    assert [each.at_us - T0 for each in near(ends)] == [S - 1, S - 1, S]
    between = [row("HANGUP", T0), row("ANSWER", T0), row("HANGUP", T0 + S)]
    assert list(near(between)) == between


def test_rows_are_let_go_two_seconds_later() -> None:
    rows = iter([row("HANGUP", T0), row("ANSWER", T0 + S), row("ANSWER", T0 + 2 * S), row("ANSWER", T0 + 9 * S)])
    found = near(rows)
    assert next(found) == row("HANGUP", T0)
    assert next(rows) == row("ANSWER", T0 + 9 * S)


def test_the_columns_are_those_that_asterisk_fills() -> None:
    assert " ".join(COLUMNS) == "eventtype uniqueid linkedid channame exten appname appdata extra cid_num"
