"""Households as the rows of a sheet that an import reads back as the same households."""

from collections.abc import Iterable, Iterator

from ticketing.households.columns import SHEET, Column
from ticketing.households.household import Household, KeptDocument, Person
from ticketing.households.sheet_rows import NO, PARTS, YES

_BETWEEN = {"zh": "；", "en": "; "}


def sheet_rows(households: Iterable[Household], language: str = "zh") -> Iterator[list[str]]:
    yield SHEET.row(language)
    for household in households:
        own = _own_cells(household, language)
        for person in household.people or (None,):
            cells = own | ({} if person is None else _person_cells(person, language))
            yield [cells.get(column, "") for column in Column]


def _own_cells(household: Household, language: str) -> dict[Column, str]:
    place = household.place
    return {
        Column.ESTATE: place.estate,
        Column.BUILDING: place.building,
        Column.UNIT: place.unit,
        Column.ROOM: place.room,
        Column.HOUSEKEEPER: household.housekeeper or "",
        Column.DOCUMENTS: _BETWEEN[language].join(_document(document) for document in household.documents),
        Column.NOTES: household.notes or "",
        Column.CONSENT: _yes_or_no(household.consent, language),
        Column.VIP: _yes_or_no(household.vip, language),
    }


def _person_cells(person: Person, language: str) -> dict[Column, str]:
    return {
        Column.NAME: person.name,
        Column.PART: PARTS[person.part][0 if language == "zh" else 1],
        Column.PHONES: _BETWEEN[language].join(phone.raw for phone in person.phones),
    }


def _document(document: KeptDocument) -> str:
    return document.title if document.since is None else f"{document.title}({document.since:%Y-%m-%d})"


def _yes_or_no(value: bool | None, language: str) -> str:
    if value is None:
        return ""
    return (YES if value else NO)[0 if language == "zh" else 1]
