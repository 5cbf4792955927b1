"""Codes that hang at the points of a form, printed or on NFC tags: made, replaced, taken along."""

import asyncio
from typing import Any
from urllib.parse import quote

from aiohttp import hdrs, web

from console.frame.addresses import outside
from console.frame.page import Shown
from console.frame.slips import Words, printed
from console.frame.visit import Visit
from kit.http.problems import Problem
from kit.i18n import translations
from ticketing.inspections.forms import FORMS

_API = "/api/v1/patrol-codes"


async def codes(visit: Visit) -> Shown:
    return await _shown(visit, _form(visit.wanted().get("form", "daily")), part=False)


async def make(visit: Visit) -> Shown:
    """Makes codes for all points without one, or a new code for the named point."""
    typed = await visit.form()
    form = typed.get("form", "")
    items = [typed["item"]] if typed.get("item") else []
    carrier = typed.get("carrier", "paper")
    await visit.change("POST", _API, {"form": form, "items": items, "carrier": carrier})
    return await _shown(visit, form, part=True)


async def sheets(visit: Visit) -> web.Response:
    form = _form(visit.wanted().get("form", "daily"))
    found = await visit.get(_API, {"form": form})
    links = [(_title(visit, one["title"]), outside(visit, one["path"], None)) for one in found["items"] if one["path"]]
    if not links:
        raise Problem(422, "There are no codes yet: make them first.")
    _ = translations(visit.language).gettext
    title = FORMS[form].zh if visit.language == "zh" else FORMS[form].en[:1].upper() + FORMS[form].en[1:]
    words = Words(title, _("Scan this code while you fill in the form: it opens this point."))
    file = await asyncio.to_thread(printed, words, links, visit.now_us // 1_000_000, visit.language)
    name = f'attachment; filename="codes-{quote(form)}.pdf"'
    return web.Response(body=file, content_type="application/pdf", headers={hdrs.CONTENT_DISPOSITION: name})


async def _shown(visit: Visit, form: str, *, part: bool) -> Shown:
    found = await visit.get(_API, {"form": form})
    forms = [(key, one.zh if visit.language == "zh" else one.en) for key, one in FORMS.items()]
    tags = {one["item"]: outside(visit, one["tag_path"], None) for one in found["items"] if one["tag_path"]}
    data: dict[str, Any] = {
        "codes": found,
        "forms": forms,
        "form": form,
        "lacking": sum(one["path"] is None for one in found["items"]),
        "tags": tags,
    }
    return Shown("inspections/codes_part.html" if part else "inspections/codes.html", data, part=part)


def _form(name: str) -> str:
    if name not in FORMS:
        raise Problem(404, "There is no such form: choose one on the page of inspections.")
    return name


def _title(visit: Visit, title: dict[str, str]) -> str:
    said = title[visit.language]
    return said[:1].upper() + said[1:]
