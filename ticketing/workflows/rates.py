"""The callback rate of a day, from what is stored."""

from datetime import date

from kit.database.instants import stored, us, us_or_none
from kit.database.pool import DatabasePool, Record, Session, session
from kit.instants import day_end_us, day_start_us
from ticketing.callbacks.rate import DayRate, Followed, LeftOutWhy, day_rate, left_out_why
from ticketing.site_rules import SiteRules
from ticketing.tickets.store import STATEMENTS


async def rate_of_day(pool: DatabasePool, rules: SiteRules, day: date, now_us: int) -> DayRate:
    async with session(pool) as connection:
        return await rate_within(connection, rules, day, now_us)


async def rate_within(connection: Session, rules: SiteRules, day: date, now_us: int) -> DayRate:
    """In the caller's session."""
    zone = rules.site.zone
    bounds = stored(day_start_us(day, zone)), stored(day_end_us(day, zone))
    rows = await connection.fetch(STATEMENTS["resolved_between"], *bounds)
    followed = [
        Followed(
            row["number"],
            us(row["resolved_at"]),
            left_out_of(row, rules),
            us_or_none(row["connected_at"]),
            row["category"],
            row["any_hour"],
        )
        for row in rows
    ]
    return day_rate(followed, day, zone, now_us, rules.callbacks)


def left_out_of(row: Record, rules: SiteRules) -> LeftOutWhy | None:
    """Of a row of `resolved_between`."""
    return left_out_why(follow_up=rules.category(row["category"]).follow_up, somebody=row["somebody"])
