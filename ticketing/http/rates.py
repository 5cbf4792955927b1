"""Whom the callback rate of a day still misses, for lists that are narrowed to them."""

from datetime import date

from ticketing.http.ask import Ask
from ticketing.workflows.rates import rate_of_day


async def uncalled_on(ask: Ask, day: date | None) -> list[str] | None:
    """The numbers of the tickets; None where nobody asks."""
    if day is None:
        return None
    return list((await rate_of_day(ask.site.pool, ask.desk.rules, day, ask.now_us)).missing)
