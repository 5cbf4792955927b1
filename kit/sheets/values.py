"""What a cell of an xlsx shows, as text. openpyxl knows which number formats are dates, and what they mean.

It is imported where it is needed: no start of the service waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kit.sheets.troubles import SheetError, Trouble

_FORMAT_LETTERS_MAX = 255
_NO_VALUE = "#VALUE!"


@dataclass(frozen=True, slots=True)
class Moments:
    """Which styles are of dates and times: True where it is a length of time."""

    styles: Mapping[str, bool]  # by their number, as cells name it
    since_1904: bool = False

    def text(self, number: str, style: str) -> str:
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

        try:
            value = float(number)
            epoch = MAC_EPOCH if self.since_1904 else WINDOWS_EPOCH
            return as_text(from_excel(value, epoch, timedelta=self.styles[style]))
        except (OverflowError, ValueError):
            return _NO_VALUE


def length_of_time(format_number: str, named: Mapping[str, str]) -> bool | None:
    """Of a style's format: None where it is no date or time. `named` are the file's own formats."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

    known = BUILTIN_FORMATS.get(int(format_number)) if format_number.isdecimal() else None
    code = named.get(format_number, known)
    if code is None or len(code) > _FORMAT_LETTERS_MAX or not is_date_format(code):
        return None
    return bool(is_timedelta_format(code))


def number_text(number: str) -> str:
    """Excel keeps a phone number as a number."""
    try:
        if "." in number or "e" in number or "E" in number:
            return as_text(float(number))
        return str(int(number))
    except ValueError:
        return number


def date_text(written: str) -> str:
    from openpyxl.utils.datetime import from_ISO8601

    try:
        return as_text(from_ISO8601(written))  # type: ignore[no-untyped-call]  # openpyxl has no type for it
    except (OverflowError, TypeError, ValueError):
        return written


def yes_or_no(number: str) -> str:
    return "no" if number.strip() in ("0", "false") else "yes"


def as_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return "" if value is None else str(value)


def column_number(letters: str) -> int:
    """The number of a column such as `AB`; the first is 0."""
    if len(letters) > 3 or not (letters.isascii() and letters.isalpha()):
        raise SheetError(Trouble.DAMAGED)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(place: int) -> str:
    """The letters of a column, such as `AB`; the first is 0."""
    letters, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
