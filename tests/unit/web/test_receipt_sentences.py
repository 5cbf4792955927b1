from zoneinfo import ZoneInfo

import pytest

from metrics.calls.receipt import Language, Story, first_to_ring, sentence
from metrics.calls.service_level import Excluded
from telephony.facts import Disposition, Measurement

T0 = 1_764_036_000_123_000  # 10:00:00.123 in Shanghai
SHANGHAI = ZoneInfo("Asia/Shanghai")
ANSWERED = Story(
    disposition=Disposition.ANSWERED,
    arrived_at_us=T0 - 123_000,
    alerted_at_us=T0,
    answered_at_us=T0 + 15_300_000,
    waited_until_us=T0 + 15_300_000,
    rings=4,
    limit_us=15_000_000,
    within_target=False,
    excluded=None,
    measurement=Measurement.MEASURED,
    agent="1001",
    first_rang=("1001",),
)
LOST = ANSWERED._replace(
    disposition=Disposition.ABANDONED, answered_at_us=None, waited_until_us=T0 + 12_000_000, rings=3, agent=None
)


def said(story: Story, language: Language = "en") -> str:
    return sentence(story, language, SHANGHAI)


def test_a_late_answer_says_when_in_which_ring_by_how_much_and_which_phone() -> None:
    assert said(ANSWERED) == (
        "answered at 15.3 s, in the 4th ring, 0.3 s late: phone 1001 rang from 10:00:00.123 to 10:00:15.423"
    )
    assert said(ANSWERED, "zh") == (
        "振铃 15.3 秒时接听，第 4 声，超时 0.3 秒：话机 1001 从 10:00:00.123 振铃至 10:00:15.423。"
    )


def test_an_answer_in_time_says_how_much_was_left() -> None:
    early = ANSWERED._replace(answered_at_us=T0 + 7_250_000, rings=2, within_target=True)
    assert said(early).startswith("answered at 7.2 s, in the 2nd ring, 7.8 s before the limit")


@pytest.mark.parametrize(
    ("ring_us", "words"),
    [
        (15_000_000, "at 15.000000 s, in the 4th ring, 0.000000 s late"),
        (14_999_999, "at 14.999999 s, in the 4th ring, 0.000001 s before"),
        (15_004_000, "at 15.004 s, in the 4th ring, 0.004 s late"),
    ],
)
def test_close_to_the_limit_the_times_have_the_digits_that_decide(ring_us: int, words: str) -> None:
    assert words in said(ANSWERED._replace(answered_at_us=T0 + ring_us))


def test_where_another_phone_rang_first_both_are_named() -> None:
    assert said(ANSWERED._replace(first_rang=("1002",))).endswith(
        "phone 1002 rang first, from 10:00:00.123, and 1001 answered at 10:00:15.423"
    )


def test_where_several_phones_rang_together_they_are_counted() -> None:
    assert said(ANSWERED._replace(first_rang=("1002", "1001", "1003"))).endswith(
        "3 phones rang from 10:00:00.123, and 1001 answered at 10:00:15.423"
    )


def test_phones_that_begin_to_ring_within_half_a_second_rang_together() -> None:
    attempts = [(None, "1009"), (T0 + 500_000, "1004"), (T0 + 499_999, "1002"), (T0, "1001"), (T0 + 1, "1001")]
    assert first_to_ring(attempts) == ("1001", "1002")
    assert first_to_ring([(None, "1001")]) == ()


def test_a_phone_that_answers_without_ringing() -> None:
    assert said(ANSWERED._replace(alerted_at_us=None, answered_at_us=T0, rings=0)) == (
        "answered by 1001 at 10:00:00.123 without any ringing, 0.1 s after the call came in"
    )


@pytest.mark.parametrize(
    ("disposition", "words"),
    [
        (Disposition.ABANDONED, "the caller hung up at 10:00:12.123, after 12.0 s of ringing, in the 3rd ring; missed"),
        (Disposition.TIMEOUT, "the switch gave up at 10:00:12.123, after 12.0 s of ringing, in the 3rd ring; missed"),
        (Disposition.FAILED, "the call failed at"),
        (Disposition.CLOSED, "without trying anybody"),
        (Disposition.NO_AGENT, "nobody could be rung"),
    ],
)
def test_a_lost_call_says_who_ended_it(disposition: Disposition, words: str) -> None:
    assert words in said(LOST._replace(disposition=disposition))


def test_a_call_where_nothing_rang_says_how_long_it_waited() -> None:
    assert "after 12.1 s in which nothing rang; missed" in said(LOST._replace(alerted_at_us=None, rings=0))


@pytest.mark.parametrize("excluded", list(Excluded))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_call_that_is_not_counted_says_why(excluded: Excluded, language: Language) -> None:
    text = said(LOST._replace(excluded=excluded, within_target=None), language)
    if excluded is Excluded.OUTBOUND:
        assert text in ("outbound call, not answered", "呼出电话，未接通。")
    else:
        assert ("not counted: " if language == "en" else "不计入统计：") in text


def test_an_outbound_call_is_not_called_answered_by_an_agent() -> None:
    assert said(ANSWERED._replace(excluded=Excluded.OUTBOUND)) == "outbound call, answered at 10:00:15.423"


def test_a_live_call_says_that_it_goes_on() -> None:
    live = LOST._replace(disposition=None, waited_until_us=None, within_target=None)
    assert said(live) == "still ringing, since 10:00:00.123"
    assert said(live._replace(alerted_at_us=None)) == "still waiting, and nothing has rung"


@pytest.mark.parametrize("measurement", [Measurement.RECOVERED, Measurement.ESTIMATED])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_was_not_measured_says_so(measurement: Measurement, language: Language) -> None:
    whole = ANSWERED._replace(measurement=measurement)
    assert len(said(whole, language)) > len(said(ANSWERED, language))


def test_ordinals_are_english() -> None:
    wanted = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 112: "112th"}
    for number, ordinal in wanted.items():
        assert f"in the {ordinal} ring" in said(ANSWERED._replace(rings=number))
