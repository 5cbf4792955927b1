"""Draws pages: Jinja2 with everything escaped, in one language, with the site's own clock."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from console.built import built
from console.frame.where import where_of
from console.key_words import key_words
from console.words import words
from kit.i18n import Language, translations
from metrics.objectives.catalogue import OBJECTIVES
from telephony.numbers import is_withheld
from ticketing.inspections.forms import FORMS

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
    )
    made.globals.update(_texts(language), language=language, built=built(), where_of=where_of)
    made.filters.update(
        _times(zone),
        **_words(language),
        caller=_caller(language),
        seconds=_seconds(language),
        share=_share(language),
        first_capital=_first_capital,
        amount=_amount,
        term=_term(language),
        line_title=_line_title(language),
    )
    return made


def _texts(language: Language) -> dict[str, Any]:
    """As the i18n extension has them, except that they need no context of Jinja2. It makes one for each text within a
    loop, which is a quarter of the time of a page with 50 rows."""
    said = translations(language)

    @lru_cache(maxsize=4096)
    def text_of(text: str) -> Markup:
        return Markup(said.gettext(text))  # noqa: S704 - what we wrote ourselves

    def gettext(text: str, **values: object) -> Markup:
        return text_of(text) % values

    def ngettext(one: str, many: str, num: int, **values: object) -> Markup:
        return Markup(said.ngettext(one, many, num)) % {"num": num, **values}  # noqa: S704 - the same

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


class _Times:
    """Instants of the API in the site's own time; what is not known is a dash."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def _said(self, text: str | None, form: str) -> str:
        return self._local(text).strftime(form) if text else _UNSAID

    def _local(self, text: str) -> datetime:
        return datetime.fromisoformat(text).astimezone(self._zone)

    def at(self, text: str | None) -> str:
        """11-28 14:05"""
        return self._said(text, "%m-%d %H:%M")

    def minute(self, text: str | None) -> str:
        """14:05"""
        return self._said(text, "%H:%M")

    def second(self, text: str | None) -> str:
        """14:05:09"""
        return self._said(text, "%H:%M:%S")

    def whole(self, text: str | None) -> str:
        return self._said(text, "%Y-%m-%d %H:%M:%S")

    def typed(self, text: str) -> str:
        """2026-11-28T14:05, as a field of a form has it."""
        return self._local(text).strftime("%Y-%m-%dT%H:%M")

    def since(self, text: str | None, now_us: int) -> str:
        """14:05 of today, 11-28 14:05 of another day."""
        if text and self._local(text).date() == datetime.fromtimestamp(now_us / 1e6, self._zone).date():
            return self.minute(text)
        return self.at(text)

    def last_day(self, text: str) -> str:
        """The last local day before an end, such as 2026-11-28."""
        return (self._local(text) - timedelta(microseconds=1)).strftime("%Y-%m-%d")


def _times(zone: tzinfo) -> dict[str, Any]:
    times = _Times(zone)
    names = ("at", "last_day", "minute", "since", "second", "typed", "whole")
    return {**{name: getattr(times, name) for name in names}, "minutes_until": minutes_until}


def minutes_until(text: str, now_us: int) -> float:
    return datetime.fromisoformat(text).timestamp() / 60 - now_us / 60e6


_CHANGE = re.compile(r"([a-z_]+(?: [a-z]+)*)(?:: (.*)| (\d[\d-]*))?")
_TOLD_OF = {"amended": "field", "step done": "step", "step waived": "step", "step undone": "step"}


def _words(language: Language) -> dict[str, Any]:
    tables = {**words(language), **key_words(language)}

    def said(key: str | None, table: str) -> str:
        """A key of the API in the reader's words; itself where there are none."""
        return _UNSAID if key is None else tables.get(table, {}).get(key, key)

    def worded(keys: Iterable[str], table: str) -> list[tuple[str, str]]:
        return [(str(key), said(str(key), table)) for key in keys]

    def done(what: str) -> str:
        """A line of a ticket's history, such as `amended: title, phone` or `merged into 20261129-0154`."""
        found = _CHANGE.fullmatch(what)
        key, about = (found[1], found[2] or found[3] or "") if found else (what, "")
        table = _TOLD_OF.get(key)
        shown = ", ".join(said(each, table) for each in about.split(", ")) if table else about
        return said(key, "done").replace("{0}", shown)

    def field_name(key: str) -> str:
        """What people call a field of the API."""
        known = (tables[table].get(key) for table in ("field", "record_field", "general"))
        return next((word for word in known if word), key)

    return {
        "said": said,
        "worded": worded,
        "done": done,
        "field_name": field_name,
        "in_one_language": partial(_in_one_language, language),
    }


def _in_one_language(language: Language, title: str) -> str:
    """What an inspection's finding gave its name to has both: `整洁 · tidy`. What a person wrote stays as it is."""
    return _ITEM_TITLES.get(title, {}).get(language, title)


_ITEM_TITLES = {
    f"{item.zh} · {item.en}": {"zh": item.zh, "en": item.en} for form in FORMS.values() for item in form.items
}


def _seconds(language: Language) -> Any:
    unit = " 秒" if language == "zh" else " s"

    def seconds(value: float | None) -> str:
        if value is None:
            return _UNSAID
        if value < 60:
            return f"{value:.1f}{unit}"
        return str(timedelta(seconds=round(value))).removeprefix("0:")

    return seconds


_COUNTED = re.compile(r"([0-9]+) ([a-z ]+?)s?")
_TERMS_ZH = {
    "minute": "{} 分钟",
    "hour": "{} 小时",
    "service hour": "{} 个服务小时",
    "day": "{} 天",
    "workday": "{} 个工作日",
    "end of day": "当日 24:00 前",
    "end of workday": "当个工作日 24:00 前",
}


def _term(language: Language) -> Any:
    def term(text: str) -> str:
        """A term of the API, such as `3 workdays`, in the reader's words."""
        found = _COUNTED.fullmatch(text)
        unit, count = (found[2], found[1]) if found else (text, "")
        return text if language == "en" else _TERMS_ZH.get(unit, text).format(count)

    return term


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def _line_title(language: Language) -> Any:
    """The title of a line of the quality sheet, by its number."""
    titles = {one.id: getattr(one.title, language) for one in OBJECTIVES}
    return titles.__getitem__


def _caller(language: Language) -> Callable[[str], str]:
    """Who called, as the switch said it, or that they do not show it."""
    withheld = translations(language).gettext("withheld")
    return lambda raw: withheld if is_withheld(raw) else raw


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _share(language: Language) -> Any:
    unit = "%" if language == "zh" else " %"

    def share(ratio: float | None) -> str:
        """97.3 %, never rounded up to what was not reached."""
        return _UNSAID if ratio is None else f"{int(ratio * 1000) / 10:.1f}{unit}"

    return share
