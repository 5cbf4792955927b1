"""Who is on shift, now and in the next days, for the relay: it goes on by this where the service is down."""

from kit.http.queries import NoQuery
from kit.http.shown import shown
from kit.instants import DAY_US
from kit.roles import RELAYS
from ticketing.http.ask import Ask, Reply
from ticketing.http.ways import read
from ticketing.shifts.ahead_models import SpanOut, SpansOut

AHEAD_US = 3 * DAY_US


async def who_is_on_ahead(ask: Ask, _query: NoQuery) -> Reply:
    """Of the duty book in memory: also where the database is away."""
    found = ask.desk.duty.ahead(ask.now_us, ask.now_us + AHEAD_US)
    return Reply(SpansOut(items=[shown(SpanOut, one) for one in found]))


OPERATIONS = (
    read(
        "listOnShiftAhead",
        "/api/v1/shifts/ahead",
        "Return who is on shift now and in the next three days, for `relay`",
        who_is_on_ahead,
        SpansOut,
        roles=RELAYS,
    ),
)
