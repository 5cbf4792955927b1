"""The clocks' alarms: each told once, by whichever process looks first."""

from kit.database.changing import changing
from kit.database.instants import stored, us_or_none
from kit.database.pool import DatabasePool, Record
from ticketing.clocks.alarms import Alarm, Due, alarm
from ticketing.news import DueNews, Hearer, nobody
from ticketing.tickets.store import STATEMENTS

_AT_ONCE = 200


async def tell_alarms(pool: DatabasePool, now_us: int, soon_us: int, hear: Hearer = nobody) -> list[DueNews]:
    """What there is to tell now; it counts as told when this returns."""
    news: list[DueNews] = []
    async with changing(pool, hear) as (connection, told):
        rows = await connection.fetch(STATEMENTS["alarming"], stored(now_us), stored(now_us + soon_us), _AT_ONCE)
        for row in rows:
            found = {
                "response": _look(row, "response_due_at", "responded_at", "response_told", now_us, soon_us),
                "resolution": _look(row, "due_at", "resolved_at", "due_told", now_us, soon_us),
                "step": _look(row, "step_due_at", "step_at", "step_told", now_us, soon_us),
            }
            news.extend([one._replace(what=what) for what, one in found.items() if one is not None])
            alarms = [one.alarm if one else row[column] for one, column in zip(found.values(), _TOLD, strict=True)]
            await connection.execute(STATEMENTS["told"], row["number"], *alarms)
        told.extend(news)
    return news


_TOLD = ("response_told", "due_told", "step_told")


def _look(row: Record, due: str, met: str, told: str, now_us: int, soon_us: int) -> DueNews | None:
    due_us = us_or_none(row[due])
    known = () if row[told] is None else (Alarm(row[told]),)
    found = alarm(Due(due_us, us_or_none(row[met])), now_us, known, soon_us)
    return None if found is None or due_us is None else DueNews(row["number"], "", found, due_us)
