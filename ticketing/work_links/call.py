"""A call of the PBX about work that nobody has accepted: who is called, when, and what came of it.

| state | begins with | goes on to |
|---|---|---|
| ringing | the PBX has the order | answered; else no_answer, refused (by the PBX) or unknown |
| answered | the announcement begins | accepted, too_late, no_key or unknown |
| accepted | key 1, while nobody has the work | the end |
| too_late | the work is accepted, given to somebody else or over | the end |
| no_key | whoever answered hung up, or pressed no 1 | the next try |
| no_answer, refused, unknown | see above; unknown: the service or its link was away | the next try |

Pure. A ticket has one call at a time, and so has a person. It is no resident's call: it opens no ticket.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import time, tzinfo
from enum import StrEnum
from typing import NamedTuple

from kit.instants import local_time
from ticketing.tickets.categories import Priority
from ticketing.tickets.ticket import Ticket
from ticketing.work_links.link import Link, Standing, standing

KEY = "1"


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    TOO_LATE = "too_late"
    NO_KEY = "no_key"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCall:
    """`who` is the person; where it is empty, the number of the trade is called."""

    id: int
    ticket: str
    link: int
    who: str = ""
    trade: str = ""
    channel: str
    called_at_us: int
    answered_at_us: int | None = None
    ended_at_us: int | None = None
    outcome: str = ""


class Called(NamedTuple):
    who: str
    trade: str


@dataclass(frozen=True, slots=True)
class Hours:
    """Between these local times nobody is called, but about a ticket of a priority that may at any hour."""

    quiet_from: time
    quiet_until: time
    any_hour: Collection[Priority]

    def priorities(self, now_us: int, zone: tzinfo) -> list[Priority]:
        wall = local_time(now_us, zone).time()
        if self.quiet_from <= self.quiet_until:
            quiet = self.quiet_from <= wall < self.quiet_until
        else:
            quiet = wall >= self.quiet_from or wall < self.quiet_until
        return [each for each in Priority if not quiet or each in self.any_hour]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whose numbers the site has; the numbers themselves stay in the settings.

    Those rest whose telephone has a call that is on, or that began a moment ago, whatever it was about.
    """

    people: Collection[str]
    trades: Collection[str]
    workmen: Mapping[str, Collection[str]]
    resting_people: Collection[str] = ()
    resting_trades: Collection[str] = ()

    def free_people(self) -> list[str]:
        return [name for name in self.people if name not in self.resting_people]

    def free_trades(self, on_duty: Collection[str]) -> list[str]:
        """Trades of which somebody may be called now."""
        return [trade for trade in dict.fromkeys([*self.trades, *self.workmen]) if self._of_trade(trade, on_duty)]

    def whom(self, ticket: Ticket, on_duty: Collection[str], before: Mapping[Called, int]) -> Called | None:
        """The person who has it; else the number of its trade; else who of the trade was called least about it.

        Where somebody of the trade with a number is on duty, nobody else of it is called.
        """
        trade = ticket.trade or ""
        if ticket.assignee:
            return Called(ticket.assignee, trade) if ticket.assignee in self.free_people() else None
        return min(self._of_trade(trade, on_duty), key=lambda one: before.get(one, 0), default=None)

    def _of_trade(self, trade: str, on_duty: Collection[str]) -> list[Called]:
        if trade in self.trades:
            return [] if trade in self.resting_trades else [Called("", trade)]
        names = [name for name in self.workmen.get(trade, ()) if name in self.people]
        names = [name for name in names if name in on_duty] or names
        return [Called(name, trade) for name in names if name not in self.resting_people]


def accepted_by_call(newest: Link | None, ticket: Ticket, call: WorkCall, at_us: int) -> Link | None:
    """The newest link of the ticket, accepted by who was called. None: it is too late for that.

    It has no telephone yet: the first one that goes on with it keeps it.
    """
    if newest is None or newest.accepted_at_us is not None or standing(newest, ticket, at_us) is not Standing.OPEN:
        return None
    if newest.who != call.who if newest.who else newest.trade != call.trade:
        return None
    return replace(newest, accepted_at_us=at_us, taken_by="" if newest.who else call.who)
