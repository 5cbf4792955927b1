"""A ticket of a trade that nobody takes is given to somebody on duty, where the site wants it. Pure.

| ticket | when | what becomes of it |
|---|---|---|
| dispatched to a trade, nobody has it | its time is over; at once if it is urgent | it is given: it stays dispatched |
| given by rule | they return it, with a reason | dispatched to its trade again, for the next one |
| the same | everybody on duty has had it | it waits in its trade for whoever takes it |
| the same | nobody is on duty | it waits in its trade |
| paused, taken, begun | | left as it is |

It is given to whoever is on duty in its trade with the least open work.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from ticketing.tickets.changes import Changed, recorded
from ticketing.tickets.ticket import BY_RULE, Asked, Ticket

GIVEN = "given"


def choose(on_duty: Collection[str], had: Collection[str], open_work: Mapping[str, int]) -> str | None:
    """`had`: to whom this ticket was given already. Of two with the same work the first by name."""
    free = [name for name in on_duty if name not in had]
    return min(free, key=lambda name: (open_work.get(name, 0), name), default=None)


def give(ticket: Ticket, who: str, at_us: int) -> Changed:
    given = replace(ticket, version=ticket.version + 1, assignee=who, assigned_by=BY_RULE)
    asked = Asked(BY_RULE, max(at_us, ticket.runs_from_us), ticket.version, assignee=who)
    return Changed(given, recorded(ticket, given, asked, GIVEN))
