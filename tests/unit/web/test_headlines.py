"""The verdict on a call as people say it."""

import pytest

from metrics.calls.headline import headline, ordinal
from metrics.calls.receipt import Story
from metrics.calls.service_level import Excluded
from telephony.facts import Disposition
from tests.unit.web.test_receipt_sentences import ANSWERED, LOST, T0

IN_TIME = ANSWERED._replace(answered_at_us=T0 + 7_490_000, rings=2, within_target=True)


@pytest.mark.parametrize(
    ("story", "en", "zh"),
    [
        (
            IN_TIME,
            "Answered in the second ring, 7.5 s after it began to ring.",
            "第二声时接起，距开始振铃 7.5 秒。",
        ),
        (
            ANSWERED,
            "Answered too late: in the fourth ring, 15.3 s after it began to ring.",
            "接起过晚：第四声时才接起，距开始振铃 15.3 秒。",
        ),
        (
            IN_TIME._replace(excluded=Excluded.TEST_CALL, within_target=None),
            "Answered in the second ring, 7.5 s after it began to ring.",
            "第二声时接起，距开始振铃 7.5 秒。",
        ),
        (
            LOST,
            "Not answered: the caller hung up in the third ring, after 12.0 s of ringing.",
            "未接听：第三声时（已振铃 12.0 秒），来电人挂机。",
        ),
        (
            LOST._replace(disposition=Disposition.NO_AGENT, alerted_at_us=None, rings=0),
            "Not answered: there was no agent to ring; the wait ended after 12.1 s in which no phone rang.",
            "未接听：没有可用的坐席；12.1 秒内没有话机振铃，等待结束。",
        ),
        (
            ANSWERED._replace(alerted_at_us=None, rings=0),
            "Answered at once, before any phone rang.",
            "话机未振铃即已接起。",
        ),
        (
            LOST._replace(disposition=None, waited_until_us=None),
            "A phone rings now: nobody has answered yet.",
            "正在振铃，尚无人接听。",
        ),
        (
            ANSWERED._replace(excluded=Excluded.OUTBOUND, within_target=None),
            "A call from here: answered by the person called.",
            "呼出电话：对方已接听。",
        ),
    ],
)
def test_it_says_in_which_ring_and_how_long_it_had_rung(story: Story, en: str, zh: str) -> None:
    assert (headline(story, "en"), headline(story, "zh")) == (en, zh)


def test_a_time_just_below_the_limit_does_not_read_as_the_limit() -> None:
    close = IN_TIME._replace(answered_at_us=T0 + 14_999_999, rings=3)
    assert "14.999999 s" in headline(close, "en")
    assert "14.990 s" in headline(close._replace(answered_at_us=T0 + 14_990_000), "en")


def test_rings_are_counted_in_words_up_to_ten() -> None:
    assert [ordinal(number, "en") for number in (1, 10, 11, 21)] == ["first", "tenth", "11th", "21st"]
    numbers = (12, 13, 14, 22, 23, 24, 111, 112, 113, 121)
    words = ["12th", "13th", "14th", "22nd", "23rd", "24th", "111th", "112th", "113th", "121st"]
    assert [ordinal(number, "en") for number in numbers] == words
    assert [ordinal(number, "zh") for number in (1, 10, 11)] == ["一", "十", " 11 "]
