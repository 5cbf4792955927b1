"""Keeps the message catalogues: `./run messages` collects the texts that are marked in the code and in the settings.

The English catalogue is filled by itself; in the Chinese one new texts are left empty for a person, and a test says so.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from kit.i18n import LANGUAGES, LOCALES
from lab.texts import problem_texts
from telephony.calls.states import Signal
from thirdring.settings import Settings
from thirdring.settings.table import rows

HOME = LOCALES.parent.parent
HEADER = "# Texts of Third Ring. ./run messages collects them; the English ones are what the code says."
BLANK = dict.fromkeys(("version", "msgid_bugs_address", "last_translator", "language_team"), "-")
KEYWORDS = {"_": 1, "ngettext": 2, "marked": 1, "WrongValueError": 1}
_TEMPLATES = {"trim_blocks": "true", "lstrip_blocks": "true"}
ROOMS = ("console", "kit", "lab", "metrics", "telephony", "thirdring", "ticketing")


@cache
def collected() -> Catalog:
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for file in sorted(file for room in ROOMS for file in (HOME / room).rglob("*.py")):
        for message in _marked_in(ast.parse(file.read_text(encoding="utf-8"))):
            catalogue.add(message, locations=[(str(file.relative_to(HOME)), 0)])
    for file in sorted((HOME / "console").rglob("*.html")):
        for message in _drawn_in(file):
            catalogue.add(message, locations=[(str(file.relative_to(HOME)), 0)])
    for signal in Signal:
        catalogue.add(signal.value, locations=[("telephony/calls/states.py", 0)])
    for row in rows(Settings):
        catalogue.add(row.description, locations=[("thirdring/settings", 0)])
    return catalogue


def _marked_in(module: ast.Module) -> Iterator[str | tuple[str, str]]:
    """Also inside f-strings, where Babel's own extraction looks only with newer Pythons."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            texts = [str(text.value) for text in node.args[: KEYWORDS[node.func.id]] if isinstance(text, ast.Constant)]
            if texts:
                yield (texts[0], texts[1]) if len(texts) == 2 else texts[0]


def _drawn_in(template: Path) -> Iterator[str | tuple[str, str]]:
    with template.open("rb") as file:
        for _line, _keyword, found, _comments in babel_extract(file, ("_", "gettext", "ngettext"), (), _TEMPLATES):
            texts = [text for text in ((found,) if isinstance(found, str) else found or ()) if text]
            if texts:
                yield (texts[0], texts[1]) if len(texts) == 2 else texts[0]


def stored(language: str) -> Catalog:
    file = LOCALES / f"{language}.po"
    if not file.exists():
        return Catalog(locale=language, fuzzy=False)
    with file.open("rb") as text:
        return read_po(text, locale=language)


def missing(language: str) -> list[str]:
    """Texts without a translation in the stored catalogue."""
    catalogue = stored(language)
    return [str(message.id) for message in collected() if message.id and not _translated(catalogue.get(message.id))]


def unused(language: str) -> list[str]:
    texts = collected()
    return [str(message.id) for message in stored(language) if message.id and texts.get(message.id) is None]


def _translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def update(language: str) -> None:
    before = stored(language)
    after = Catalog(language, header_comment=HEADER, project="Third Ring", charset="utf-8", fuzzy=False, **BLANK)
    for message in collected():
        if message.id:
            known = before.get(message.id)
            after.add(message.id, _string(language, message, known), locations=message.locations)
    after.creation_date = after.revision_date = before.creation_date
    with (LOCALES / f"{language}.po").open("wb") as file:
        write_po(file, after, width=120, omit_header=False, include_lineno=False, sort_output=True)


def _string(language: str, message: Message, known: Message | None) -> str | tuple[str, ...] | list[str] | None:
    if language == "en":
        return message.id
    return known.string if known is not None and not known.fuzzy else None


def main() -> None:
    LOCALES.mkdir(exist_ok=True)
    for language in LANGUAGES:
        update(language)
        untranslated = missing(language)
        print(f"{language}: {len(untranslated)} to translate", *untranslated, sep="\n  ")
    problem_texts.update()
    print(f"problems, zh: {len(problem_texts.missing())} to translate", *problem_texts.missing(), sep="\n  ")


if __name__ == "__main__":
    main()
