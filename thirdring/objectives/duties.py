"""Duties as PostgreSQL has them: made by the calendar, done once, and missed where nobody did them."""

from datetime import timedelta
from pathlib import Path

from thirdring.database.pool import Session
from thirdring.database.statements import read_statements
from thirdring.desk.instants import stored
from ticketing.clocks.local import local_day
from ticketing.clocks.terms import Site
from ticketing.duties.duty import due_on

STATEMENTS = read_statements(Path(__file__).parent / "sql" / "duties.sql")
LOOK_BACK_DAYS = 31


async def make_duties(session: Session, site: Site, now_us: int) -> int:
    """Those of today, and of the days on which nobody made any since there is a desk. How many are new."""
    today = local_day(now_us, site.zone)
    born = (await session.fetchval(STATEMENTS["born"])).astimezone(site.zone).date()
    first = max(min(born, today), today - timedelta(days=LOOK_BACK_DAYS))
    days = [first + timedelta(days=ahead) for ahead in range((today - first).days + 1)]
    dues = list({due for day in days for due in due_on(day, site)})
    columns = list(zip(*dues, strict=True)) or [()] * 5
    kinds, firsts, numbers, since, until = (list(column) for column in columns)
    rows = await session.fetch(
        STATEMENTS["put"], kinds, firsts, numbers, [stored(at) for at in since], [stored(at) for at in until]
    )
    return len(rows)
