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


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        (("9", "", "5"), "household", "not_invited"),
        (("七", "", "5"), "household", "not_invited"),
        (("٧", "", "5"), "household", "not_invited"),
        (("", "x" * 61, "5"), "ballot", "too_long"),
        (("", "", "5"), "household", "whose"),
    ],
)
def test_who_is_not_invited_and_a_number_that_is_too_long_are_told(row: Sequence[str], column: str, why: str) -> None:
    found = sheet(row, anonymous=True, header=("住户", "票号", "q1"))
    assert [(bad.column, bad.why) for bad in found.bad] == [(column, why)]


def test_a_number_of_a_paper_may_have_sixty_letters_and_none_where_there_is_a_household() -> None:
    header = ("住户", "票号", "q1")
    assert [row.ballot for row in sheet(("", "x" * 60, "5"), anonymous=True, header=header).rows] == ["x" * 60]
    assert [row.ballot for row in sheet(("7", "x" * 61, "5"), header=header).rows] == [""]


@pytest.mark.parametrize(("word", "kept"), [("Y", "yes"), ("是", "yes"), ("YES", "yes"), ("否", "no"), ("n", "no")])
def test_yes_and_no_may_be_written_in_these_words(word: str, kept: str) -> None:
    (row,) = sheet(("7", "5", word), header=("住户", "q1", "q2")).rows
    assert row.answers.chosen["q2"] == kept


@pytest.mark.parametrize(
    ("header", "column"),
    [
        *((("住户", "q1"), "household"), (("household", "q1"), "household"), (("住户编号", "q1"), "household")),
        *((("household id", "q1"), "household"), (("房间", "q1"), "room"), (("室", "q1"), "room")),
        *((("room", "q1"), "room"), (("ballot", "q1"), "ballot"), (("编号", "q1"), "ballot")),
        (("问卷号", "q1"), "ballot"),
    ],
)
def test_whose_an_answer_is_stands_under_one_of_these_headers(header: Sequence[str], column: str) -> None:
    wrong = {"household": "not_invited", "room": "not_invited", "ballot": "not_anonymous"}[column]
    assert [bad.why for bad in sheet(("9999", "5"), header=header).bad] == [wrong]


@pytest.mark.parametrize(
    "header",
    [("estate", "building", "unit", "room"), ("项目", "楼号", "单元号", "房间"), ("小区", "栋", "单元", "室")],
)
def test_a_place_stands_under_these_headers(header: Sequence[str]) -> None:
    (row,) = sheet(("花园", "3", "2", "1202", "5"), header=(*header, "q1")).rows
    assert row.household == 8


def test_what_is_wrong_names_the_header_as_the_sheet_writes_it() -> None:
    found = sheet(("7", "9"), header=("住户", " Q\n1 "))
    assert [(bad.column, bad.header) for bad in found.bad] == [("q1", "Q 1")]


def test_each_reason_has_its_sentence_in_both_languages() -> None:
    header = ("住户", "票号", "q1", "q4")
    rows = [("7", "", "5", "x" * 1001), ("", "", "5"), ("9", "", "5"), ("", "A", "5"), ("7", "", ""), ("7", "", "9")]
    sentences = [(bad.sentence(), bad.sentence("en")) for bad in sheet(*rows, header=header).bad]
    assert sentences == [
        ("内容过长", "this is too long"),
        ("须填写住户、房号或票号", "say whose it is: a household, its place, or the number of the paper"),
        ("该住户未被邀请", "this household is not invited"),
        ("非匿名调查须填写住户", "this survey is not anonymous: a household is needed"),
        ("必须作答", "this must be answered"),
        ("不是本题的选项", "this is none of the answers of the question"),
    ]


def test_a_household_is_there_once() -> None:
    row = ("花园", "3", "2", "1201", "5")
    found = sheet(row, row)
    assert len(found.rows) == 1
    assert [bad.sentence("en") for bad in found.bad] == ["this is there twice"]


@pytest.mark.parametrize("header", [(), ("q1", "q2"), ("房号", "备注"), ("房号", "q1", "1")])
def test_a_sheet_that_makes_no_sense_is_refused(header: Sequence[str]) -> None:
    with pytest.raises(SheetError):
        gather([Line(1, header)] if header else [], SURVEY, PLACES)
