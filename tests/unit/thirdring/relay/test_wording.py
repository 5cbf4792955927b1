"""What a chat group reads: in its language, within the robot's bytes, and without markup that is not ours."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import i18n
from tests.unit.thirdring.relay.notices import alert, notice
from thirdring.relay.notice import Notice
from thirdring.relay.wording import BYTES_MAX, Message, Style, cut, message

SHANGHAI = ZoneInfo("Asia/Shanghai")
LINKED = Style("zh", SHANGHAI, "https://boards.example/", "https://git.example/main")


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    i18n.use("zh")
    yield
    i18n.use("en")


def said(*alerts: dict[str, Any], style: Style = LINKED, truncated: int = 0) -> Message:
    told = message(Notice.model_validate(notice(*alerts, truncated=truncated)), style)
    assert told is not None
    return told


def test_an_alert_says_in_chinese_what_is_since_when_and_where_to_look() -> None:
    assert said().text == (
        "**【紧急】 service：来电响过三声无人接，请立即接听**\n\n"
        "> 已振铃 15 秒，无人接听。\n\n"
        "11-25 20:01:05 起 · [看板](https://boards.example/d/thirdring-wall-zh)"
        " · [处理手册](https://git.example/main/docs/runbooks/hotline-ringing-past-target.md)"
    )


def test_the_same_in_english_for_whoever_reads_that() -> None:
    i18n.use("en")
    told = said(alert("warning"), style=Style("en", SHANGHAI))
    assert told.text == (
        "**[Warning] service: a call rings beyond the third ring right now**\n\n"
        "> It has rung for 15.2s and nobody has answered.\n\n"
        "since 11-25 20:01:05"
    )
    assert told.title == "[Warning] service: a call rings beyond the third ring right…"


def test_what_is_over_is_one_line_after_what_goes_on() -> None:
    text = said(alert(status="resolved"), alert("warning"), alert("critical")).text
    assert text.index("【紧急】") < text.index("【提醒】") < text.index("【已解除】")
    assert text.endswith("**【已解除】 service：来电响过三声无人接，请立即接听**")


def test_a_call_that_is_over_is_ended_and_not_resolved() -> None:
    over = alert(status="resolved", ended="it rings no more", ended_zh="来电不再振铃")
    over["labels"]["hotline"] = "服务热线"
    assert said(over).text == "**【已结束】 服务热线：来电不再振铃**"
    i18n.use("en")
    assert said(over, style=Style("en", SHANGHAI)).title == "[Ended] 服务热线: it rings no more"


def test_nothing_is_said_of_the_end_of_what_happens_once() -> None:
    once = alert(status="resolved", told_once="yes", ended="x")
    assert message(Notice.model_validate(notice(once)), LINKED) is None
    assert said(once, alert()).text.count("**") == 2
    assert said(alert(told_once="yes")).text.startswith("**【紧急】")


def test_what_does_not_fit_is_counted() -> None:
    told = said(*[alert() for _ in range(60)], truncated=7)
    assert len(told.text.encode()) <= BYTES_MAX
    shown = told.text.count("【紧急】")
    assert 5 < shown < 60
    assert told.text.endswith(f"另有 {60 - shown + 7} 条")


def test_an_alert_longer_than_a_message_is_cut_between_characters() -> None:
    told = said(alert(description_zh="很长" * 5000), alert())
    assert len(told.text.encode()) <= BYTES_MAX
    assert "另有 1 条" in told.text


@given(st.text(max_size=400), st.integers(3, 200))
def test_a_cut_text_is_whole_characters_within_its_bytes(text: str, bytes_max: int) -> None:
    short = cut(text, bytes_max)
    assert len(short.encode()) <= bytes_max
    assert short == text or text.startswith(short.removesuffix("…"))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=600), min_size=1, max_size=30))
def test_whatever_is_said_a_message_is_within_the_robot_s_bytes(texts: list[str]) -> None:
    told = said(*[alert(summary_zh=text, description_zh=text) for text in texts])
    assert 0 < len(told.text.encode()) <= BYTES_MAX
    assert len(told.title) <= 60


@pytest.mark.parametrize(("length", "shown"), [(55, "x" * 55), (56, "x" * 54 + "…")])
def test_a_title_of_sixty_letters_is_whole_and_a_longer_one_is_cut(length: int, shown: str) -> None:
    assert said(alert(summary_zh="x" * length)).title == f"【紧急】 {shown}"


def test_an_alert_that_fires_is_not_said_to_have_ended() -> None:
    ending = {"ended_zh": "来电已结束"}
    assert said(alert(**ending)).title.startswith("【紧急】")
    assert "来电已结束" in said(alert(status="resolved", **ending)).title


def test_a_name_is_no_markup_and_a_path_from_elsewhere_is_no_link() -> None:
    evil = "**粗** <font color='info'>x</font> [点](http://evil)"
    text = said(alert(summary_zh=evil, dashboard_zh="https://evil.example/", runbook="../../etc")).text
    assert "<" not in text
    assert "](" not in text
    assert text.count("**") == 2


def test_an_alert_of_other_rules_is_said_in_english_or_by_its_name() -> None:
    assert "beyond the third ring" in said(alert(summary_zh="")).text
    bare = alert(summary="", summary_zh="", description="", description_zh="")
    assert said(bare).text.startswith("**【紧急】 HotlineRingingPastTarget**")


def test_no_letter_of_an_alert_is_markup_or_breaks_its_line() -> None:
    told = said(alert(summary_zh="*<>[]`a\nb\rc"), style=Style("zh", SHANGHAI))
    assert told.text.splitlines()[0] == "**【紧急】 ＊＜＞［］'a b c**"


@pytest.mark.parametrize("truncated", [0, 7])
def test_each_alert_is_shown_as_soon_as_the_bytes_hold_it_with_the_number_of_the_rest(truncated: int) -> None:
    twelve = Notice.model_validate(notice(*[alert("warning") for _ in range(12)], truncated=truncated))
    least: dict[int, tuple[int, int]] = {}
    for bytes_max in range(300, 4_000):
        told = message(twelve, LINKED, bytes_max)
        assert told is not None
        least.setdefault(told.text.count("【提醒】"), (bytes_max, len(told.text.encode())))
    assert sorted(least) == list(range(1, 13))
    assert [needed for count, (bytes_max, needed) in least.items() if count > 1 and bytes_max != needed] == []
