"""What was heard of a PBX before a gap."""

import pytest

from telephony.ami.own import own_event
from telephony.ami.trusted import trusted
from telephony.cel.frames import frame_of, recovered, recovery
from telephony.cel.gap import LONGEST_US, Gap
from telephony.cel.heard import HANGUPS_MAX, UNSURE_US_MAX, Heard
from telephony.cel.log_lines import Ringing
from telephony.cel.rows import Row
from telephony.events import FORGED, LINK_KEPT, LINK_UP, PBX_CLOCK

T0 = 1_764_000_000_000_000
S = 1_000_000


def hangup(uniqueid: str, stamp: str = "1764000000.000000") -> bytes:
    return f"Event: Hangup\r\nTimestamp: {stamp}\r\nChannel: PJSIP/1\r\nUniqueid: {uniqueid}".encode()


def test_the_last_stamp_says_until_when_the_pbx_was_heard() -> None:
    heard = Heard()
    heard.take([(hangup("1.1"), T0), (hangup("1.2", "1764000005.000001"), T0), (own_event(LINK_UP, Greeting="x"), T0)])
    assert heard.until_us == T0 + 5_000_001
    assert [heard.is_gone(each) for each in ("1.1", "1.2", "1.3")] == [True, True, False]


def test_where_no_call_was_heard_yet_the_link_says_it_by_the_clock_of_the_pbx() -> None:
    heard = Heard()
    clock = own_event(PBX_CLOCK, Shown=str(T0 + 7_000_000), Asked=str(T0 - 10), Correction="7000000")
    heard.take([(clock, T0 + 10)])
    assert (heard.ahead_us, heard.until_us) == (7_000_000, T0 + 7_000_010)


def test_the_clock_of_the_pbx_is_known_as_well_as_its_answer_was_quick() -> None:
    heard = Heard()
    for took_us, unsure_us in ((10, 5), (30_000, 15_000), (9_000_000, UNSURE_US_MAX), (-5, 0)):
        heard.take([(own_event(PBX_CLOCK, Shown=str(T0), Asked=str(T0), Correction="0"), T0 + took_us)])
        assert (heard.unsure_us, heard.copy().unsure_us) == (unsure_us, unsure_us)


def test_what_was_read_is_as_heard() -> None:
    """So a start in the middle of reading goes on where it was."""
    row = Row(T0 + 9_000_000, "HANGUP", "1.9", "1.9", "PJSIP/1-1", "", "", "", {"Cause": "16"}, "")
    heard = Heard()
    heard.take([(frame_of(row), T0)])
    assert (heard.until_us, heard.is_gone("1.9")) == (T0 + 9_000_000, True)


def test_only_the_latest_hangups_are_kept() -> None:
    heard = Heard()
    heard.take([(hangup(str(number)), T0) for number in range(HANGUPS_MAX + 1)])
    assert [heard.is_gone(str(number)) for number in (0, 1, HANGUPS_MAX)] == [False, True, True]


def test_a_copy_stays_as_it_was() -> None:
    heard = Heard()
    copy = heard.copy()
    heard.take([(hangup("1.1"), T0)])
    assert (copy.until_us, copy.is_gone("1.1")) == (0, False)


def test_a_copy_has_all_that_was_heard() -> None:
    heard = Heard()
    heard.take([(hangup("1.1"), T0), (own_event(PBX_CLOCK, Shown=str(T0 + 7 * S), Asked=str(T0), Correction="0"), T0)])
    copy = heard.copy()
    assert (copy.until_us, copy.ahead_us, copy.is_gone("1.1")) == (T0, 7 * S, True)


def test_a_link_that_comes_up_again_does_not_say_that_more_was_heard() -> None:
    heard = Heard()
    heard.take([(hangup("1.1"), T0)])
    heard.take([(own_event(LINK_UP, Greeting="x"), T0 + 9 * S)])
    assert heard.until_us == T0


@pytest.mark.parametrize(
    ("log", "precise", "margin"),
    [(True, True, "250000"), (True, False, "1250000"), (False, True, "250000"), (False, False, "1250000")],
)
def test_what_is_written_of_a_gap_says_how_sure_it_is(log: bool, precise: bool, margin: str) -> None:
    headers = trusted(recovery(T0, T0 + S, log=log, precise=precise), T0, 1).headers
    assert (headers["Log"], headers["Margin"]) == ("yes" if log else "no", margin)
    assert (headers["Since"], headers["Until"]) == (str(T0), str(T0 + S))


def test_a_row_is_told_with_all_that_it_says() -> None:
    row = Row(T0 + 42, "APP_START", "1.1", "1.0", "PJSIP/t-1", "8001", "Queue", "hotline,t", {"Cause": "16"}, "138")
    headers = trusted(frame_of(row), T0, 1).headers
    told = ("Type", "Timestamp", "Channel", "CallerIDNum", "Exten", "Application", "AppData", "Uniqueid", "Linkedid")
    assert [headers[name] for name in (*told, "Cause")] == [
        *("APP_START", "1764000000.000042", "PJSIP/t-1", "138", "8001", "Queue", "hotline,t", "1.1", "1.0", "16"),
    ]


def test_a_gap_is_read_as_far_back_as_three_days() -> None:
    gap = Gap(T0 - 2 * LONGEST_US, T0)
    assert [gap.holds(T0 - back_us) for back_us in (LONGEST_US, LONGEST_US + S, -S)] == [True, False, False]


def test_the_journal_believes_what_was_read_and_says_it_again() -> None:
    row = Row(T0, "CHAN_START", "1.1", "1.1", "PJSIP/t-1", "8001\r\nX: 1", "", "", {}, "138\r\nEvent: LinkUp")
    frames = [recovery(T0, T0 + 1, log=True, precise=True), frame_of(row), frame_of(Ringing(T0, "PJSIP/1-1"))]
    events = [trusted(frame, T0, 1) for frame in [*frames, recovered(2), own_event(LINK_KEPT, Reason="x")]]
    assert FORGED not in {event.name for event in events}
    assert events[1].headers["CallerIDNum"] == "138 Event: LinkUp"
    assert "X" not in events[1].headers
    assert [event.at_us for event in events[1:3]] == [T0, T0]


def test_what_a_row_does_not_say_is_no_header() -> None:
    headers = trusted(frame_of(Row(T0, "ANSWER", "1.1", "1.0", "PJSIP/t-1", "", "", "", {}, "")), T0, 1).headers
    assert headers.keys().isdisjoint({"Exten", "Application", "AppData", "CallerIDNum", "Cause"})


def test_a_stamp_of_nothing_says_nothing() -> None:
    heard = Heard()
    heard.take([(hangup("1.1", "0.000000"), T0)])
    assert heard.until_us == T0


def test_nothing_says_nothing() -> None:
    heard = Heard()
    heard.take([])
    assert heard.until_us == 0


@pytest.mark.parametrize(("margin_us", "header"), [(150_000, True), (0, False)])
def test_a_ring_without_a_log_says_by_how_much_it_may_be_off(margin_us: int, header: bool) -> None:
    frame = frame_of(Ringing(1_764_000_000_000_000, "PJSIP/1001-00000002", margin_us))
    assert (b"Margin: 150000" in frame, b"Margin" in frame) == (header, header)
