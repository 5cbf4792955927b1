"""Callbacks as PostgreSQL lists them."""

from datetime import datetime
from pathlib import Path

from kit.database.statements import read_statements
from kit.database.where import Where
from kit.http.listed import Listing
from kit.http.wire import instant
from ticketing.callbacks.bodies import CallbacksQuery
from ticketing.callbacks.policy import may_call
from ticketing.front.lists import IN_BUILDING, narrow_by_due
from ticketing.rules import DeskRules

LISTS = read_statements(Path(__file__).with_name("lists.sql"))
CALLBACKS = Listing("callbacks", LISTS["callbacks"], {"due_at": datetime, "id": int}, descending=False)
_OPEN = "state in ('pending', 'calling')"
_READY = """
    (
        state = 'pending' and not_before <= ?
        and (? or exists (select from tickets t where t.number = c.ticket and t.call_any_hour_from <= ?))
    )
"""


def wanted_callbacks(query: CallbacksQuery, who: str, rules: DeskRules, now_us: int) -> Where:
    wanted = Where()
    wanted.equal(query, "state", "reason", "household", "ticket")
    if query.mine is not None:
        wanted.add("claimed_by = ?" if query.mine else "claimed_by is distinct from ?", who)
    wanted.flag(query.open, _OPEN)
    decent = may_call(rules.callbacks, now_us, rules.site.zone)
    wanted.flag(query.ready, _READY, instant(now_us), decent, instant(now_us))
    wanted.given(IN_BUILDING, query.building)
    if query.phone is not None:
        wanted.add("phone = ?", rules.numbering.of_caller(query.phone) or query.phone)
    narrow_by_due(wanted, query.due, _OPEN, rules, now_us)
    return wanted
