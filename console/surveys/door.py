"""Surveys for managers: the list, a draft, what runs, its slips, and what came of it."""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import hdrs, web

from console.frame.addresses import outside
from console.frame.lists import List, View, listed
from console.frame.navigation import marked
from console.frame.page import Shown
from console.frame.typed import body_of
from console.frame.visit import Visit
from console.surveys.drafts import body_of_draft, fits, rows_of
from console.surveys.results import bars, words_of
from console.surveys.slips import slips
from kit.http.auth.credential import PAGE_WORD, is_from_elsewhere
from kit.http.problems import Problem
from kit.http.site import SITE
from kit.i18n import translations
from kit.roles import DISPATCHERS, MANAGERS

SLIPS_AT_ONCE = 500
_YEARLY_LINE = 17
_API = "/api/v1/surveys"

SURVEYS = List(
    "/surveys",
    _API,
    "surveys/rows.html",
    (
        View(marked("All"), {"limit": "50"}),
        View(marked("Drafts"), {"state": "draft"}),
        View(marked("Running"), {"state": "open"}),
        View(marked("Ended"), {"state": "closed"}),
        View(marked("Yearly"), {"kind": "yearly"}),
    ),
)


async def surveys(visit: Visit) -> Shown | web.Response:
    found = await listed(visit, SURVEYS)
    if not isinstance(found, dict):
        return found
    return Shown("surveys/list.html", {**found, "manages": await _manages(visit)})


async def new(visit: Visit) -> Shown:
    await visit.require(MANAGERS)
    return Shown("surveys/new.html", {"survey": None, "questions": rows_of(None)})


async def create(visit: Visit) -> web.Response:
    made = (await visit.change("POST", _API, body_of_draft(await visit.form()))).data
    return web.Response(status=204, headers={"HX-Redirect": f"/surveys/{made['id']}"})


async def survey(visit: Visit) -> Shown:
    return await _shown(visit, part=visit.is_part)


async def amend(visit: Visit) -> Shown:
    typed = await visit.form()
    await visit.change("PUT", _api(visit), body_of_draft(typed), typed.get("version", ""))
    return await _shown(visit, part=True)


async def move(visit: Visit) -> Shown:
    """Opens or closes it."""
    typed = await visit.form()
    action = "close" if typed.get("action") == "close" else "open"
    await visit.change("POST", f"{_api(visit)}/{action}", version=typed.get("version", ""))
    return await _shown(visit, part=True)


async def households(visit: Visit) -> Shown:
    """Who is invited, and who has answered."""
    wanted = visit.wanted()
    page = await visit.get(f"{_api(visit)}/invitations", {"limit": "100", **wanted})
    here = f"/surveys/{quote(visit.path('id'))}/households"
    more = f"{here}?{urlencode({**wanted, 'cursor': page['next']})}" if page["next"] else None
    rows = {"rows": page["items"], "more": more}
    if visit.is_part:
        return Shown("surveys/household_rows.html", rows, part=True)
    views = [("", here), ("true", f"{here}?answered=true"), ("false", f"{here}?answered=false")]
    return Shown(
        "surveys/households.html", {**rows, "survey": await visit.get(_api(visit)), "wanted": wanted, "views": views}
    )


async def nonconformity(visit: Visit) -> Shown:
    """Raises a nonconformity for a remark, in the manager's own words."""
    typed = await visit.form()
    response = typed.pop("response", "-")
    await visit.change("POST", f"{_api(visit)}/findings/{quote(response, safe='')}/nonconformity", body_of(typed))
    return await _shown(visit, part=True)


async def print_slips(visit: Visit) -> web.Response:
    """New links of those who have not answered, on paper; their earlier links end."""
    if is_from_elsewhere(visit.request):
        raise Problem(403, "Print on the page of Third Ring itself.")
    typed = await visit.form()
    body = {"households": await _invited(visit, typed.get("building", ""))}
    made = await visit.change("POST", f"{_api(visit)}/invitations", body, headers={PAGE_WORD: typed.get("word", "")})
    public = visit.request.app[SITE].options.public_url
    links = [
        (link["place"], outside(visit, link["path"], public + link["path"] if public else None))
        for link in made.data["items"]
    ]
    if not links:
        raise Problem(422, "Everybody there has answered already, or was asked lately to rate something else.")
    say, now_s = translations(visit.language).gettext, visit.now_us // 1_000_000
    found = await visit.get(_api(visit))
    file = await asyncio.to_thread(slips, found, links, now_s, visit.language, say)
    name = f'attachment; filename="survey-{found["id"]}.pdf"'
    return web.Response(body=file, content_type="application/pdf", headers={hdrs.CONTENT_DISPOSITION: name})


async def _invited(visit: Visit, building: str) -> list[int] | None:
    """The households of a building; None: all. Raises Problem where they are too many for one print."""
    query = {"limit": str(SLIPS_AT_ONCE), **({"building": building} if building else {})}
    page = await visit.get("/api/v1/households", query)
    asked = [each["id"] for each in page["items"]]
    if page["next"]:
        raise Problem(422, f"These are more than {SLIPS_AT_ONCE} households: print building by building.")
    if not building:
        return None
    if not asked:
        raise Problem(422, "There is no such household: write the building as the list of households does.")
    return asked


async def _shown(visit: Visit, *, part: bool) -> Shown:
    found = await visit.get(_api(visit))
    data: dict[str, Any] = {
        "survey": found,
        "questions": rows_of(found) if found["state"] == "draft" else [],
        "fits": fits(found),
        "manages": await _manages(visit),
        "named": words_of(found, visit.language),
        **(
            await _came_in(visit, found) if found["state"] != "draft" else {"results": [], "findings": [], "line": None}
        ),
    }
    return Shown("surveys/survey.html" if part else "surveys/one.html", data, part=part)


async def _came_in(visit: Visit, found: Mapping[str, Any]) -> dict[str, Any]:
    results = await visit.get(f"{_api(visit)}/results")
    sees = (await visit.reader()).role in DISPATCHERS
    findings = (await visit.get(f"{_api(visit)}/findings", {"limit": "100"}))["items"] if sees else []
    line = (
        await visit.get(f"/api/v1/objectives/{_YEARLY_LINE}", {"date": found["to"]})
        if found["kind"] == "yearly"
        else None
    )
    return {"results": bars(found, results, visit.language), "findings": findings, "line": line}


async def _manages(visit: Visit) -> bool:
    return (await visit.reader()).role in MANAGERS


def _api(visit: Visit) -> str:
    return f"{_API}/{quote(visit.path('id'), safe='')}"
