"""Where an ear that stood by goes on when the other one ends."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from telephony.ami.own import own_event
from telephony.events import LINK_DOWN, LINK_UP, OUR_CLOCK, PBX_CLOCK
from telephony.journal.kept import Heard, Kept, beginning, going_on, overlaps, tail_since_us

SECOND = 1_000_000
BEGAN = 1_800_000_000 * SECOND


def event(number: int, name: str = "Newstate", stamp: bool = True) -> bytes:
    stamped = f"\r\nTimestamp: 18000000{number:02d}.000000" if stamp else ""
    return f"Event: {name}\r\nPrivilege: call,all{stamped}\r\nUniqueid: {number}".encode()


UP = own_event(LINK_UP, Greeting="Asterisk Call Manager/11.0.0")
DOWN = own_event(LINK_DOWN, Reason="cut")
SHOWN = b"Event: CoreShowChannelsComplete\r\nListItems: 0"
SNAPSHOT = (b"Event: CoreShowChannel\r\nChannel: PJSIP/1-1", SHOWN, b"Event: QueueStatusComplete\r\nListItems: 0")


def at(seconds: float, *frames: bytes) -> list[Heard]:
    return [(frame, BEGAN + int(seconds * SECOND)) for frame in frames]


def standing(*more: Iterable[Heard], linked_at: float = 0.0) -> Kept:
    kept = Kept()
    kept.take(at(linked_at, UP, *SNAPSHOT))
    for heard in more:
        kept.take(heard)
    return kept


def went_on(kept: Kept, tail: list[Heard]) -> list[bytes] | None:
    frames = going_on(kept, tail)
    return None if frames is None else [frame for frame, _ in frames]


def test_what_the_other_ear_wrote_is_not_written_twice_and_what_it_did_not_is() -> None:
    kept = standing(at(1, event(1)), at(2, event(2)), at(3, event(3)))
    assert went_on(kept, at(2.1, event(1), event(2))) == [event(3)]


def test_numbers_make_events_their_own_where_they_have_no_stamps_and_prove_nothing_else() -> None:
    numbered = [event(1, stamp=False) + f"\r\nSequenceNumber: {number}".encode() for number in range(1, 5)]
    kept = standing(at(1, numbered[0]), at(2, numbered[1]), at(3, numbered[2]))
    assert went_on(kept, at(2.1, *numbered[:2])) == [numbered[2]]
    assert went_on(standing(at(6, numbered[3]), linked_at=5.0), at(3, *numbered[:3])) is None  # the PBX began anew?


def test_an_ear_that_was_stopped_has_said_so_at_the_end() -> None:
    assert went_on(standing(at(1, event(1)), at(2, event(2))), at(1, event(1), DOWN)) == [event(2)]


def test_an_ear_that_has_no_event_of_the_others_has_a_gap() -> None:
    kept = standing(at(6, event(6)), at(7, event(7)), linked_at=5.0)
    assert went_on(kept, at(5.9, event(4), event(5))) is None
    assert went_on(kept, at(6.1, event(6))) == [event(7)]


def test_an_answer_to_the_other_ear_proves_that_it_heard_a_quiet_pbx() -> None:
    asked_us = BEGAN + 5 * SECOND
    kept = standing(at(9, event(9)), linked_at=5.0)
    for early_us, expected in ((0, [event(9)]), (1, None)):
        clock = own_event(PBX_CLOCK, Shown="1", Asked=str(asked_us - early_us), Correction="0")
        assert went_on(kept, at(6, clock)) == expected


def test_that_its_link_was_lost_proves_nothing() -> None:
    assert not overlaps(standing(linked_at=5.0), at(6, DOWN))


def test_an_ear_without_a_link_does_not_go_on() -> None:
    kept = standing(at(1, event(1)), at(2, DOWN))
    assert kept.whole_since_us is None
    assert went_on(kept, at(2, event(1))) is None


def test_an_ear_whose_snapshot_is_not_whole_does_not_go_on() -> None:
    kept = Kept()
    kept.take(at(0, UP, *SNAPSHOT[:2], event(1)))
    assert went_on(kept, at(1, event(1))) is None


def test_an_empty_journal_is_not_gone_on() -> None:
    assert went_on(standing(at(1, event(1))), []) is None


def test_events_without_a_stamp_cannot_be_told_apart() -> None:
    kept = standing(at(1, event(1, stamp=False)))
    assert went_on(kept, at(1, event(1, stamp=False))) is None


def test_what_the_other_ear_missed_before_it_linked_again_is_its_gap_and_not_written_late() -> None:
    kept = standing(at(1, event(1)), at(2, event(2)), at(4, event(4)), at(5, event(5)))
    assert went_on(kept, [*at(1, event(1), DOWN), *at(3, UP, *SNAPSHOT), *at(4, event(4))]) == [event(5)]


def test_where_nothing_was_heard_by_both_since_the_other_linked_again_there_is_a_gap() -> None:
    kept = standing(at(1, event(1)), at(2, event(2)), at(5, event(5)))
    assert went_on(kept, [*at(1, event(1), DOWN), *at(3, UP, *SNAPSHOT)]) is None


def test_a_clock_that_was_set_back_loses_nothing() -> None:
    kept = standing(at(10, event(1)), at(11, event(2)), at(2, event(3)), at(3, event(4)))
    assert went_on(kept, [*at(10, event(1)), *at(11, event(2))]) == [event(3), event(4)]


def test_an_answer_proves_nothing_where_our_clock_was_set() -> None:
    clock = own_event(PBX_CLOCK, Shown="1", Asked=str(BEGAN + 9 * SECOND), Correction="0")
    was_set = own_event(OUR_CLOCK, Step="-5000000")
    assert overlaps(standing(linked_at=5.0), at(9, clock))
    assert not overlaps(standing(linked_at=5.0), at(9, clock, was_set))
    assert not overlaps(standing(at(6, was_set), linked_at=5.0), at(9, clock))


def test_an_ear_that_ended_before_its_snapshot_was_whole_is_not_gone_on() -> None:
    kept = standing(at(1, event(1)), at(5, event(5)))
    assert went_on(kept, [*at(1, event(1), DOWN), *at(3, UP, SNAPSHOT[0])]) is None


def test_two_events_that_came_in_another_order_are_both_there() -> None:
    kept = standing(at(1, event(1)), at(1.01, event(2, "OriginateResponse")), at(1.02, event(3)))
    assert went_on(kept, at(1, event(1), event(3))) == [event(2, "OriginateResponse")]


def test_the_newest_word_about_the_pbx_clock_goes_first() -> None:
    first, newest = (own_event(PBX_CLOCK, Shown=str(shown), Asked="1", Correction="0") for shown in (1, 2))
    kept = standing(at(1, first, event(1)), at(2, newest), at(3, event(3)))
    assert went_on(kept, at(1, event(1))) == [newest, event(3)]


def test_a_young_link_is_written_from_its_beginning_without_what_is_there() -> None:
    kept = standing(at(1, event(1)), at(2, event(2)), linked_at=0.5)
    assert beginning(kept, at(0.9, event(1))) == [*at(0.5, UP, *SNAPSHOT), *at(2, event(2))]


def test_of_a_link_that_is_older_than_what_is_kept_there_is_no_beginning() -> None:
    kept = Kept(keep_us=10 * SECOND)
    kept.take(at(0, UP, *SNAPSHOT))
    kept.take(at(10.1, event(1)))
    assert beginning(kept, []) is None
    assert kept.whole_since_us == BEGAN + 1


def test_a_lost_link_begins_a_new_memory() -> None:
    kept = Kept(keep_us=10 * SECOND)
    kept.take(at(0, UP, *SNAPSHOT, event(1)))
    kept.take(at(20, event(2), DOWN))
    kept.take(at(21, UP, *SNAPSHOT))
    assert beginning(kept, []) == at(21, UP, *SNAPSHOT)
    assert kept.whole_since_us == BEGAN + 21 * SECOND


def test_it_keeps_no_more_bytes_than_it_may() -> None:
    kept = Kept(keep_bytes=3 * len(event(10)))
    for number in range(10, 20):
        kept.take(at(number, event(number)))
    assert [frame for frame, _ in kept.frames] == [event(17), event(18), event(19)]


def test_the_journal_is_read_from_ten_seconds_before_what_is_kept() -> None:
    assert tail_since_us(standing(linked_at=30.0), 0) == BEGAN + 20 * SECOND
    assert tail_since_us(Kept(), BEGAN) == BEGAN - 10 * SECOND


@given(st.data())
def test_whenever_one_of_two_ears_is_killed_the_other_completes_the_stream(data: st.DataObject) -> None:
    """The killed one wrote a prefix of what it heard, and was told sooner or later than the other."""
    count = data.draw(st.integers(1, 30), "events")
    stream = [event(number) for number in range(count)]
    linked = data.draw(st.integers(0, count - 1), "the second ear's first event")
    written = data.draw(st.integers(linked + 1, count), "events that the first one wrote")
    late = data.draw(st.sampled_from([-3.0, 0.0, 3.0]), "seconds that the first one is told later")
    kept = standing(*(at(number, stream[number]) for number in range(linked, count)), linked_at=linked - 0.5)
    tail = [heard for number in range(written) for heard in at(number + late, stream[number])]
    assert went_on(kept, tail) == stream[written:]
    assert went_on(kept, tail[:linked]) is None
