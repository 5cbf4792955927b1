"""Shifts over HTTP: who is on the turns of some days, who is on now, and who is entered for a turn."""

from collections.abc import Sequence
from datetime import timedelta

from kit.database.pool import Session
from kit.http.problems import etag
from kit.http.queries import NoQuery
from kit.http.wire import instant
from kit.refusals import FieldError
from kit.roles import DISPATCHERS, READERS, WORKERS
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.ways import read, write
from ticketing.shifts.bodies import DaysQuery, TurnPeople
from ticketing.shifts.finding import (
    NO_TURN,
    TURN,
    handing_over_now,
    known_people,
    refreshed,
    require_known,
    today_of,
    turn_in_path,
    turns_of,
)
from ticketing.shifts.models import DutyNowOut, ShiftOut, ShiftsOut, TurnOut
from ticketing.shifts.on_duty import Part, Place
from ticketing.shifts.patterns import Turn
from ticketing.shifts.records_store import waiting_handovers
from ticketing.shifts.shown import Plan, handover_out, plan_of, title_of
from ticketing.shifts.store import entered_for, require_version

DAYS_MAX = 62
_NEXT_DAYS = 7


async def list_shifts(ask: Ask, query: DaysQuery) -> Reply:
    first = query.from_ or today_of(ask)
    last = query.to or first + timedelta(days=6)
    if not 0 <= (last - first).days < DAYS_MAX:
        raise FieldError("to", f"must be 0 to {DAYS_MAX - 1} days after from", "These days are too many, or none.")
    async with connected(ask) as connection:
        plan = await _plan(ask, connection, turns_of(ask, first, last))
        offers = ask.desk.rules.shifts.patterns and _reads_all(ask)
        people = sorted(await known_people(ask, connection)) if offers else []
    shifts = [
        ShiftOut(
            name=one.name,
            title=title_of(one.name),
            begins=f"{one.begins:%H:%M}",
            ends=f"{one.ends:%H:%M}",
            people_min=one.people_min,
        )
        for one in ask.desk.rules.shifts.patterns
    ]
    return Reply(ShiftsOut(items=[plan.shown(turn) for turn in plan.turns], shifts=shifts, people=people))


async def duty_now(ask: Ask, _query: NoQuery) -> Reply:
    today = today_of(ask)
    near = turns_of(ask, today - timedelta(days=2), today + timedelta(days=_NEXT_DAYS))
    async with connected(ask) as connection:
        plan = await _plan(ask, connection, [turn for turn in near if turn.ends_us > ask.now_us])
        waiting = await waiting_handovers(connection, handing_over_now(ask)) if _reads_all(ask) else []
    following = next((turn for turn in plan.turns if turn.begins_us > ask.now_us), None)
    now = plan.on_duty()
    return Reply(
        DutyNowOut(
            at=instant(ask.now_us),
            turns=[plan.shown(turn) for turn in plan.running()],
            people=list(now.people),
            managers=list(now.managers),
            next=None if following is None else plan.shown(following),
            notes=[handover_out(note) for note in waiting],
        )
    )


async def one_turn(ask: Ask, _query: NoQuery) -> Reply:
    turn = turn_in_path(ask)
    async with connected(ask) as connection:
        plan = await _plan(ask, connection, [turn])
    shown = plan.shown(turn)
    return Reply(shown, etag(shown.version))


async def put_people(ask: Ask, body: TurnPeople) -> Reply:
    turn, version = turn_in_path(ask), ask.version()
    places = [Place(name) for name in body.people] + [Place(name, Part.MANAGER) for name in body.managers]
    names = [place.person for place in places]
    if len(set(names)) < len(names):
        text = "names somebody twice: name each person once, among people or managers"
        raise FieldError("people", text, "Nobody is on one turn twice.")
    fields = {f"people.{place}": name for place, name in enumerate(body.people)}
    fields |= {f"managers.{place}": name for place, name in enumerate(body.managers)}
    async with connected(ask) as connection:
        entered = await entered_for(connection, (turn.shift, turn.day))
        require_version(entered, version)
        there = () if entered is None else [place.person for place in entered.places]
        await require_known(ask, connection, fields, there)
    await ask.desk.shifts.put_turn((turn.shift, turn.day), places, version, ask.token.who, ask.now_us)
    await refreshed(ask)
    return await one_turn(ask, NoQuery())


async def _plan(ask: Ask, connection: Session, turns: Sequence[Turn]) -> Plan:
    return await plan_of(connection, turns, handing_over_now(ask) if _reads_all(ask) else None, ask.now_us)


def _reads_all(ask: Ask) -> bool:
    """A workman reads who is on, and neither notes nor who else there is."""
    return ask.token.role in READERS


OPERATIONS = (
    read(
        "listShifts",
        "/api/v1/shifts",
        "List the turns of some days with their people",
        list_shifts,
        ShiftsOut,
        DaysQuery,
        roles=WORKERS,
    ),
    read("getDutyNow", "/api/v1/shifts/now", "Return who is on duty now", duty_now, DutyNowOut, roles=WORKERS),
    read("getTurn", TURN, "Return a turn with its people", one_turn, TurnOut, roles=WORKERS, problems=NO_TURN),
    write(
        "putTurn",
        TURN,
        "Change who is on a turn; recorded in the audit log",
        put_people,
        TurnOut,
        TurnPeople,
        method="PUT",
        current=one_turn,
        if_match=True,
        roles=DISPATCHERS,
        problems=NO_TURN,
    ),
)
