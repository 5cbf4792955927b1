"""Draws pages: Jinja2 with everything escaped, in one language, with the site's own clock."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from console.built import built
from console.key_words import key_words
from console.words import words
from kit.i18n import Language, translations

_CONSOLE = Path(__file__).parents[1]
_UNSAID = "–"


def draw(template: str, language: Language, zone: tzinfo, data: Mapping[str, Any]) -> str:
    """`template` is its path within the console: `tickets/list.html`."""
    return environment(language, zone).get_template(template).render(data)


@cache
def environment(language: Language, zone: tzinfo) -> Environment:
    made = Environment(
        loader=FileSystemLoader(_CONSOLE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined] # of its i18n extension
    made.globals.update(language=language, built=built())
    made.filters.update(
        _times(zone),
        **_words(language),
        seconds=_seconds(language),
        share=_share(language),
        first_capital=_first_capital,
        amount=_amount,
    )
    return made


def _times(zone: tzinfo) -> dict[str, Any]:
    def local(text: str) -> datetime:
        return datetime.fromisoformat(text).astimezone(zone)

    def at(text: str | None) -> str:
        """11-28 14:05, the site's own time."""
        return local(text).strftime("%m-%d %H:%M") if text else _UNSAID

    def second(text: str | None) -> str:
        """14:05:09"""
        return local(text).strftime("%H:%M:%S") if text else _UNSAID

    def whole(text: str | None) -> str:
        return local(text).strftime("%Y-%m-%d %H:%M:%S") if text else _UNSAID

    return {"at": at, "second": second, "whole": whole, "minutes_until": minutes_until}


def minutes_until(text: str, now_us: int) -> float:
    return datetime.fromisoformat(text).timestamp() / 60 - now_us / 60e6


_CHANGE = re.compile(r"([a-z_]+(?: [a-z]+)*)(?:: (.*)| (\d[\d-]*))?")
_TOLD_OF = {"amended": "field", "step done": "step", "step waived": "step"}


def _words(language: Language) -> dict[str, Any]:
    tables = {**words(language), **key_words(language)}

    def said(key: str | None, table: str) -> str:
        """A key of the API in the reader's words; itself where there are none."""
        return _UNSAID if key is None else tables.get(table, {}).get(key, key)

    def done(what: str) -> str:
        """A line of a ticket's history, such as `amended: title, phone` or `merged into 20261129-0154`."""
        found = _CHANGE.fullmatch(what)
        key, about = (found[1], found[2] or found[3] or "") if found else (what, "")
        table = _TOLD_OF.get(key)
        shown = ", ".join(said(each, table) for each in about.split(", ")) if table else about
        return said(key, "done").replace("{0}", shown)

    return {"said": said, "done": done}


def _seconds(language: Language) -> Any:
    unit = " 秒" if language == "zh" else " s"

    def seconds(value: float | None) -> str:
        if value is None:
            return _UNSAID
        if value < 60:
            return f"{value:.1f}{unit}"
        return str(timedelta(seconds=round(value))).removeprefix("0:")

    return seconds


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _share(language: Language) -> Any:
    unit = "%" if language == "zh" else " %"

    def share(ratio: float | None) -> str:
        """97.3 %, never rounded up to what was not reached."""
        return _UNSAID if ratio is None else f"{int(ratio * 1000) / 10:.1f}{unit}"

    return share
