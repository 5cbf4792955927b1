"""What becomes of calls when a clock is set, or a stamp is wrong."""

from collections.abc import Sequence

from telephony.calls.tracker import Found, Tracker
from telephony.events import LINK_UP, OUR_CLOCK, OUR_MARKS, PBX_CLOCK, Event
from telephony.facts import Call, CallState, ClockNews, ClockWord, Disposition, Fact, FactKind, Measurement
from tests.unit.telephony.calls.switch import SITE, T0, S, Switch

UNSTAMPED = {*OUR_MARKS, "Status", "CoreShowChannel", "CoreShowChannelsComplete"}


class Clocks(Switch):
    """A switch whose events are received 2 ms after they happen. `now` is our own clock; the PBX's is `ahead` of it."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = 0.0
        self.at(-1).say(LINK_UP)
        self.at(0)

    def say(self, event: str, **headers: str) -> Found:
        return self.stamp(event, T0 + round((self.now + self.ahead) * S), **headers)

    def stamp(self, event: str, stamp_us: int, **headers: str) -> Found:
        """An event with a stamp that is no clock's."""
        self.position += 1
        received_us = T0 + round(self.now * S) + 2000
        at_us = received_us if event in UNSTAMPED else stamp_us
        told = self.tracker.step(Event(event, at_us, headers, (), self.position, received_us))
        self.told += told
        return told

    def ask(self) -> None:
        """The link asks the PBX what its clock shows."""
        now_us = T0 + round(self.now * S) + 2000
        shown, known = now_us + round(self.ahead * S), round(self.ahead) if abs(self.ahead) > 1 else 0
        self.say(PBX_CLOCK, Shown=str(shown), Asked=str(now_us), Correction=str(known * S))

    def our_clock_is_set(self, by: float) -> None:
        self.now += by
        self.ahead -= by
        self.say(OUR_CLOCK, Step=str(round(by * S)))

    @property
    def news(self) -> list[tuple[ClockWord, int]]:
        return [(told.word, round(told.by_us / S)) for told in self.told if isinstance(told, ClockNews)]


def a_call(pbx: Clocks, word: str, second: float) -> None:
    """Rings for 2 s, is answered, ends after 3 s more."""
    phone = f"{word}x"
    pbx.at(second).caller(word)
    pbx.join(word)
    pbx.dial(phone, "PJSIP/1001", by=word)
    pbx.at(second + 1).ring(phone)
    pbx.at(second + 3).dial_end(phone, "ANSWER")
    pbx.leave(word)
    pbx.bridge(f"b{word}", phone, word)
    pbx.at(second + 6).hang_up(phone, word)


def figures(call: Call) -> tuple[float, float, Measurement]:
    return round(call.ring_us / S, 1), round(call.talk_us / S, 1), call.measurement


def test_one_event_ninety_seconds_ahead_costs_no_other_call_its_measure() -> None:
    pbx = Clocks()
    pbx.at(1).caller("z", exten="9000")
    pbx.stamp("HangupRequest", T0 + 91 * S, **pbx.of("z"))
    for number in range(23):
        a_call(pbx, f"c{number}", 2 + 7 * number)
    assert [figures(call) for call in pbx.ended] == [(2.0, 3.0, Measurement.MEASURED)] * 23
    assert pbx.news == [(ClockWord.REFUSED, 90)]


def test_the_call_whose_event_had_the_wrong_stamp_is_estimated() -> None:
    pbx = Clocks()
    pbx.at(0).caller()
    pbx.at(1)
    pbx.dial("x", "PJSIP/1001")
    pbx.stamp("Newstate", T0 + 900 * S, ChannelStateDesc="Ringing", **pbx.of("x"))
    pbx.at(6).hang_up("x", "a")
    assert figures(pbx.only) == (5.0, 0.0, Measurement.ESTIMATED)


def test_a_step_of_the_pbxs_clock_makes_calls_alive_estimated_and_keeps_their_durations() -> None:
    pbx = Clocks()
    pbx.ask()
    pbx.caller()
    pbx.dial("x", "PJSIP/1001")
    pbx.at(1).ring("x")
    pbx.ahead = -3600
    pbx.at(4).ask()
    pbx.at(6).dial_end("x", "ANSWER")
    pbx.bridge("b", "x", "a")
    pbx.at(16).hang_up("x", "a")
    a_call(pbx, "later", 20)
    assert [figures(call) for call in pbx.ended] == [(5, 10, Measurement.ESTIMATED), (2, 3, Measurement.MEASURED)]
    assert pbx.news == [(ClockWord.STEPPED, -3600)]
    assert "the clock of the PBX was set by -3600.0 s" in [line.effect for line in pbx.ended[0].receipt]


def test_a_step_is_told_as_a_change_of_each_call_alive() -> None:
    pbx = Clocks()
    pbx.ask()
    pbx.caller("a")
    pbx.caller("c")
    pbx.ahead = 90
    pbx.at(5).ask()
    assert [told.kind for told in pbx.told[-2:] if isinstance(told, Fact)] == [FactKind.CALL_CHANGED] * 2


def test_our_own_clock_set_leaves_calls_measured_and_takes_their_instants_along() -> None:
    for by in (7200.0, -7200.0):
        pbx = Clocks()
        pbx.caller()
        pbx.dial("x", "PJSIP/1001")
        pbx.at(1).ring("x")
        pbx.our_clock_is_set(by)
        pbx.at(6 + by).dial_end("x", "ANSWER")
        pbx.bridge("b", "x", "a")
        pbx.at(16 + by).hang_up("x", "a")
        assert figures(pbx.only) == (5.0, 10.0, Measurement.MEASURED)
        assert pbx.only.ended_at_us == T0 + round((16 + by) * S)
        assert pbx.news == [(ClockWord.OURS, by)]


def test_a_pbx_whose_clock_is_wrong_all_the_time_is_shown_by_ours() -> None:
    pbx = Clocks()
    pbx.ahead = 5000
    pbx.ask()
    a_call(pbx, "a", 10)
    assert (pbx.only.arrived_at_us, figures(pbx.only)) == (T0 + 10 * S, (2.0, 3.0, Measurement.MEASURED))
    assert pbx.news == []


def test_a_caller_found_by_a_snapshot_is_on_the_same_line_as_stamped_events() -> None:
    """What a snapshot lists has no stamp; the PBX's clock is an hour behind."""
    pbx = Clocks()
    pbx.ahead = -3600
    pbx.at(100).ask()
    pbx.unheard("a", "PJSIP/trunk")
    pbx.link_up("a", dialled={"a": "8001"})
    pbx.at(110).hang_up("a")
    assert 9 * S < pbx.only.wait_us < 11 * S


def derived(events: Sequence[Event]) -> list[Call]:
    tracker = Tracker("main", SITE)
    found = [told for event in events for told in tracker.step(event)]
    return [told.call for told in found if isinstance(told, Fact) and told.kind is FactKind.CALL_ENDED]


def test_a_derivation_that_begins_where_it_may_gives_the_same_calls() -> None:
    """The PBX's clock is 5,000.4 s ahead. The second derivation knows nothing of what came before."""
    pbx, events = Clocks(), list[Event]()
    step = pbx.tracker.step

    def noted(event: Event) -> Found:
        events.append(event)
        return step(event)

    pbx.tracker.step = noted  # type: ignore[method-assign]  # to hear what is said
    pbx.ahead = 5000.4
    pbx.ask()
    a_call(pbx, "a", 10)
    pbx.at(30).ask()
    resume = pbx.tracker.resume_position
    assert resume is not None
    a_call(pbx, "c", 40)
    again = derived([event for event in events if event.position >= resume])
    assert [(call.arrived_at_us, call.ring_us) for call in again] == [(pbx.ended[1].arrived_at_us, 2 * S)]
    assert again[0].arrived_at_us == T0 + 40 * S + 400_000


def test_with_clocks_that_agree_a_derivation_may_begin_after_the_last_call() -> None:
    pbx = Clocks()
    pbx.ask()
    a_call(pbx, "a", 10)
    assert pbx.tracker.resume_position is None
    assert pbx.only.state is CallState.ENDED


# ---- all that is known of a call moves along when our own clock is set


def test_the_end_of_a_wait_that_was_given_up_moves_along() -> None:
    pbx = Clocks()
    pbx.caller()
    pbx.dial("x", "PJSIP/1001")
    pbx.at(1).ring("x")
    pbx.at(9).dial_end("x", "NOANSWER")
    pbx.step_of("a", "VoiceMail")
    pbx.our_clock_is_set(7200)
    pbx.at(7230).hang_up("x", "a")
    assert (pbx.only.ring_us, pbx.only.ring_ended_at_us) == (8 * S, T0 + 7209 * S)
    assert "our own clock was set by +7200.0 s" in [line.effect for line in pbx.only.receipt]


def test_a_hang_up_that_was_asked_for_moves_along() -> None:
    pbx = Clocks()
    pbx.caller()
    pbx.dial("x", "PJSIP/1001")
    pbx.at(1).ring("x")
    pbx.at(5).request_hangup()
    pbx.our_clock_is_set(7200)
    pbx.at(7206).hang_up("x", "a")
    assert pbx.only.ended_at_us == T0 + 7205 * S


def test_the_beginning_of_a_gap_moves_along() -> None:
    pbx = Clocks()
    pbx.caller()
    pbx.dial("x", "PJSIP/1001")
    pbx.at(2).ring("x")
    pbx.at(5).link_down()
    pbx.our_clock_is_set(7200)
    pbx.at(7290).link_up()
    assert pbx.only.ended_at_us == T0 + 7202 * S


def test_a_transfer_that_nobody_has_taken_yet_moves_along() -> None:
    pbx = Clocks()
    pbx.caller()
    pbx.dial("x", "PJSIP/1001")
    pbx.at(3).bridge("b", "a", "x")
    pbx.at(10).say("BlindTransfer", Result="Success", **pbx.of("x", "Transferer"), **pbx.of("a", "Transferee"))
    pbx.unbridge("b", "x", "a")
    pbx.our_clock_is_set(7200)
    pbx.at(7220).dial("y", "PJSIP/1002")
    pbx.bridge("c", "a", "y")
    pbx.at(7230).hang_up("y", "a")
    assert [transfer.at_us for transfer in pbx.only.transfers] == [T0 + 7210 * S]


def test_after_a_lost_link_a_derivation_needs_to_know_nothing_of_the_clock_before() -> None:
    pbx = Clocks()
    pbx.ahead = 5000
    pbx.ask()
    assert pbx.tracker.resume_position is not None
    pbx.at(5).link_down()
    assert pbx.tracker.resume_position is None


def test_a_clock_of_the_pbx_that_is_half_told_changes_nothing() -> None:
    pbx = Clocks()
    pbx.at(0).caller()
    pbx.say(PBX_CLOCK, Shown=str(T0))
    pbx.say(PBX_CLOCK, Asked=str(T0))
    assert (pbx.news, pbx.states) == ([], [CallState.ARRIVED])


def test_who_leaves_a_queue_around_the_setting_of_our_clock_has_left_it_all_the_same() -> None:
    """On a line that never says that its caller hangs up."""
    pbx = Clocks()
    pbx.at(0).caller()
    pbx.step_of("a", "Queue")
    pbx.join()
    pbx.at(4).say("QueueCallerAbandon", Queue="hotline", **pbx.of("a"))
    pbx.leave()
    pbx.our_clock_is_set(-3600)
    pbx.at(pbx.now + 0.1).hang_up("a", cause="0")
    assert pbx.only.disposition is Disposition.ABANDONED
