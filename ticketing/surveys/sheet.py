"""A sheet of answers: whose they are, a column for each question, and what is wrong with a row.

Whose: the number of a household, or its place by 小区, 楼栋, 单元, 房号; a paper without a household has a number.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kit.amounts import whole
from kit.sheets.files import Line
from kit.sheets.headers import plain
from kit.sheets.troubles import SheetError, Trouble
from ticketing.households.household import Place
from ticketing.surveys.answers import Answers, AnswersError, read_answers
from ticketing.surveys.survey import NO, YES, Form, Question, Survey, key

BALLOT_MAX = 60
_ID_DIGITS_MAX = 15
_WHOSE: Mapping[str, tuple[str, ...]] = {
    "household": ("住户", "household", "住户编号", "householdid"),
    "estate": ("小区", "estate", "项目"),
    "building": ("楼栋", "building", "楼号", "栋"),
    "unit": ("单元", "unit", "单元号"),
    "room": ("房号", "room", "房间", "室"),
    "ballot": ("票号", "ballot", "编号", "问卷号"),
}
_WORDS = {"是": YES, "yes": YES, "y": YES, "否": NO, "no": NO, "n": NO}
_WHY: Mapping[str, tuple[str, str]] = {
    "required": ("必须作答", "this must be answered"),
    "not_an_answer": ("不是本题的选项", "this is none of the answers of the question"),
    "too_long": ("内容过长", "this is too long"),
    "not_invited": ("该住户未被邀请", "this household is not invited"),
    "whose": ("须填写住户、房号或票号", "say whose it is: a household, its place, or the number of the paper"),
    "not_anonymous": ("非匿名调查须填写住户", "this survey is not anonymous: a household is needed"),
    "twice": ("与前面的行重复", "this is there twice"),
}


class Row(NamedTuple):
    line: int
    household: int  # 0: a paper without one
    ballot: str
    answers: Answers


class Bad(NamedTuple):
    """What is wrong, and where; never the value, which may be personal."""

    line: int
    column: str
    why: str
    header: str = ""  # of the column, as the sheet writes it

    def sentence(self, language: str = "zh") -> str:
        return _WHY[self.why][0 if language == "zh" else 1]


class Gathered(NamedTuple):
    rows: tuple[Row, ...]
    bad: tuple[Bad, ...]
    unknown: tuple[str, ...]  # headers that mean nothing to us


class _FaultyError(Exception):
    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column, self.why = column, why


def gather(lines: Iterable[Line], survey: Survey, places: Mapping[Place, int]) -> Gathered:
    """`places`: the households that are invited. Raises SheetError."""
    lines = iter(lines)
    columns, unknown, headers = _columns(lines, survey.questions)
    rows: dict[tuple[int, str], Row] = {}
    bad: list[Bad] = []
    for line in lines:
        cells = {name: line.cells[at].strip() for name, at in columns.items() if at < len(line.cells)}
        try:
            row = _row(line.number, cells, survey, places)
            if rows.setdefault((row.household, row.ballot), row) is not row:
                raise _FaultyError("household" if row.household else "ballot", "twice")
        except _FaultyError as faulty:
            bad.append(Bad(line.number, faulty.column, faulty.why, headers.get(faulty.column, "")))
        except AnswersError as error:
            bad += [Bad(line.number, one.question, one.why, headers.get(one.question, "")) for one in error.faults]
    return Gathered(tuple(rows.values()), tuple(bad), unknown)


def _columns(
    lines: Iterator[Line], questions: Sequence[Question]
) -> tuple[Mapping[str, int], tuple[str, ...], Mapping[str, str]]:
    """Where each column stands, the headers that mean nothing, and each column's header as the sheet writes it."""
    header = next(lines, None)
    if header is None:
        raise SheetError(Trouble.EMPTY)
    known = {name: column for column, names in _WHOSE.items() for name in names}
    for place, question in enumerate(questions):
        known |= {plain(name): key(place) for name in (key(place), str(place + 1), *question.text) if name}
    found: dict[str, int] = {}
    unknown = []
    for at, cell in enumerate(header.cells):
        column = known.get(plain(cell))
        if column is None:
            unknown += [cell] if cell.strip() else []
        elif column in found:
            raise SheetError(Trouble.TWICE, columns=column, headers=column)
        else:
            found[column] = at
    if not found.keys() & {"household", "room", "ballot"}:
        raise SheetError(Trouble.WHOSE)
    if not found.keys() & {key(place) for place in range(len(questions))}:
        raise SheetError(Trouble.NO_QUESTION)
    return found, tuple(unknown), {column: " ".join(header.cells[at].split()) for column, at in found.items()}


def _row(line: int, cells: Mapping[str, str], survey: Survey, places: Mapping[Place, int]) -> Row:
    household, ballot = _whose(cells, places), cells.get("ballot", "")
    if not household:
        if not ballot:
            raise _FaultyError("household", "whose")
        if not survey.anonymous:
            raise _FaultyError("household", "not_anonymous")
        if len(ballot) > BALLOT_MAX:
            raise _FaultyError("ballot", "too_long")
    told = {}
    for place, question in enumerate(survey.questions):
        text = cells.get(key(place), "")
        told[key(place)] = _as_answer(question, text)
    return Row(line, household, "" if household else ballot, read_answers(survey.questions, told))


def _whose(cells: Mapping[str, str], places: Mapping[Place, int]) -> int:
    """0: nothing is said of a household."""
    text = cells.get("household", "")
    if text:
        household = whole(text, _ID_DIGITS_MAX)
        if household is None or household not in places.values():
            raise _FaultyError("household", "not_invited")
        return household
    if not cells.get("room"):
        return 0
    place = Place(*(cells.get(name, "") for name in ("estate", "building", "unit", "room")))
    if place not in places:
        raise _FaultyError("room", "not_invited")
    return places[place]


def _as_answer(question: Question, text: str) -> str:
    """A choice by its words, a yes in Chinese."""
    if question.form is Form.YES_NO:
        return _WORDS.get(text.casefold(), text)
    if question.form is Form.CHOICE:
        for place, words in enumerate(question.choices, start=1):
            if text and text in words:
                return str(place)
    return text
