"""What an agent does, by what is heard of them: every line of the table, and what comes after what."""

from itertools import product

import pytest

from telephony.agents.states import Duty, Phone, Seen, Standing, State, busiest, duty_of, phone_of, stands, state_of

FREE = Seen(linked=True, phone=Phone.FREE, duty=Duty.OPEN)


@pytest.mark.parametrize(
    ("seen", "state"),
    [
        (FREE, State.READY),
        (FREE._replace(duty=Duty.PAUSED), State.PAUSED),
        (FREE._replace(duty=Duty.NONE), State.REACHABLE),
        (FREE._replace(phone=Phone.AWAY), State.UNREACHABLE),
        (FREE._replace(phone=Phone.UNKNOWN), State.READY),
        (FREE._replace(phone=Phone.RINGING), State.RINGING),
        (FREE._replace(phone=Phone.BUSY), State.TALKING),
        (FREE._replace(rings=True), State.RINGING),
        (FREE._replace(talks=True), State.TALKING),
        (FREE._replace(talks=True, rings=True), State.TALKING),
        (FREE._replace(wraps_up=True), State.WRAP_UP),
        (FREE._replace(wraps_up=True, duty=Duty.NONE), State.WRAP_UP),
        (FREE._replace(wraps_up=True, duty=Duty.PAUSED), State.PAUSED),
        (FREE._replace(phone=Phone.AWAY, duty=Duty.PAUSED), State.UNREACHABLE),
        (FREE._replace(talks=True, phone=Phone.AWAY), State.TALKING),
        (FREE._replace(linked=False, talks=True), State.UNKNOWN),
    ],
)
def test_the_state_by_what_is_seen(seen: Seen, state: State) -> None:
    assert state_of(seen) is state


EVERYTHING = [Seen(*each) for each in product((True, False), Phone, Duty, (True, False), (True, False), (True, False))]


def test_nobody_is_ready_or_paused_without_a_queue() -> None:
    states = {state_of(seen) for seen in EVERYTHING if seen.duty is Duty.NONE}
    assert states.isdisjoint({State.READY, State.PAUSED})


def test_nobody_who_is_paused_is_ready() -> None:
    assert State.READY not in {state_of(seen) for seen in EVERYTHING if seen.duty is Duty.PAUSED}


@pytest.mark.parametrize("duty", Duty)
def test_after_a_call_the_old_state_comes_back(duty: Duty) -> None:
    before = FREE._replace(duty=duty)
    during = before._replace(talks=True, phone=Phone.BUSY)
    assert state_of(during) is State.TALKING
    assert state_of(during._replace(talks=False, phone=Phone.FREE)) is state_of(before)


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        *(("NOT_INUSE", Phone.FREE), ("1", Phone.FREE), ("INUSE", Phone.BUSY), ("2", Phone.BUSY), ("3", Phone.BUSY)),
        *(("4", Phone.AWAY), ("INVALID", Phone.AWAY), ("5", Phone.AWAY), ("UNAVAILABLE", Phone.AWAY)),
        *(("6", Phone.RINGING), ("RINGING", Phone.RINGING), ("7", Phone.BUSY), ("RINGINUSE", Phone.BUSY)),
        *(("8", Phone.BUSY), ("ONHOLD", Phone.BUSY), ("0", Phone.UNKNOWN), ("9", Phone.UNKNOWN), ("", Phone.UNKNOWN)),
        *(("²", Phone.UNKNOWN), ("inuse", Phone.UNKNOWN), ("01", Phone.UNKNOWN)),
    ],
)
def test_how_asterisk_calls_what_a_phone_does(said: str, phone: Phone) -> None:
    assert phone_of(said) is phone


@pytest.mark.parametrize(
    ("phones", "counts"),
    [
        ([Phone.AWAY, Phone.FREE], Phone.FREE),
        ([Phone.FREE, Phone.BUSY, Phone.RINGING], Phone.BUSY),
        ([Phone.AWAY, Phone.AWAY], Phone.AWAY),
        ([], Phone.UNKNOWN),
    ],
)
def test_of_several_phones_the_busiest_counts(phones: list[Phone], counts: Phone) -> None:
    assert busiest(phones) is counts


def test_who_is_paused_in_one_queue_of_two_takes_calls() -> None:
    assert [duty_of(each) for each in ([], [True, False], [True, True])] == [Duty.NONE, Duty.OPEN, Duty.PAUSED]


def test_what_lasts_keeps_its_beginning_and_a_change_begins_anew() -> None:
    first = stands(None, State.READY, "", 5)
    assert first == Standing(State.READY, 5)
    assert stands(first, State.READY, "", 9) == first
    assert stands(first, State.TALKING, "", 9) == Standing(State.TALKING, 9)
