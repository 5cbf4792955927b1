"""What a reader of the stream makes of the messages that it gets."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.journal import Entry
from telephony.journal.packing import Row
from telephony.stream.following import Extent, chosen, seek, take
from telephony.stream.message import Message, cut
from tests.unit.telephony.stream.test_message import events, row, spools

PBXS = ["main", "north"]
LOST = [b"LinkDown", b"LinkUp", b"CoreShowChannelsComplete"]


def messages(rows: Sequence[Row], bytes_max: int) -> list[Message]:
    made, at = [], 0
    while message := cut(rows, at, bytes_max):
        made.append(message)
        at = message.last
    return made


def names(entries: Sequence[Entry]) -> list[bytes]:
    return [entry.frame.partition(b"\r\n")[0].removeprefix(b"Event: ") for entry in entries]


def read(found: Sequence[Message], next_position: int) -> tuple[list[Entry], int]:
    entries: list[Entry] = []
    lost = 0
    for message in found:
        some, next_position, missing = take(next_position, message, PBXS)
        entries += some
        lost += missing
    return entries, lost


def plain(entries: Sequence[Entry]) -> list[tuple[int, str, bytes, int]]:
    return [(entry.position, entry.pbx, entry.frame, entry.received_us) for entry in entries]


@given(spools(), st.integers(1, 300), st.data())
def test_messages_that_come_twice_or_late_again_add_nothing(
    rows: list[Row], bytes_max: int, data: st.DataObject
) -> None:
    sent = messages(rows, bytes_max)
    told: list[Message] = []
    for place, message in enumerate(sent):
        again = data.draw(st.lists(st.integers(0, place), max_size=2))
        told += [message, *(sent[number] for number in again)]
    entries, lost = read(told, 1)
    assert plain(entries) == events(rows)
    assert lost == 0


@given(spools(), st.integers(1, 300), st.data())
def test_from_any_position_on_every_event_comes_once(rows: list[Row], bytes_max: int, data: st.DataObject) -> None:
    sent = messages(rows, bytes_max)
    begin = data.draw(st.integers(rows[0].first_position, rows[-1].last_position))
    holding = next(place for place, message in enumerate(sent) if message.last >= begin)
    entries, lost = read(sent[holding:], begin)
    assert [each for each in plain(entries) if each[2][:6] != b"Event:"] == [
        each for each in events(rows) if each[0] >= begin
    ]
    first = sent[holding].first  # only the very first message of a journal says nothing of what was before it
    assert lost == (max(0, first - begin) if holding == 0 and begin > 1 else 0)


@given(spools(), st.integers(1, 100), st.data())
def test_messages_that_are_missing_are_told_and_never_skipped_silently(
    rows: list[Row], bytes_max: int, data: st.DataObject
) -> None:
    sent = messages(rows, bytes_max)
    gone = data.draw(st.sets(st.integers(1, len(sent) - 1), max_size=3)) if len(sent) > 1 else set()
    left = [message for place, message in enumerate(sent) if place not in gone]
    entries, lost = read(left, 1)
    between = {place for place in gone if place < max(place for place in range(len(sent)) if place not in gone)}
    assert lost >= sum(each.events for place in between for each in sent[place].rows)
    assert (lost > 0) == bool(between)
    assert (b"LinkDown" in names(entries)) == bool(between)
    own = {entry.position for entry in entries if entry.frame[:6] != b"Event:"}
    assert own == {position for message in left for position, *_ in events(list(message.rows))}
    assert [entry.position for entry in entries] == sorted(entry.position for entry in entries)


def test_a_gap_ends_what_was_live_on_every_pbx_at_positions_that_are_missing() -> None:
    entries, following, missing = take(5, Message(14, [row(15, b"x")]), PBXS)
    assert names(entries) == [*LOST, *LOST, b"x"]
    assert [entry.pbx for entry in entries] == ["main"] * 3 + ["north"] * 3 + ["main"]
    assert [entry.position for entry in entries] == [9, 10, 11, 12, 13, 14, 15]
    assert (following, missing) == (16, 10)


def test_a_gap_of_one_event_has_all_its_marks_at_that_position() -> None:
    entries, _, missing = take(5, Message(5, [row(6, b"x")]), ["main"])
    assert [entry.position for entry in entries] == [5, 5, 5, 6]
    assert missing == 1


def test_numbers_that_the_journal_left_out_itself_are_no_gap() -> None:
    assert take(5, Message(4, [row(9, b"x")]), PBXS).missing == 0


def test_who_asks_for_the_oldest_takes_what_there_is() -> None:
    assert take(1, Message(700, [row(701, b"x")]), PBXS).missing == 0
    assert take(0, Message(700, [row(701, b"x")]), PBXS).missing == 0


def test_who_asks_for_more_than_the_first_message_of_a_journal_has_is_told() -> None:
    assert take(300, Message(0, [row(701, b"x")]), PBXS).missing == 401


def test_a_damaged_row_is_a_gap_of_its_own_pbx() -> None:
    damaged = Row(5, 4, "north", 0, b"damaged")
    entries, following, missing = take(5, Message(4, [damaged, row(9, b"x")]), PBXS)
    assert names(entries) == [*LOST, b"x"]
    assert {entry.pbx for entry in entries[:3]} == {"north"}
    assert (following, missing) == (10, 4)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 9)), max_size=60), st.integers(0, 400), st.integers(1, 50))
def test_seeking_finds_the_message_that_holds_a_position(
    stream: list[tuple[bool, int]], position: int, first: int
) -> None:
    """A stream of messages, ours and others', each of some events."""
    ours, last = {}, 0
    for sequence, (own, count) in enumerate(stream, first):
        if own:
            last += count
            ours[sequence] = last
    end = first + len(stream) - 1
    seeking, asked = seek(position, first, end), 0
    try:
        wanted = next(seeking)
        while True:
            asked += 1
            found = next(((each, ours[each]) for each in sorted(ours) if each >= wanted), None)
            wanted = seeking.send(found)
    except StopIteration as done:
        answer = done.value
    assert answer == next((each for each in sorted(ours) if ours[each] >= position), end + 1)
    assert asked <= 7


OLD, NEW, BESIDE = Extent("old", 1, 40, 900), Extent("new", 41, 60, 80), Extent("beside", 20, 55, 300)


@pytest.mark.parametrize(
    ("extents", "journal", "applied", "expected"),
    [
        ([], None, 0, None),
        ([], "old", 900, None),
        ([OLD], None, 0, "old"),
        ([OLD], "old", 900, "old"),
        ([OLD, NEW], "old", 899, "old"),
        ([OLD, NEW], "old", 900, "new"),
        ([OLD, NEW], None, 0, "new"),
        ([NEW, OLD], "gone", 5, "new"),
        ([OLD, BESIDE], "old", 900, "old"),
        ([OLD, BESIDE], "beside", 300, "beside"),
    ],
)
def test_a_service_derives_the_journal_of_its_database_until_that_is_over_and_applied(
    extents: list[Extent], journal: str | None, applied: int, expected: str | None
) -> None:
    found = chosen(extents, journal, applied)
    assert (None if found is None else found.journal) == expected
