"""Most calls that were answered mean nothing more when they end: one statement instead of a transaction of eight."""

from pathlib import Path

from kit.database.pool import Sessions, session
from kit.database.statements import read_statements
from ticketing.notices import Ended
from ticketing.site_rules import SiteRules

STATEMENTS = read_statements(Path(__file__).with_name("quiet_ends.sql"))


class QuietEnds:
    """`ticketing.notices.Quietly`."""

    def __init__(self, pool: Sessions, rules: SiteRules) -> None:
        self._pool = pool
        self._rules = rules

    async def __call__(self, news: Ended) -> bool:
        seen, gone_us = news.seen, news.seen.gave_up_after_us
        short = gone_us is not None and gone_us < self._rules.short_call_us
        if news.arrived is None or seen.missed or short:
            return False
        values = {"pbx": seen.call.pbx, "linkedid": seen.call.linkedid, "phone": news.arrived.number}
        async with session(self._pool) as connection:
            return await connection.fetchval(*STATEMENTS.filled("end_quietly", values)) is True
