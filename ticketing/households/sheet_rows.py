"""One row of a sheet: a person of a household, or what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kit.sheets.cells import BadRow, Fault, FaultyError, clean
from telephony.numbers import e164
from ticketing.households.columns import Column
from ticketing.households.household import KeptDocument, Part, Phone, Place

PARTS: Mapping[Part, tuple[str, ...]] = {
    Part.OWNER: ("业主", "owner", "房主", "产权人", "户主"),
    Part.TENANT: ("租户", "tenant", "租客", "承租人"),
    Part.FAMILY: ("家属", "family", "家人", "亲属", "配偶", "子女", "父母"),
    Part.CONTACT: ("联系人", "contact", "紧急联系人", "其他", "other"),
}
_PART_OF = {name: part for part, names in PARTS.items() for name in names}
YES = ("是", "yes", "y", "true", "1", "同意", "有", "√")
NO = ("否", "no", "n", "false", "0", "不同意", "无", "×")
LENGTHS_MAX: Mapping[Column, int] = {
    Column.NAME: 100,
    Column.HOUSEKEEPER: 64,
    Column.DOCUMENTS: 2000,
    Column.NOTES: 4000,
    Column.PHONES: 400,
}
_LENGTH_MAX = 60
_AS_WRITTEN = (Column.NAME, Column.NOTES)
_WITH_LINES = (Column.NOTES, Column.PHONES, Column.DOCUMENTS)
_BETWEEN = re.compile(r"[,;/|、，；\n]+")
_SINCE = re.compile(r"(.*?)\s*[(（](\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?[)）]\s*")
_SHORT = re.compile(r"[0-9]{2,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Row:
    """None: the sheet has no such column, or the cell is empty; then what is known stays."""

    line: int
    place: Place
    name: str | None = None
    part: Part | None = None
    phones: tuple[Phone, ...] = ()
    housekeeper: str | None = None
    documents: tuple[KeptDocument, ...] = ()
    notes: str | None = None
    consent: bool | None = None
    vip: bool | None = None


class Reading(NamedTuple):
    region: str = "CN"
    area_code: str = ""
    estate: str = ""  # of rows that name none


def read_row(line: int, cells: Sequence[str], places: Mapping[Column, int], reading: Reading) -> Row | BadRow:
    try:
        texts = {column: _clean(column, cells[at] if at < len(cells) else "") for column, at in places.items()}
        return _row(line, texts, reading)
    except FaultyError as faulty:
        return BadRow(line, faulty.column, faulty.fault)


def _row(line: int, texts: Mapping[Column, str], reading: Reading) -> Row:
    if not texts.get(Column.ROOM):
        raise FaultyError(Column.ROOM, Fault.MISSING)
    name, part, phones = texts.get(Column.NAME), _part(texts.get(Column.PART, "")), texts.get(Column.PHONES, "")
    if not name and (phones or part):
        raise FaultyError(Column.NAME, Fault.NAME_MISSING)
    place = Place(
        texts.get(Column.ESTATE) or reading.estate,
        *(_bare(texts.get(column, ""), ends) for column, ends in _PLACE_ENDS.items()),
    )
    return Row(
        line,
        place,
        name or None,
        (part or Part.OWNER) if name else None,
        _phones(phones, reading),
        texts.get(Column.HOUSEKEEPER) or None,
        tuple(_document(text) for text in _several(texts.get(Column.DOCUMENTS, ""))),
        texts.get(Column.NOTES) or None,
        _yes_or_no(Column.CONSENT, texts.get(Column.CONSENT, "")),
        _yes_or_no(Column.VIP, texts.get(Column.VIP, "")),
    )


_PLACE_ENDS = {Column.BUILDING: "号楼 栋 幢 座 楼", Column.UNIT: "单元", Column.ROOM: "室 房"}


def _bare(text: str, ends: str) -> str:
    """`3号楼` and `3栋` are building 3, `1201室` is room 1201."""
    for end in ends.split():
        if text.endswith(end) and len(text) > len(end):
            return text.removesuffix(end).strip()
    return text


def _clean(column: Column, text: str) -> str:
    longest = LENGTHS_MAX.get(column, _LENGTH_MAX)
    return clean(column, text, longest, as_written=column in _AS_WRITTEN, lines=column in _WITH_LINES)


def _part(text: str) -> Part | None:
    part = _PART_OF.get(text.casefold())
    if text and part is None:
        raise FaultyError(Column.PART, Fault.UNKNOWN_PART)
    return part


def _phones(text: str, reading: Reading) -> tuple[Phone, ...]:
    return tuple({phone.number: phone for phone in (_phone(raw, reading) for raw in _several(text))}.values())


def _phone(raw: str, reading: Reading) -> Phone:
    number = e164(raw, reading.region, reading.area_code)
    if number is None and _SHORT.fullmatch(raw):
        number = raw
    if number is None:
        raise FaultyError(Column.PHONES, Fault.NOT_A_PHONE)
    return Phone(number, raw)


def _several(text: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def _document(text: str) -> KeptDocument:
    found = _SINCE.fullmatch(text)
    if found is None:
        return KeptDocument(text)
    try:
        return KeptDocument(found[1], date(int(found[2]), int(found[3]), int(found[4])))
    except ValueError:
        raise FaultyError(Column.DOCUMENTS, Fault.NOT_A_DATE) from None


def _yes_or_no(column: Column, text: str) -> bool | None:
    plain = text.casefold()
    if not plain:
        return None
    if plain in YES or plain in NO:
        return plain in YES
    raise FaultyError(column, Fault.NOT_YES_OR_NO)
