"""Chinese and English. Texts are written in English in the code, marked by `_`, and looked up in locales/*.po."""

import contextlib
import gettext
import os
import tempfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
LOCALES = Path(__file__).with_name("locales")

_translations: gettext.NullTranslations = gettext.NullTranslations()
_language: Language = "en"


def _(text: str) -> str:
    return _translations.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    return _translations.ngettext(one, many, count)


def language() -> Language:
    return _language


def use(language: Language | None = None, environ: Mapping[str, str] = os.environ) -> Language:
    """Uses this language from now on, by default that of the environment; returns it."""
    global _translations, _language
    _language = language or preferred(environ)
    _translations = translations(_language)
    return _language


@contextlib.contextmanager
def speaking(wanted: Language) -> Iterator[None]:
    """This language meanwhile: for a block that awaits nothing, or others would speak it too."""
    before = _language
    use(wanted)
    try:
        yield
    finally:
        use(before)


def preferred(environ: Mapping[str, str]) -> Language:
    """The first language of the locale variables that has a catalogue, otherwise English."""
    wanted = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    for name in (*environ.get("LANGUAGE", "").split(":"), wanted):
        for known in LANGUAGES:
            if _language_of(name) == known:
                return known
    return "en"


def _language_of(locale: str) -> str:
    try:
        return Locale.parse(locale.partition(".")[0].partition("@")[0]).language
    except (UnknownLocaleError, ValueError, TypeError):
        return ""


def translations(language: Language) -> gettext.GNUTranslations:
    """The compiled catalogue. It is compiled again if it is older than its text, and saved if possible."""
    text, compiled = LOCALES / f"{language}.po", LOCALES / f"{language}.mo"
    if compiled.exists() and (compiled_ns := compiled.stat().st_mtime_ns) >= text.stat().st_mtime_ns:
        return _read(compiled, compiled_ns)
    catalogue = compile_catalogue(language)
    with contextlib.suppress(OSError), tempfile.NamedTemporaryFile(dir=LOCALES, delete=False) as new:
        new.write(catalogue)
        Path(new.name).chmod(0o644)
        Path(new.name).replace(compiled)
    return gettext.GNUTranslations(BytesIO(catalogue))


@lru_cache(maxsize=2 * len(LANGUAGES))
def _read(compiled: Path, _compiled_ns: int) -> gettext.GNUTranslations:
    """Reading takes 5 ms. The file is read again when it is another one."""
    return gettext.GNUTranslations(BytesIO(compiled.read_bytes()))


def compile_catalogue(language: Language) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (LOCALES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()
