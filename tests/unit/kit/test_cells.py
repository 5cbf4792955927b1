"""Cells of sheets: what is nothing, what is no text, what a value shows."""

import pytest

from kit.sheets.cells import BadRow, Fault, FaultyError, clean, is_nothing
from kit.sheets.values import Moments, column_letters, column_number, date_text, length_of_time, number_text, yes_or_no
from ticketing.households.columns import Column

# ---- cells


@pytest.mark.parametrize(
    "text", ["无", "没有", "暂无", "不详", "未知", "未填", "空", "N/A", "na", "None", "null", "nil"]
)
def test_words_for_nothing_are_nothing(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize(("text", "nothing"), [("-", True), ("—/ –", False), ("--", True), ("", False), ("-1", False)])
def test_strokes_alone_are_nothing(text: str, nothing: bool) -> None:
    assert is_nothing(text) is nothing


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("#N/A", Fault.ERROR),
        ("#######", Fault.ERROR),
        ("#DIV/0!", Fault.ERROR),
        ("a\x01b", Fault.CONTROL_CHARACTER),
        ("a\rb", Fault.CONTROL_CHARACTER),
        ("a\nb", Fault.CONTROL_CHARACTER),
        ("a\ud800b", Fault.CONTROL_CHARACTER),
    ],
)
def test_a_cell_that_is_no_text_says_why(text: str, fault: Fault) -> None:
    with pytest.raises(FaultyError) as refused:
        clean(Column.NAME, text, 10)
    assert (refused.value.column, refused.value.fault) == (Column.NAME, fault)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" a ", "a"),
        ("#1", "#1"),
        ("a#N/A", "a#N/A"),
        ("\u200b张三\ufeff", "张三"),
        ("\u200b 张三 \u200b", "张三"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("１２Ａ", "12A"),
        ("\u3000", ""),
    ],
)
def test_a_cell_is_kept_without_what_cannot_be_seen(text: str, kept: str) -> None:
    assert clean(Column.ROOM, text, 20) == kept


def test_a_cell_with_lines_keeps_them_and_no_others() -> None:
    assert clean(Column.NOTES, "a\r\nb\nc", 10, lines=True) == "a\nb\nc"
    with pytest.raises(FaultyError):
        clean(Column.NOTES, "a\rb", 10, lines=True)


def test_what_is_as_written_is_put_together_and_not_made_plain() -> None:
    assert clean(Column.NAME, "e\u0301１", 10, as_written=True) == "é１"


@pytest.mark.parametrize(("language", "said"), [("zh", "此列不能为空"), ("en", "this column must be filled in")])
def test_what_is_wrong_with_a_row_is_said_in_the_language_of_the_reader(language: str, said: str) -> None:
    assert BadRow(2, Column.NAME, Fault.MISSING).sentence(language) == said


# ---- values


@pytest.mark.parametrize(
    ("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_lettered_as_in_a_spreadsheet(place: int, letters: str) -> None:
    assert column_letters(place) == letters
    assert column_number(letters) == column_number(letters.lower()) == place


@pytest.mark.parametrize(
    ("number", "text"),
    [("007", "7"), ("1.50", "1.5"), ("1E3", "1000"), ("1e-7", "1e-07"), ("-3.0", "-3"), ("x", "x"), ("1.x", "1.x")],
)
def test_a_number_is_shown_without_what_is_not_needed(number: str, text: str) -> None:
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("number", "word"), [("0", "no"), (" 0 ", "no"), ("false", "no"), ("1", "yes"), ("true", "yes")]
)
def test_a_switch_is_yes_or_no(number: str, word: str) -> None:
    assert yes_or_no(number) == word


@pytest.mark.parametrize(
    ("written", "text"),
    [("2026-11-25", "2026-11-25"), ("2026-11-25T23:59:59", "2026-11-25"), ("2026-13-01", "2026-13-01"), ("x", "x")],
)
def test_a_written_date_is_its_day(written: str, text: str) -> None:
    assert date_text(written) == text


@pytest.mark.parametrize(
    ("number", "code", "is_length"),
    [
        ("14", None, False),
        ("22", None, False),
        ("46", None, True),
        ("0", None, None),
        ("49", None, None),
        ("x", None, None),
        ("164", "yyyy-mm-dd", False),
        ("164", "[h]:mm", True),
        ("164", "0.00", None),
        ("164", "y" * 255, False),
        ("164", "y" * 256, None),
        ("14", "0.00", None),
    ],
)
def test_a_format_is_of_dates_of_lengths_of_time_or_of_numbers(
    number: str, code: str | None, is_length: bool | None
) -> None:
    assert length_of_time(number, {} if code is None else {number: code}) is is_length


def test_days_are_counted_from_1900_or_from_1904() -> None:
    assert Moments({"1": False}).text("1", "1") == "1900-01-01"
    assert Moments({"1": False}, since_1904=True).text("1", "1") == "1904-01-02"
    assert Moments({"1": True}).text("0.5", "1") == "12:00:00"
