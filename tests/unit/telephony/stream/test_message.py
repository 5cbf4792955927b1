"""What goes into a message of the stream, and what comes out of it."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.journal.packing import Row, pack, unpack
from telephony.stream.message import Message, MessageError, cut, decode, encode, id_of, subject_of

Heard = tuple[int, str, bytes, int]


def row(first: int, *frames: bytes, pbx: str = "main") -> Row:
    return Row(first, len(frames), pbx, *pack([(frame, 1_000 + place) for place, frame in enumerate(frames)]))


def events(rows: list[Row]) -> list[Heard]:
    return [
        (position, each.pbx, frame, received_us)
        for each in rows
        for position, (frame, received_us) in enumerate(
            unpack(each.blob, each.events, each.received_us), each.first_position
        )
    ]


@st.composite
def spools(draw: st.DrawFn) -> list[Row]:
    """Rows of a journal, now and then with numbers left out between them."""
    rows: list[Row] = []
    position = draw(st.integers(1, 5))
    for _ in range(draw(st.integers(1, 12))):
        frames = [b"x" + each for each in draw(st.lists(st.binary(max_size=40), min_size=1, max_size=6))]
        rows.append(row(position, *frames, pbx=draw(st.sampled_from(["main", "north"]))))
        position += len(frames) + draw(st.sampled_from([0, 0, 0, 3]))
    return rows


@given(spools(), st.integers(1, 400), st.integers(0, 30))
def test_cut_messages_hold_every_event_after_a_position_once_and_in_order(
    rows: list[Row], bytes_max: int, after: int
) -> None:
    found, at = [], after
    while message := cut(rows, at, bytes_max):
        assert message.after == at
        assert decode(encode(message)) == message
        found += events(list(message.rows))
        at = message.last
    assert found == [event for event in events(rows) if event[0] > after]


def test_a_message_is_full_at_64_kb() -> None:
    rows = [Row(first, 1, "main", 0, bytes(30_000)) for first in range(1, 9)]
    message = cut(rows, 0)
    assert message is not None
    assert (message.first, message.last) == (1, 2)


def test_a_row_that_no_server_would_take_is_cut_in_two() -> None:
    noise = [bytes((7 * place + number * number) % 251 for number in range(997)) for place in range(2_000)]
    large = row(5, *(struct.pack("<I", place) + each for place, each in enumerate(noise)))
    large = large._replace(blob=large.blob)
    rows: list[Row] = []
    at = 0
    while message := cut([large], at):
        assert all(len(each.blob) <= 512 << 10 for each in message.rows)
        rows += message.rows
        at = message.last
    assert events(rows) == events([large])


def test_there_is_no_message_where_there_is_nothing_after_a_position() -> None:
    assert cut([row(1, b"a", b"b")], 2) is None


def test_the_id_names_what_is_inside_so_that_no_other_message_has_it() -> None:
    assert id_of("j1", Message(0, [row(1, b"a", b"b")])) == "j1-1-2"
    assert id_of("j1", Message(0, [row(1, b"a")])) == "j1-1-1"


def test_a_subject_is_of_one_journal_of_one_site() -> None:
    assert subject_of("thirdring", "east", "0af3") == "thirdring.east.0af3"


WHOLE = encode(Message(3, [row(4, b"a", b"b"), row(6, b"c")]))


@given(st.binary(max_size=80))
def test_bytes_that_are_no_message_are_refused(content: bytes) -> None:
    with pytest.raises(MessageError):
        decode(content)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_message_that_ends_early_is_refused(length: int) -> None:
    with pytest.raises(MessageError):
        decode(WHOLE[:length])


@pytest.mark.parametrize(
    "message",
    [
        Message(4, [row(4, b"a")]),
        Message(0, [row(4, b"a", b"b"), row(5, b"c")]),
        Message(0, []),
        Message(0, [Row(1, 0, "main", 0, b"")]),
    ],
    ids=["before what came before it", "twice the same", "no rows", "a row of nothing"],
)
def test_positions_that_do_not_rise_are_refused(message: Message) -> None:
    with pytest.raises(MessageError):
        decode(encode(message))


def test_another_version_is_refused() -> None:
    with pytest.raises(MessageError, match="another version"):
        decode(b"\x02" + WHOLE[1:])
