"""What the paper form says, and where."""

from dataclasses import replace
from fractions import Fraction

import pytest

from kit.i18n import Language
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.objective import Text
from metrics.objectives.standing import Tally
from tests.unit.metrics.sheet.november import form_of, line, november


def remarks(number: int, tally: Tally, closed: bool, language: Language = "zh", now: Tally | None = None) -> str:
    return form_of(language, [line(OBJECTIVES[number - 1], tally, closed, now)]).rows[0].remarks


def test_the_form_has_the_21_lines_and_says_whose_they_are() -> None:
    made = form_of()
    assert [row.number for row in made.rows] == list(range(1, 22))
    assert made.title == "质量目标月度考核表"
    assert list(made.head) == [("部门", "客户服务部"), ("月份", "2026 年 11 月"), ("状态", "已封存")]
    assert list(made.signatures) == ["制表人", "审核人", "经理签字确认"]
    assert "2026-12-08 09:12（Asia/Shanghai）" in made.notes[1]


def test_a_line_shows_target_result_status_and_rule() -> None:
    row = form_of("en").rows[9]
    assert (row.title, row.target, row.figures) == ("answered within three rings", "100 %", "5,640 / 6,000")
    assert (row.percent, row.status_text, row.rule) == ("94 %", "not met", "v1")


def test_nothing_is_neither_all_nor_none() -> None:
    row = form_of("en").rows[0]
    assert (row.figures, row.percent, row.ratio, row.status_text) == ("–", "–", None, "no data")


def test_a_month_with_open_lines_is_provisional_and_the_year_does_not_count_for_it() -> None:
    assert form_of("en", november(closed=False)).head[2] == ("State", "provisional: 20 lines are not closed yet")


@pytest.mark.parametrize(
    ("number", "tally", "closed", "said"),
    [
        (10, Tally(10, 10), True, "30 天中 30 天达标"),
        (5, Tally(4, 3), True, "5 周中 0 周达标"),
        (16, Tally(2, 2), False, "已封存 0/30 天"),
        (12, Tally(9, 9), True, ""),
        (3, Tally(100, 80, 20), False, "尚未封存；还须收缴 10 元（11 月 30 日 24:00 前）"),
        (13, Tally(20, 18, 1), False, "尚未封存；1 项未完成"),
        (17, Tally(10, 9), False, "2026 年累计至今"),
        (17, Tally(10, 9), True, ""),
        (12, Tally(9, 9), False, "尚未封存"),
        (12, Tally(9, 9, 0), True, ""),
        (3, Tally(100, 95, 5), False, "尚未封存；未收 5 元"),
    ],
)
def test_remarks_say_what_was_counted_and_what_is_open(number: int, tally: Tally, closed: bool, said: str) -> None:
    assert remarks(number, tally, closed) == said


def test_remarks_say_what_a_recompute_found() -> None:
    said = remarks(12, Tally(9, 9), True, "en", now=Tally(10, 9))
    assert said == "recomputed now: 9 / 10 (90 %)"


def test_the_summary_counts_the_lights() -> None:
    made = form_of("en")
    assert made.summary.startswith("Of 21 objectives: ")
    assert sum(map(int, [word for word in made.summary.replace(",", "").split() if word.isdigit()])) == 42


def test_money_is_in_yuan_and_a_target_of_the_site_says_where_it_comes_from() -> None:
    fees = replace(OBJECTIVES[2], origin=Text("合同附件二", "annex 2"))
    (row,) = form_of("zh", [line(fees, Tally(80_000, 71_500), closed=True)]).rows
    assert (row.figures, row.unit, row.remarks) == ("71,500 / 80,000 元", " 元", "标准依据：合同附件二")


def test_below_the_sheet_stands_what_no_call_proves() -> None:
    assert form_of().notes[0] == (
        "非通话凭证：2 单工单停计共 2.5 小时；已确认填报 30 条，其中 4 条无凭证，另有 1 条待经理确认、未计入；"
        "3 单回电或回访以口头结案；5 项例行任务批量勾选。"
    )


def test_a_line_shows_the_target_that_it_was_held_to() -> None:
    made = line(OBJECTIVES[11], Tally(9, 9), closed=True)
    lower = made._replace(standing=made.standing._replace(target=Fraction(9, 10)))
    assert form_of("en", [lower]).rows[0].target == "≥ 90 %"
