"""What a column of a list has in a file: its heading, and the text of a row. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class Words(NamedTuple):
    """How a page says what the API says, in its reader's language and the site's own time."""

    said: Callable[[str | None, str], str]
    time: Callable[[str | None], str]
    say: Callable[[str], str]
    categories: Mapping[str, str] = {}


class Field(NamedTuple):
    title: str
    cell: Callable[[Any, Words], str]


def plain(title: str, key: str) -> Field:
    return Field(title, lambda row, _words: "" if row[key] is None else str(row[key]))


def said(title: str, key: str, table: str) -> Field:
    return Field(title, lambda row, words: words.said(row[key], table))


def time(title: str, key: str) -> Field:
    return Field(title, lambda row, words: words.time(row[key]))
