"""Calls as PostgreSQL has them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kit.database.pool import DatabasePool, Record
from kit.database.statements import read_statements
from kit.database.where import Where
from kit.http.database import reading
from kit.http.links import call_id
from kit.http.listed import Listing, Order, listed
from kit.http.pages import among
from metrics.calls.models import AttemptOut, CallOut, TransferOut
from metrics.calls.queries import CallsQuery
from metrics.calls.repository import PageOfCalls, StoredReceipt, StoredRule
from metrics.calls.rescued import Rescue
from metrics.calls.service_level import Excluded
from telephony.facts import Direction, Disposition, Measurement, Outcome, ReceiptLine, TransferKind

STATEMENTS = read_statements(Path(__file__).with_name("calls.sql"))
_BY_ARRIVAL = {"arrived_at": datetime, "pbx": str, "linkedid": str}
_LIST = Listing(
    "calls",
    STATEMENTS["calls"],
    _BY_ARRIVAL,
    orders={
        "arrived": Order(_BY_ARRIVAL),
        "rang": Order({"rang_seconds": float, "pbx": str, "linkedid": str}, gaps=True),
    },
)
_OF_HOUSEHOLD = """(pbx, linkedid) in (
        select k.pbx, k.linkedid from tickets h join ticket_calls k on k.ticket = h.number where h.household = ?
        union
        select o.pbx, o.linkedid
        from tickets h join callbacks b on b.ticket = h.number join callback_attempts o on o.callback = b.id
        where h.household = ?
    )"""
_ONE = Where("c.pbx = ? and c.linkedid = ?").on(STATEMENTS["calls"])


class PostgresCalls:
    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def page(self, query: CallsQuery) -> PageOfCalls:
        async with reading(self._pool) as connection:
            rows, following = await listed(connection, _LIST.by(query.sort), _wanted(query), query)
        return PageOfCalls([_call(row) for row in rows], following)

    async def one(self, pbx: str, linkedid: str) -> CallOut | None:
        async with reading(self._pool) as connection:
            row = await connection.fetchrow(_ONE, pbx, linkedid)
        return None if row is None else _call(row)

    async def receipt(self, pbx: str, linkedid: str) -> StoredReceipt | None:
        async with reading(self._pool) as connection:
            row = await connection.fetchrow(_ONE, pbx, linkedid)
            events = await connection.fetchval(STATEMENTS["events"], pbx, linkedid)
        if row is None:
            return None
        rule = StoredRule(row["policy"], row["policy_version"], row["ring_zone"], row["rings_within"])
        lines = [ReceiptLine(*line) for line in json.loads(events or "[]")]
        return StoredReceipt(_call(row), rule, row["ring_ended_at"], lines)


def _wanted(query: CallsQuery) -> Where:
    wanted = Where()
    wanted.given("arrived_at >= ?", query.from_)
    wanted.given("arrived_at < ?", query.to)
    wanted.equal(query, "pbx", "hotline", "agent", "direction", "disposition", "rescue")
    of_ticket = "(pbx, linkedid) in (select k.pbx, k.linkedid from ticket_calls k where k.ticket = ?)"
    wanted.given(of_ticket, query.ticket)
    if query.household is not None:
        wanted.add(_OF_HOUSEHOLD, query.household, query.household)
    if query.among is not None:
        ids = [text.partition("/") for text in among(query.among)]
        pairs = [[unquote(pbx) for pbx, _, _ in ids], [unquote(linkedid) for _, _, linkedid in ids]]
        wanted.add("(pbx, linkedid) in (select * from unnest(?::text[], ?::text[]))", *pairs)
    if query.within_target is not None:
        wanted.add(f"within_target is {'true' if query.within_target else 'false'}")
    wanted.flag(query.live, "ended_at is null")
    if query.excluded in ("any", "none"):
        wanted.flag(query.excluded == "any", "excluded is not null")
    else:
        wanted.equal(query, "excluded")
    return wanted


def _call(row: Record) -> CallOut:
    values = dict(row)
    values["id"] = call_id(row["pbx"], row["linkedid"])
    values["direction"] = Direction(row["direction"])
    values["disposition"] = Disposition(row["disposition"]) if row["disposition"] else None
    values["excluded"] = Excluded(row["excluded"]) if row["excluded"] else None
    values["measurement"] = Measurement(row["measurement"])
    values["rescue"] = Rescue(row["rescue"]) if row["rescue"] else None
    values["attempts"] = [_attempt(*attempt) for attempt in row["attempts"]]
    values["transfers"] = [_transfer(*transfer) for transfer in row["transfers"]]
    return CallOut.model_construct(**values)


def _attempt(
    agent: str,
    device: str,
    alerted_at: Any,
    ended_at: Any,
    ring_seconds: float,
    outcome: str | None,
    is_rescue: bool,
) -> AttemptOut:
    return AttemptOut.model_construct(
        agent=agent,
        device=device,
        alerted_at=alerted_at,
        ended_at=ended_at,
        ring_seconds=ring_seconds,
        outcome=Outcome(outcome) if outcome else None,
        is_rescue=is_rescue,
    )


def _transfer(at: Any, kind: str, from_agent: str | None, to_agent: str | None) -> TransferOut:
    return TransferOut.model_construct(at=at, kind=TransferKind(kind), from_=from_agent, to=to_agent)
