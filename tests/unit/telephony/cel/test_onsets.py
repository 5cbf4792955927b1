"""When phones rang that nobody heard, where no log of the PBX says it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.cel.delays import DEVICES_MAX, SAMPLES, SAMPLES_MIN, Delay, Delays
from telephony.cel.heard import Heard
from telephony.cel.log_lines import Ringing
from telephony.cel.onsets import ALIVE_US, MARGIN_MAX_US, OFF_US, onsets_of
from telephony.cel.rows import Row

T0 = 1_764_000_000_000_000
S = 1_000_000
MS = 1_000
HOUR = ALIVE_US
END = T0 + 600 * S


def known(*delays_us: int, last_us: int = T0 - S) -> Delays:
    """Of PJSIP/1001, which rang last then."""
    delays = Delays()
    for number, delay_us in enumerate(delays_us):
        delays.begin(str(number), "PJSIP/1001-00000001", last_us - delay_us)
        delays.ring(str(number), last_us)
    return delays


def row(kind: str, at_us: int, uniqueid: str = "1.2", **extra: str) -> Row:
    return Row(T0 + at_us, kind, uniqueid, "1.1", "PJSIP/1001-00000002", "", "", "", extra, "")


def told(*rows: Row, delays: Delays | None = None) -> list[Ringing]:
    return onsets_of([row("CHAN_START", 0), *rows], delays or known(*[200 * MS] * 5), T0, END)


def test_a_phone_rings_as_long_after_its_call_as_it_needs_by_the_median() -> None:
    [ringing] = told(row("ANSWER", 4 * S), delays=known(100 * MS, 150 * MS, 200 * MS, 300 * MS, 400 * MS))
    assert ringing == Ringing(T0 + 200 * MS, "PJSIP/1001-00000002", 400 * MS + OFF_US)


@pytest.mark.parametrize(
    ("rows", "rang"),
    [
        ([row("ANSWER", 4 * S)], True),
        ([row("ANSWER", 201 * MS)], True),
        ([row("ANSWER", 199 * MS)], False),  # before it rings as a rule
        ([row("PICKUP", 4 * S)], True),
        ([row("HANGUP", 4 * S, Cause="26")], True),
        ([row("HANGUP", 299 * MS, Cause="26")], False),  # it may not have rung yet
        ([row("HANGUP", 4 * S, Cause="17")], False),
        ([row("HANGUP", 4 * S, Cause="21")], True),
        ([row("HANGUP", 299 * MS, Cause="21")], False),
        ([row("FORWARD", 3_900 * MS, "1.1"), row("HANGUP", 4 * S, Cause="0")], False),
        ([row("HANGUP", 4 * S, Cause="0"), row("FORWARD", 4_010 * MS, "1.1")], False),
        ([row("FORWARD", 2 * S, "1.1"), row("HANGUP", 4 * S, Cause="0")], True),  # another phone's
        ([], True),  # it rings still
    ],
)
def test_what_its_rows_say_of_a_phone(rows: list[Row], rang: bool) -> None:
    assert [each.at_us for each in told(*rows)] == [T0 + 200 * MS] * rang


@pytest.mark.parametrize(("last_us", "rang"), [(T0 - HOUR, True), (T0 - HOUR - 1, False)])
def test_a_phone_that_nobody_picked_up_rang_only_where_it_is_known_to_live(last_us: int, rang: bool) -> None:
    delays = known(*[200 * MS] * 5, last_us=last_us)
    assert bool(told(row("HANGUP", 4 * S, Cause="26"), delays=delays)) is rang
    assert told(row("ANSWER", 4 * S), delays=delays)


def test_another_call_that_it_takes_says_that_it_lives() -> None:
    delays = known(*[200 * MS] * 5, last_us=T0 - 9 * HOUR)
    later = [row("CHAN_START", 60 * S, "1.3"), row("ANSWER", 63 * S, "1.3")]
    assert len(told(row("HANGUP", 4 * S, Cause="26"), *later, delays=delays)) == 2


def test_another_call_that_it_refuses_says_that_it_lives() -> None:
    delays = known(*[200 * MS] * 5, last_us=T0 - 9 * HOUR)
    later = [row("CHAN_START", 60 * S, "1.3"), row("HANGUP", 63 * S, "1.3", Cause="21")]
    assert len(told(row("HANGUP", 4 * S, Cause="26"), *later, delays=delays)) == 2


def test_the_first_of_two_forwards_is_the_one_that_ended_it() -> None:
    forwards = [row("FORWARD", 4_010 * MS, "1.1"), row("FORWARD", 9 * S, "1.1")]
    assert told(row("HANGUP", 4 * S, Cause="0"), *forwards) == []


@pytest.mark.parametrize(("more_us", "rang"), [(0, True), (1, False)])
def test_a_margin_may_be_as_large_as_the_largest(more_us: int, rang: bool) -> None:
    needed_us = MARGIN_MAX_US - OFF_US + more_us
    assert bool(told(row("ANSWER", 9 * S), delays=known(*[needed_us] * SAMPLES_MIN))) is rang


@pytest.mark.parametrize(
    ("samples", "is_known"), [(SAMPLES_MIN - 1, False), (SAMPLES_MIN, True), (SAMPLES_MIN + 1, True)]
)
def test_delays_are_known_once_one_phone_was_measured_often_enough(samples: int, is_known: bool) -> None:
    assert known(*[200 * MS] * samples).is_known is is_known


def test_a_copy_of_delays_has_what_was_called_and_what_rang_and_stays_as_it_was() -> None:
    delays = known(*[200 * MS] * 5)
    delays.begin("1.5", "PJSIP/1002-00000001", T0)
    copy = delays.copy()
    delays.ring("1.5", T0 + S)
    assert (list(copy.called), copy.rang_us, copy.is_known) == (["1.5"], {"PJSIP/1001": T0 - S}, True)


def test_a_phone_that_was_measured_too_seldom_or_too_differently_is_not_known() -> None:
    answered = row("ANSWER", 9 * S)
    assert not told(answered, delays=known(*[200 * MS] * (SAMPLES_MIN - 1)))
    assert not told(answered, delays=known(200 * MS, 200 * MS, 200 * MS, 200 * MS, MARGIN_MAX_US))
    assert not told(answered, delays=Delays())


def test_a_phone_that_was_called_before_the_gap_rang_in_it() -> None:
    delays = known(*[200 * MS] * 5)
    for number, before_us in (("1.5", 100 * MS), ("1.6", 900 * MS)):  # the second should have rung before
        delays.begin(number, f"PJSIP/1001-{number}", T0 - before_us)
    rows = [row("ANSWER", 3 * S, "1.5"), row("ANSWER", 3 * S, "1.6")]
    assert onsets_of(rows, delays, T0, END) == [Ringing(T0 + 100 * MS, "PJSIP/1001-1.5", 100 * MS + OFF_US)]


@given(
    st.lists(st.integers(0, 2_000), min_size=SAMPLES_MIN, max_size=SAMPLES),
    st.floats(0, 1),
    st.integers(0, 20_000),
)
def test_the_margin_holds_what_a_phone_does_as_before(needed_ms: list[int], share: float, more_ms: int) -> None:
    """However long it needed this time, up to half as long again as it ever did, and whenever it is picked up then."""
    delays = known(*(each * MS for each in needed_ms))
    needs = delays.of("PJSIP/1001")
    assert needs is not None
    rang_us = round(share * needs.most_us)
    for ringing in told(row("ANSWER", rang_us + more_ms * MS), delays=delays):
        assert abs(ringing.at_us - T0 - rang_us) <= ringing.margin_us <= MARGIN_MAX_US


# ---- What is learned


def heard(name: str, at_us: int, uniqueid: str, linkedid: str = "1.1", state: str = "Down", number: str = "") -> bytes:
    stamp = f"{at_us / S:.6f}"
    head = f"Event: {name}\r\nPrivilege: call,all\r\nTimestamp: {stamp}\r\nChannel: PJSIP/1001-00000002\r\n"
    text = f"ChannelStateDesc: {state}\r\nCallerIDNum: {number}\r\nUniqueid: {uniqueid}\r\nLinkedid: {linkedid}"
    return (head + text).encode()


def learned(*frames: bytes) -> Delay | None:
    seen = Heard()
    seen.take([(frame, T0) for frame in frames] * SAMPLES_MIN)
    return seen.copy().delays.of("PJSIP/1001")


def test_what_is_heard_of_a_phone_is_learned() -> None:
    called, rings = heard("Newchannel", T0, "1.2"), heard("Newstate", T0 + 300 * MS, "1.2", state="Ringing")
    assert learned(called, rings) == Delay(300 * MS, 450 * MS)
    assert learned(called, heard("Newstate", T0 + 300 * MS, "1.2", state="Up")) is None
    assert learned(called, heard("Hangup", T0 + MS, "1.2"), rings) is None
    assert learned(heard("Newchannel", T0, "1.1"), heard("Newstate", T0 + MS, "1.1", state="Ringing")) is None


def test_a_caller_cannot_say_that_another_phone_rang() -> None:
    hostile = heard(
        "Newstate", T0 + 300 * MS, "1.9", state="Up", number="1\r\nChannelStateDesc: Ringing\r\nUniqueid: 1.2"
    )
    assert learned(heard("Newchannel", T0, "1.2"), hostile) is None


def test_the_latest_measurements_and_phones_are_kept() -> None:
    delays = known(*[S] * SAMPLES, *[100 * MS] * SAMPLES)
    assert delays.of("PJSIP/1001") == Delay(100 * MS, 150 * MS)
    for number in range(DEVICES_MAX):
        delays.begin("x", f"SIP/{number}-1", T0)
        delays.ring("x", T0)
    assert delays.of("PJSIP/1001") is None
    assert len(delays.rang_us) == DEVICES_MAX
