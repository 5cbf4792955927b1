"""Today over HTTP: what is at risk and the calls by hour, for managers; and all a wall shows, second by second."""

from collections.abc import Iterable

from aiohttp import web

from kit.database.instants import stored
from kit.database.pool import Record
from kit.http.queries import NoQuery, Query
from kit.http.site import SITE
from kit.http.wire import instant, instant_or_none
from kit.instants import HOUR_US, day_end_us, day_start_us, local_day
from kit.roles import Role
from metrics.calls.repository import LIVE, POLICY
from metrics.today.figures import LatestFigures, risks_out
from metrics.today.models import HourOut, RingingOut, TodayOut, WallOut
from metrics.today.on_shift import on_shift
from metrics.today.risks import STATEMENTS, help_given, risks_counted
from telephony.facts import Call, Direction
from ticketing.http.ask import DESK, Ask, Reply, connected

FIGURES: web.AppKey[LatestFigures] = web.AppKey("figures")
_SHOWN_MAX = 30


async def today(ask: Ask, _query: NoQuery) -> Reply:
    rules, now_us = ask.desk.rules, ask.now_us
    day = local_day(now_us, rules.site.zone)
    since_us, until_us = day_start_us(day, rules.site.zone), day_end_us(day, rules.site.zone)
    async with connected(ask) as connection:
        counts = await risks_counted(connection, rules, now_us)
        hours = await connection.fetch(STATEMENTS["calls_by_hour"], stored(since_us), stored(until_us))
        given = await help_given(connection, since_us, until_us)
    shown = TodayOut(at=instant(now_us), date=day, risks=risks_out(counts), hours=_hours(hours, since_us), help=given)
    return Reply(shown)


async def wall(request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    site, policy, desk = request.app[SITE], request.app[POLICY], request.app[DESK]
    ringing = _ringing(request.app[LIVE]())
    shown = WallOut(
        at=instant(site.now_us()),
        run=site.live.run,
        period_seconds=policy.period_us / 1e6,
        rings_within=policy.rings_within,
        ringing=ringing[:_SHOWN_MAX],
        ringing_count=len(ringing),
        on_shift=[] if desk is None else on_shift(desk.desk.duty, site.now_us()),
        figures=await request.app[FIGURES].get(request.app),
    )
    return web.json_response(body=shown.model_dump_json().encode())


def _ringing(calls: Iterable[Call]) -> list[RingingOut]:
    waiting = [one for one in calls if one.direction is Direction.INBOUND and _waits(one)]
    return [
        RingingOut(
            arrived_at=instant(call.arrived_at_us),
            alerted_at=instant_or_none(call.alerted_at_us if call.stamped and call.alerted_after_us is None else None),
        )
        for call in sorted(waiting, key=lambda call: call.arrived_at_us)
    ]


def _waits(call: Call) -> bool:
    return call.answered_at_us is None and call.ended_at_us is None


def _hours(rows: Iterable[Record], since_us: int) -> list[HourOut]:
    """Calls by hour. Hours without calls are there as well, for the chart."""
    by_hour = {row["hour"]: row for row in rows}
    if not by_hour:
        return []
    return [_hour(since_us + hour * HOUR_US, by_hour.get(hour)) for hour in range(min(by_hour), max(by_hour) + 1)]


def _hour(from_us: int, row: Record | None) -> HourOut:
    counts = {name: 0 if row is None else row[name] for name in ("calls", "counted", "in_time")}
    return HourOut(from_=instant(from_us), to=instant(from_us + HOUR_US), **counts)
