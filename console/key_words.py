"""The words for every key that the API says, in English and in Chinese: states, roles, reasons, actions. Pure."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

from console.key_tables import TABLES
from console.words import words as words_of_pages
from kit.http.out import Out
from kit.i18n import Language
from ticketing.inspections.forms import FORMS

_ONLY_PAGES = {"field"}


@cache
def key_words(language: Language) -> Mapping[str, Mapping[str, str]]:
    """The words by kind and key. Pages use the same words."""
    at = 1 if language == "zh" else 0
    found: dict[str, Mapping[str, str]] = {**words_of_pages(language)}
    for kind in _ONLY_PAGES:
        del found[kind]
    found |= {kind: {key: said[at] for key, said in table.items()} for kind, table in TABLES.items()}
    found["inspection_item"] = {item.key: getattr(item, language) for form in FORMS.values() for item in form.items}
    return found


def chinese(key: str, kind: str = "") -> str:
    """The word of that kind, else the first of any kind; a key without a word stays as it is."""
    for words in _looked_up(kind):
        if key in words:
            return words[key]
    return key


def _looked_up(kind: str) -> Iterator[Mapping[str, str]]:
    known = key_words("zh")
    if kind in known:
        yield known[kind]
    yield known["general"]
    yield from known.values()


class KeyWordsOut(Out):
    """The words for the keys of the API, by kind and key."""

    language: Literal["en", "zh"]
    words: Mapping[str, Mapping[str, str]]
