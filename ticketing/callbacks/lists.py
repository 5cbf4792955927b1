"""Callbacks as PostgreSQL lists them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from kit.database.statements import read_statements
from kit.database.where import Where
from kit.http.listed import Listing, Order
from kit.http.wire import instant
from ticketing.callbacks.bodies import CallbacksQuery
from ticketing.callbacks.policy import may_call
from ticketing.http.lists import narrow_by_building, narrow_by_due
from ticketing.site_rules import SiteRules

LISTS = read_statements(Path(__file__).with_name("lists.sql"))
_BY_DUE = {"due_at": datetime, "id": int}
CALLBACKS = Listing(
    "callbacks",
    LISTS["callbacks"],
    _BY_DUE,
    descending=False,
    orders={"due": Order(_BY_DUE), "born": Order({"born_at": datetime, "id": int})},
)
_OPEN = "state in ('pending', 'calling')"
_MINE = "(claimed_by = ? or assigned_to = ?)"
_NOT_MINE = "(claimed_by is distinct from ? and assigned_to is distinct from ?)"
_READY = """
    (
        state = 'pending' and not_before <= ?
        and (assigned_to is null or assigned_to = ? or due_at <= ?)
        and (? or exists (select from tickets t where t.number = c.ticket and t.call_any_hour_from <= ?))
    )
"""


def wanted_callbacks(
    query: CallbacksQuery, who: str, rules: SiteRules, now_us: int, uncalled: Sequence[str] | None = None
) -> Where:
    """`uncalled`: the tickets that the rate of `query.uncalled` misses."""
    wanted = Where()
    wanted.given("ticket = any(?)", uncalled)
    wanted.given("id = any(?)", query.ids)
    wanted.equal(query, "state", "reason", "household", "ticket", "assigned_to")
    if query.mine is not None:
        wanted.add(_MINE if query.mine else _NOT_MINE, who, who)
    wanted.flag(query.open, _OPEN)
    now = instant(now_us)
    in_hours = may_call(rules.callbacks, now_us, rules.site.zone)
    wanted.flag(query.ready, _READY, now, who, now, in_hours, now)
    narrow_by_building(wanted, query.building)
    if query.phone is not None:
        wanted.add("phone = ?", rules.numbering.of_caller(query.phone) or query.phone)
    narrow_by_due(wanted, query.due, _OPEN, rules, now_us)
    return wanted
