"""What a sentence about a call may say, taken from the call: only instants that are known."""

from dataclasses import replace

import pytest

from metrics.calls.headline import headline, ordinal
from metrics.calls.receipt import Story, decimals, sentence
from metrics.calls.service_level import Excluded, Policy, judge
from telephony.facts import Attempt, Call, CallState, Direction, Disposition, Measurement
from tests.unit.ticketing.moments import SHANGHAI, at

TEN = at("2026-11-25 10:00")
S = 1_000_000
POLICY = Policy()


def answered() -> Call:
    """Rang on two phones after one second, answered after eight."""
    call = Call("main", "1.1", Direction.INBOUND, "service", "13800000001", "8001", TEN, agent="li")
    call.alerted_at_us, call.answered_at_us = TEN + S, TEN + 8 * S
    call.ring_ended_at_us, call.ended_at_us = TEN + 8 * S, TEN + 60 * S
    call.state, call.disposition = CallState.ENDED, Disposition.ANSWERED
    call.attempts = [Attempt("wang", "PJSIP/1002", TEN, TEN + S), Attempt("li", "PJSIP/1001", TEN, TEN + S + 1)]
    return call


def story(call: Call) -> Story:
    return Story.of(call, judge(call, POLICY), POLICY.limit_us)


def test_a_story_has_what_is_known_of_a_call() -> None:
    assert story(answered()) == Story(
        disposition=Disposition.ANSWERED,
        arrived_at_us=TEN,
        alerted_at_us=TEN + S,
        answered_at_us=TEN + 8 * S,
        waited_until_us=TEN + 8 * S,
        rings=2,
        limit_us=15 * S,
        within_target=True,
        excluded=None,
        measurement=Measurement.MEASURED,
        agent="li",
        first_rang=("wang", "li"),
    )


def test_an_instant_that_nobody_heard_is_in_no_story() -> None:
    call = answered()
    call.answered_after_us = TEN + 2 * S
    told = story(call)
    assert (told.alerted_at_us, told.answered_at_us, told.waited_until_us, told.rings) == (None, None, None, None)


UNTIMED = story(answered())._replace(
    rings=None, alerted_at_us=None, answered_at_us=None, waited_until_us=None, measurement=Measurement.ESTIMATED
)


@pytest.mark.parametrize(
    ("one", "receipt", "short"),
    [
        (
            UNTIMED,
            "answered by li; when, and after how much ringing, is not known",
            "Answered; after how much ringing is not known.",
        ),
        (
            UNTIMED._replace(agent=None),
            "answered by ?; when, and after how much ringing, is not known",
            "Answered; after how much ringing is not known.",
        ),
        (
            UNTIMED._replace(disposition=Disposition.ABANDONED),
            "not answered; how long it rang is not known",
            "Not answered; how long it rang is not known.",
        ),
    ],
)
def test_of_a_ringing_that_nobody_heard_the_sentence_says_so(one: Story, receipt: str, short: str) -> None:
    assert sentence(one, "en", SHANGHAI).startswith(receipt)
    assert headline(one, "en") == short
    assert headline(one, "zh").endswith("；振铃多久无从得知。")


def test_an_answer_without_an_agents_name_has_a_question_mark() -> None:
    nobody = story(answered())._replace(agent=None, first_rang=())
    assert sentence(nobody, "en", SHANGHAI).endswith("phone ? rang from 10:00:01.000 to 10:00:08.000")


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Excluded.NO_MEASUREMENT, False),
        (None, True),
    ],
)
def test_that_it_was_not_measured_is_said_once(one: Excluded | None, words: bool) -> None:
    plain = story(answered())._replace(excluded=one, within_target=None)
    guessed = plain._replace(measurement=Measurement.ESTIMATED)
    assert (sentence(guessed, "en", SHANGHAI) != sentence(plain, "en", SHANGHAI)) is words


def test_only_a_call_that_was_not_answered_is_said_to_be_missed() -> None:
    late = story(answered())._replace(within_target=False)
    assert "missed" not in sentence(late, "en", SHANGHAI)
    lost = late._replace(disposition=Disposition.ABANDONED, answered_at_us=None)
    assert sentence(lost, "en", SHANGHAI).endswith("missed")
    assert not sentence(lost._replace(within_target=None), "en", SHANGHAI).endswith("missed")


ENDED = {
    Disposition.ABANDONED: ("the caller hung up", "来电人挂机。"),
    Disposition.TIMEOUT: ("nobody picked up, and the wait ended", "无人接起，等待结束。"),
    Disposition.NO_AGENT: ("there was no agent to ring; the wait ended", "等待结束。"),
    Disposition.CALLBACK_REQUESTED: ("the caller asked by key to be called back", "来电人按键要求回电。"),
    Disposition.CLOSED: ("the call was put through to nobody and ended", "通话结束。"),
    Disposition.FAILED: ("the call failed", "呼叫失败。"),
}


@pytest.mark.parametrize("disposition", ENDED)
def test_each_end_of_a_lost_call_has_its_words(disposition: Disposition) -> None:
    lost = story(answered())._replace(disposition=disposition, answered_at_us=None, within_target=False)
    english, chinese = ENDED[disposition]
    assert headline(lost, "en") == f"Not answered: {english} in the second ring, after 7.0 s of ringing."
    assert headline(lost, "zh").startswith("未接听：")
    assert headline(lost, "zh").endswith(chinese)


def test_a_lost_call_of_which_nobody_knows_the_end_has_failed() -> None:
    lost = story(answered())._replace(disposition=None, answered_at_us=None, within_target=False)
    assert headline(lost, "en") == "Not answered: the call failed in the second ring, after 7.0 s of ringing."


def test_a_call_from_here_says_only_whether_it_was_answered() -> None:
    outbound = story(answered())._replace(excluded=Excluded.OUTBOUND)
    unanswered = outbound._replace(answered_at_us=None)
    assert headline(unanswered, "en") == "A call from here: nobody answered."
    assert headline(unanswered, "zh") == "呼出电话：对方未接听。"
    assert sentence(unanswered, "en", SHANGHAI) == "outbound call, not answered"


def test_nothing_has_rung_yet_while_the_caller_waits() -> None:
    waiting = story(answered())._replace(
        disposition=None, alerted_at_us=None, answered_at_us=None, waited_until_us=None, rings=0
    )
    assert headline(waiting, "en") == "The caller waits now: no phone rings yet."
    assert headline(waiting, "zh") == "来电人正在等待，尚无话机振铃。"


# ---- verdicts where not all is known


def test_what_is_left_out_for_another_reason_keeps_that_reason_where_nobody_listened() -> None:
    outbound = answered()
    outbound.direction = Direction.OUTBOUND
    outbound.stamped = False
    assert judge(outbound, POLICY).excluded is Excluded.OUTBOUND


def test_a_recording_without_times_has_no_verdict() -> None:
    recorded = answered()
    recorded.stamped = False
    assert judge(recorded, POLICY)[:3] == (None, None, Excluded.NO_MEASUREMENT)


@pytest.mark.parametrize(("rang", "excluded"), [(4_999_999, Excluded.SHORT_ABANDON), (5_000_000, None)])
def test_a_short_abandon_is_as_long_as_its_wait_and_not_as_its_channel(rang: int, excluded: Excluded | None) -> None:
    call = replace(answered(), answered_at_us=None, agent=None, disposition=Disposition.ABANDONED)
    call.ring_ended_at_us = TEN + S + rang
    assert judge(call, POLICY).excluded is excluded


@pytest.mark.parametrize(
    ("over_us", "places"), [(-100_000, 1), (100_000, 1), (99_999, 3), (1_000, 3), (999, 6), (0, 6), (-999, 6)]
)
def test_a_time_near_the_limit_has_as_many_decimals_as_tell_it_from_the_limit(over_us: int, places: int) -> None:
    assert decimals(over_us) == places


def test_a_live_call_of_which_nobody_knows_the_rings_waits_or_rings() -> None:
    waiting = UNTIMED._replace(disposition=None, measurement=Measurement.MEASURED, within_target=None)
    assert sentence(waiting, "en", SHANGHAI).startswith("still waiting, and nothing has rung")
    assert "10:00:01" in sentence(waiting._replace(alerted_at_us=TEN + S), "en", SHANGHAI)


@pytest.mark.parametrize(
    ("number", "en", "zh"),
    [
        *((0, "0th", " 0 "), (1, "first", "一"), (3, "third", "三"), (10, "tenth", "十"), (11, "11th", " 11 ")),
        *((12, "12th", " 12 "), (13, "13th", " 13 "), (21, "21st", " 21 "), (22, "22nd", " 22 "), (23, "23rd", " 23 ")),
        *((24, "24th", " 24 "), (111, "111th", " 111 "), (112, "112th", " 112 "), (101, "101st", " 101 ")),
    ],
)
def test_a_ring_is_counted_in_words_up_to_ten_and_in_figures_beyond(number: int, en: str, zh: str) -> None:
    assert (ordinal(number, "en"), ordinal(number, "zh")) == (en, zh)


def test_a_recovered_call_says_within_what_its_ringing_is_known() -> None:
    call = replace(answered(), measurement=Measurement.RECOVERED, margin_us=S // 4)
    assert sentence(story(call), "en", SHANGHAI).endswith("own records after a gap, within ±0.25 s)")
    assert sentence(story(call), "zh", SHANGHAI).endswith("自身记录补全，误差不超过 ±0.25 秒）。")
    heard = replace(call, margin_us=0)
    assert sentence(story(heard), "en", SHANGHAI).endswith("own records after a gap)")
