"""The columns of the list of households, and what each has in a file. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.frame.columns import Column
from console.frame.fields import Field, Words, plain
from console.frame.navigation import marked

COLUMNS = (
    Column("place", marked("Place")),
    Column("people", marked("People")),
    Column("phones", marked("Phone numbers")),
    Column("housekeeper", marked("Housekeeper")),
    Column("file", marked("File")),
)


def _people(row: Any, words: Words) -> str:
    return "; ".join(f"{person['name']} {words.said(person['part'], 'part')}" for person in row["people"])


def _phones(row: Any, _words: Words) -> str:
    return "; ".join(phone["raw"] for person in row["people"] for phone in person["phones"])


def _consent(row: Any, words: Words) -> str:
    return words.say("yes") if row["consent"] is False else ""


FIELDS: Mapping[str, Sequence[Field]] = {
    "place": (plain(marked("Place"), "place"), plain(marked("Estate"), "estate")),
    "people": (Field(marked("People"), _people),),
    "phones": (Field(marked("Phone numbers"), _phones),),
    "housekeeper": (plain(marked("Housekeeper"), "housekeeper"),),
    "file": (
        Field(marked("Documents"), lambda row, _words: str(len(row["documents"]))),
        Field(marked("does not want to be called"), _consent),
    ),
}
