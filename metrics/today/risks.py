"""What is at risk now, each as a list of the desk that is counted: so a figure and its rows cannot differ."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from kit.database.instants import stored
from kit.database.pool import Session
from kit.database.statements import read_statements
from kit.database.where import Where
from metrics.today.models import RescuedOut
from ticketing.callbacks.bodies import CallbacksQuery
from ticketing.callbacks.lists import wanted_callbacks
from ticketing.duties.door import DutiesQuery, wanted_duties
from ticketing.site_rules import SiteRules
from ticketing.tickets.lists import TicketsQuery, wanted_tickets

STATEMENTS = read_statements(Path(__file__).with_name("today.sql"))


async def help_given(connection: Session, since_us: int, until_us: int) -> RescuedOut:
    """Counts the help that calls between two instants got."""
    row = await connection.fetchrow(STATEMENTS["rescues"], stored(since_us), stored(until_us))
    return RescuedOut(**dict(row or {"rescued": 0, "saved": 0}))


class Counted(NamedTuple):
    """`list` is the list under /api/v1 and the page of that name."""

    key: str
    list: str
    query: Mapping[str, str]

    @property
    def path(self) -> str:
        return f"/{self.list}?{urlencode(self.query)}"


RISKS = (
    Counted("tickets_overdue", "tickets", {"due": "overdue"}),
    Counted("tickets_soon", "tickets", {"due": "soon"}),
    Counted("complaints_unanswered", "tickets", {"unanswered": "true"}),
    Counted("callbacks_overdue", "callbacks", {"due": "overdue"}),
    Counted("duties_open", "duties", {"state": "open"}),
    Counted("duties_missed", "duties", {"state": "missed"}),
)


def _tickets(query: Mapping[str, str], rules: SiteRules, now_us: int) -> Where:
    return wanted_tickets(TicketsQuery.model_validate(query), "", rules, now_us)


def _callbacks(query: Mapping[str, str], rules: SiteRules, now_us: int) -> Where:
    return wanted_callbacks(CallbacksQuery.model_validate(query), "", rules, now_us)


def _duties(query: Mapping[str, str], rules: SiteRules, now_us: int) -> Where:
    return wanted_duties(DutiesQuery.model_validate(query), rules.site.zone, now_us)


_WANTED: Mapping[str, Callable[[Mapping[str, str], SiteRules, int], Where]] = {
    "tickets": _tickets,
    "callbacks": _callbacks,
    "duties": _duties,
}


async def risks_counted(session: Session, rules: SiteRules, now_us: int) -> dict[str, int]:
    """The number of each risk, by its key."""
    found = {}
    for one in RISKS:
        wanted = _WANTED[one.list](one.query, rules, now_us)
        found[one.key] = int(await session.fetchval(wanted.on(STATEMENTS[one.list]), *wanted.values))
    return found
