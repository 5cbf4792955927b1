"""The roster of a week, and who is on now: people are put in and taken out, each against the version that was seen."""

from datetime import date
from typing import Any
from urllib.parse import quote

from aiohttp import web

from console.frame.on_shift import SHIFTS, on_shift, on_shift_now, turns_between
from console.frame.page import Shown
from console.frame.visit import Visit
from console.shifts.turns import People, changed, drawn_with, people_of, told_apart
from console.shifts.week import Week, changes_since, rows, to_fill, week_of
from kit.http.problems import Problem
from kit.http.wire import instant
from kit.instants import local_day


async def week(visit: Visit) -> Shown:
    shown = _week(visit)
    found = await turns_between(visit, shown.first, shown.last)
    before = await turns_between(visit, shown.before, shown.last_before)
    data = {
        "week": shown,
        "opened": None,
        "to_fill": len(to_fill(found["items"], before["items"], instant(visit.now_us))),
        **await _rows(visit, shown.first, shown.last, found),
        **await on_shift(visit),
    }
    return Shown("shifts/week.html", data)


async def day(visit: Visit) -> Shown:
    """A row of the week, for a page that is open."""
    return await _day_shown(visit, _day(visit.path("day")), None)


async def change(visit: Visit) -> Shown:
    """Somebody is put in or taken out. What others changed meanwhile stays, and is shown first."""
    when, shift = _day(visit.path("day")), visit.path("shift")
    typed = await visit.form()
    people = changed(people_of(await visit.get(turn_at(f"{when}", shift))), typed)
    with told_apart(visit, typed):
        await _put(visit, f"{when}", shift, people, typed.get("version", ""))
    return await _day_shown(visit, when, shift)


async def fill(visit: Visit) -> web.Response:
    """Turns that nobody was put in get the people of the week before. What somebody else enters meanwhile stays."""
    shown = week_of(_day((await visit.form()).get("day", "")))
    found = await turns_between(visit, shown.first, shown.last)
    before = await turns_between(visit, shown.before, shown.last_before)
    for turn, model in to_fill(found["items"], before["items"], instant(visit.now_us)):
        try:
            await _put(visit, turn["day"], turn["shift"], people_of(model), f"{turn['version']}")
        except Problem as problem:
            if problem.status != 409:
                raise
    return web.Response(status=204, headers={"HX-Redirect": f"/shifts?day={shown.first}"})


async def now(visit: Visit) -> Shown:
    return Shown("frame/on_shift_now.html", await on_shift_now(visit), part=True)


def turn_at(day: str, shift: str) -> str:
    """The address of a turn in the API."""
    return f"{SHIFTS}/{quote(day, safe='')}/{quote(shift, safe='')}"


async def known_people(visit: Visit) -> list[str]:
    """The people that a form offers."""
    today = local_day(visit.now_us, visit.zone)
    found: list[str] = (await turns_between(visit, today, today))["people"]
    return found


async def _put(visit: Visit, day: str, shift: str, people: People, version: str) -> None:
    said = {"people": list(people.members), "managers": list(people.managers)}
    await visit.change("PUT", turn_at(day, shift), said, version)


async def _day_shown(visit: Visit, when: date, opened: str | None) -> Shown:
    shown = await _rows(visit, when, when, await turns_between(visit, when, when))
    return Shown("shifts/day.html", {**shown, "row": shown["rows"][0], "opened": opened}, part=True)


async def _rows(visit: Visit, first: date, last: date, found: Any) -> dict[str, Any]:
    names, today = [each["name"] for each in found["shifts"]], local_day(visit.now_us, visit.zone)
    return {
        "shifts": found["shifts"],
        "rows": rows(first, last, names, found["items"]),
        "today": today,
        "changes_since": changes_since(today),
        "people": found["people"],
        "may_change": (await visit.reader()).dispatches,
        "drawn_with": drawn_with(visit.language),
    }


def _week(visit: Visit) -> Week:
    text = visit.wanted().get("day")
    return week_of(local_day(visit.now_us, visit.zone) if text is None else _day(text))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem(422, "This is no day: write it such as 2026-11-30.") from None
