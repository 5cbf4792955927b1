"""A sheet of answers, row by row."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from kit.sheets.files import Line
from kit.sheets.troubles import SheetError
from tests.unit.ticketing.surveys.campaign import SURVEY
from ticketing.households.household import Place
from ticketing.surveys.sheet import Gathered, gather

PLACES = {Place("花园", "3", "2", "1201"): 7, Place("花园", "3", "2", "1202"): 8}
HEADER = ("小区", "楼栋", "单元", "房号", "q1", "门禁是否完好？", "3", "意见", "电话")


def sheet(*rows: Sequence[str], anonymous: bool = False, header: Sequence[str] = HEADER) -> Gathered:
    lines = [Line(number, row) for number, row in enumerate([header, *rows], start=1)]
    return gather(lines, replace(SURVEY, anonymous=anonymous), PLACES)


def test_a_row_is_an_answer_of_the_household_at_its_place() -> None:
    found = sheet(("花园", "3", "2", "1201", "5", "是", "绿化", "很好", "138"))
    (row,) = found.rows
    assert (row.household, row.ballot, found.bad, found.unknown) == (7, "", (), ("电话",))
    assert row.answers.chosen == {"q1": "5", "q2": "yes", "q3": "2"}
    assert row.answers.comments == {"q4": "很好"}


def test_a_household_may_be_named_by_its_number() -> None:
    (row,) = sheet(("8", "4"), header=("household", "q1")).rows
    assert row.household == 8


def test_papers_of_an_anonymous_survey_have_numbers_of_their_own() -> None:
    header = ("票号", "q1")
    found = sheet(("A-1", "5"), ("A-2", "1"), anonymous=True, header=header)
    assert [(row.household, row.ballot) for row in found.rows] == [(0, "A-1"), (0, "A-2")]
    assert [bad.why for bad in sheet(("A-1", "5"), header=header).bad] == ["not_anonymous"]


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (("花园", "3", "2", "9999", "5"), "room", "该住户未被邀请"),
        (("", "", "", "", "5"), "household", "须填写住户、房号或票号"),
        (("花园", "3", "2", "1201", "9"), "q1", "不是本题的选项"),
        (("花园", "3", "2", "1201", ""), "q1", "必须作答"),
        (("花园", "3", "2", "1201", "5", "或许"), "q2", "不是本题的选项"),
    ],
)
def test_a_bad_row_is_left_out_and_says_why(row: Sequence[str], column: str, sentence: str) -> None:
    found = sheet(row)
    assert [(bad.line, bad.column, bad.sentence()) for bad in found.bad] == [(2, column, sentence)]
    assert found.rows == ()


def test_a_household_is_there_once() -> None:
    row = ("花园", "3", "2", "1201", "5")
    found = sheet(row, row)
    assert len(found.rows) == 1
    assert [bad.sentence("en") for bad in found.bad] == ["this is there twice"]


@pytest.mark.parametrize("header", [(), ("q1", "q2"), ("房号", "备注"), ("房号", "q1", "1")])
def test_a_sheet_that_makes_no_sense_is_refused(header: Sequence[str]) -> None:
    with pytest.raises(SheetError):
        gather([Line(1, header)] if header else [], SURVEY, PLACES)
