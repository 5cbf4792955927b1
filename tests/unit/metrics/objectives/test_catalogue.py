import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from kit.wrong import WrongValueError
from metrics.objectives.catalogue import OBJECTIVES, Own, sheet
from metrics.objectives.in_words import needs, percent, target_text
from metrics.objectives.objective import Kind, Objective, Period, Source
from metrics.objectives.page import DOCUMENT, document
from metrics.objectives.standing import Status, Tally, stand
from ticketing.duties.duty import DUTIES, Recurrence, site_duties


def test_the_sheet_has_21_lines_in_the_order_of_the_paper() -> None:
    assert [one.id for one in OBJECTIVES] == list(range(1, 22))
    assert len({one.key for one in OBJECTIVES}) == 21


@pytest.mark.parametrize("one", OBJECTIVES, ids=lambda one: one.key)
def test_every_line_says_everything_in_both_languages(one: Objective) -> None:
    for text in (one.title, one.formula, one.counts, one.left_out):
        assert re.search(r"[一-鿿]", text.zh)
        assert re.fullmatch(r"[ -~÷]+", text.en)


def test_every_example_has_a_status_and_a_count_has_its_times() -> None:
    for one in OBJECTIVES:
        assert stand(one.example, one.target, over=False, grows=one.grows).status is not Status.NO_DATA
        assert (one.kind is Kind.COUNT) == (one.times > 0) == (one.source is Source.DUTIES)


def test_the_page_of_objectives_is_current() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run: python -m metrics.objectives.page"


def test_a_share_just_below_its_target_does_not_look_like_it() -> None:
    assert percent(Fraction(94_999, 100_000)) == "94.99 %"
    assert percent(Fraction(95, 100)) == "95 %"


def test_targets_read_as_on_the_sheet() -> None:
    shown = {one.id: target_text(one) for one in OBJECTIVES}
    assert (shown[1], shown[4], shown[10], shown[16], shown[21]) == (
        "≥ 99.9 %",
        "100 %",
        "100 %",
        "2 a day",
        "1 a week",
    )


def test_a_target_in_chinese_is_the_standard_of_the_customers_own_sheet() -> None:
    shown = {one.id: target_text(one, "zh") for one in OBJECTIVES}
    assert (shown[1], shown[4], shown[5], shown[8], shown[10], shown[16]) == (
        "≥99.9%",
        "当日（100%）",
        "≤1 周（100%）",
        "每月 1 次",
        "≤3 声接起（100%）",
        "每工作日 2 次",
    )


@pytest.mark.parametrize(
    ("number", "tally", "said"),
    [
        (3, Tally(80_000, 71_500, 8_500), "还须收缴 500 元"),
        (6, Tally(860, 858, 2), "还须补齐 2 户"),
        (9, Tally(20, 16, 4), "未完成的 4 项中还须达标 2 项"),
        (17, Tally(200, 170), "接下来的 100 份须全部达标"),
        (18, Tally(200, 188), "接下来的 40 项须全部达标"),
        (18, Tally(200, 190), ""),
        (10, Tally(200, 199), ""),
    ],
)
def test_what_is_still_needed_is_said_in_the_unit_of_its_line(number: int, tally: Tally, said: str) -> None:
    one = OBJECTIVES[number - 1]
    standing = stand(tally, one.target, over=False, grows=one.grows)
    assert needs(one, standing, "zh") == said
    assert bool(needs(one, standing, "en")) == bool(said)


def test_what_is_still_needed_is_said_in_either_language() -> None:
    standing = stand(Tally(30, 20, 4), Fraction(9, 10), over=False, grows=True)
    assert (standing.more, standing.further) == (4, 30)
    line = OBJECTIVES[9]
    assert needs(line, standing, "zh") == "未完成的 4 项中还须达标 4 项，接下来的 30 通须全部达标"
    assert needs(line, standing, "en") == "4 more of the 4 open ones, then the next 30 calls without a miss"


@pytest.mark.parametrize(
    ("ahead", "zh", "en"),
    [
        (
            Fraction(1, 5),
            "接下来的 40 通须全部达标（11 月 25 日 24:00 前）",
            "the next 40 calls without a miss, by 24:00 on 25 November",
        ),
        (
            Fraction(39, 200),
            "按目前进度本期无法达标：须再有 40 通全部达标，约再来 39 通（11 月 25 日 24:00 前）",
            (
                "out of reach at the pace so far: the next 40 calls without a miss, and about 39 more come, "
                "by 24:00 on 25 November"
            ),
        ),
    ],
)
def test_what_can_be_done_by_when_or_that_it_is_too_much(ahead: Fraction, zh: str, en: str) -> None:
    standing = stand(Tally(200, 188), Fraction(95, 100), over=False, grows=True, ahead=ahead)
    assert standing.status is Status.AT_RISK
    last = date(2026, 11, 25)
    assert (needs(OBJECTIVES[9], standing, "zh", last), needs(OBJECTIVES[9], standing, "en", last)) == (zh, en)


@pytest.mark.parametrize(
    ("number", "en", "zh"),
    [
        (8, "1 a month", "每月 1 次"),
        (16, "2 a day", "每工作日 2 次"),
        (21, "1 a week", "每周 1 次"),
        (9, "≥ 90 %", "≥90%"),
    ],
)
def test_a_target_in_either_language(number: int, en: str, zh: str) -> None:
    one = OBJECTIVES[number - 1]
    assert (target_text(one, "en"), target_text(one, "zh")) == (en, zh)


@pytest.mark.parametrize(
    ("period", "text"),
    [(Period.DAY, "每日 3 次"), (Period.WEEK, "每周 3 次"), (Period.MONTH, "每月 3 次"), (Period.YEAR, "每年 3 次")],
)
def test_so_many_times_a_period_has_its_word(period: Period, text: str) -> None:
    one = replace(OBJECTIVES[7], period=period, times=3)
    assert (target_text(one, "zh"), target_text(one, "en")) == (text, f"3 a {period}")


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(Fraction(1), "100 %"), (Fraction(0), "0 %"), (Fraction(2, 3), "66.66 %"), (Fraction(1, 8), "12.5 %")],
)
def test_a_percentage_is_cut_after_two_decimals(ratio: Fraction, text: str) -> None:
    assert percent(ratio) == text
    assert percent(ratio, "zh") == text.replace(" ", "")


def test_a_site_sets_its_own_target_and_says_where_it_comes_from() -> None:
    calls = sheet([Own(10, Fraction(8, 10), "合同附件二")])[9]
    assert (calls.origin.zh, target_text(calls, "zh")) == ("合同附件二", "≤3 声接起（≥80%）")
    assert sheet([Own(10, Fraction(8, 10))])[9].origin.en == "the site's settings"
    assert (sheet()[9].target, sheet()[9].origin.zh) == (Fraction(1), "质量目标原文")


@pytest.mark.parametrize("line", [10, 16])
def test_a_site_may_say_where_a_target_comes_from_and_keep_it(line: int) -> None:
    one = sheet([Own(line, None, "合同附件二")])[line - 1]
    assert (one.target, one.origin.zh, one.origin.en) == (Fraction(1), "合同附件二", "合同附件二")


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ([Own(22, Fraction(1))], "1 to 21"),
        ([Own(9, Fraction(1)), Own(9)], "twice"),
        ([Own(16, Fraction(1, 2))], "`times` of its"),
    ],
)
def test_a_target_that_cannot_be_is_refused(own: list[Own], said: str) -> None:
    with pytest.raises(WrongValueError, match=said):
        sheet(own)


@pytest.mark.parametrize(
    ("change", "zh"),
    [({"times": 3}, "每工作日 3 次"), ({"recurrence": Recurrence.DAY}, "每日 2 次"), ({"times": 0}, "每工作日 2 次")],
)
def test_a_line_that_counts_is_held_to_how_often_the_site_has_its_duty(change: dict[str, object], zh: str) -> None:
    assert target_text(sheet(duties=site_duties([{"name": "patrol", **change}]))[15], "zh") == zh


def test_a_duty_changes_how_often_only_a_line_that_counts_is_due() -> None:
    patrol = next(duty for duty in DUTIES if duty.objective == 16)
    answered = OBJECTIVES[9]
    assert sheet(duties=[replace(patrol, objective=answered.id)])[9] == answered
