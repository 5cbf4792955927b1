"""Calls as PostgreSQL has them."""

import json
from pathlib import Path
from typing import Any

from kit.database.pool import DatabasePool, Record
from kit.database.predicates import Predicates
from kit.database.statements import read_statements
from kit.http.cursor import Cursor
from kit.http.database import reading
from kit.http.links import call_id
from kit.http.wire import instant
from metrics.calls.models import AttemptOut, CallOut, TransferOut
from metrics.calls.queries import CallsQuery
from metrics.calls.repository import StoredReceipt, StoredRule
from metrics.calls.service_level import Excluded
from telephony.facts import Direction, Disposition, Measurement, Outcome, ReceiptLine, TransferKind

STATEMENTS = read_statements(Path(__file__).with_name("calls.sql"))


class PostgresCalls:
    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def page(self, query: CallsQuery, after: Cursor | None, limit: int) -> list[CallOut]:
        wanted = Predicates()
        _narrow(wanted, query, after)
        return await self._calls(wanted, limit)

    async def one(self, pbx: str, linkedid: str) -> CallOut | None:
        found = await self._calls(_key(pbx, linkedid), 1)
        return found[0] if found else None

    async def receipt(self, pbx: str, linkedid: str) -> StoredReceipt | None:
        async with reading(self._pool) as connection:
            row = await connection.fetchrow(_page(_key(pbx, linkedid)), 1, pbx, linkedid)
            events = await connection.fetchval(STATEMENTS["events"], pbx, linkedid)
        if row is None:
            return None
        rule = StoredRule(row["policy"], row["policy_version"], row["ring_zone"], row["rings_within"])
        lines = [ReceiptLine(*line) for line in json.loads(events or "[]")]
        return StoredReceipt(_call(row), rule, row["ring_ended_at"], lines)

    async def _calls(self, wanted: Predicates, limit: int) -> list[CallOut]:
        async with reading(self._pool) as connection:
            rows = await connection.fetch(_page(wanted), limit, *wanted.values)
        return [_call(row) for row in rows]


def _narrow(wanted: Predicates, query: CallsQuery, after: Cursor | None) -> None:
    if after is not None:
        wanted.add("(arrived_at, pbx, linkedid) < (?, ?, ?)", instant(after.arrived_at_us), after.pbx, after.linkedid)
    if query.from_ is not None:
        wanted.add("arrived_at >= ?", query.from_)
    if query.to is not None:
        wanted.add("arrived_at < ?", query.to)
    for column in ("pbx", "hotline", "agent", "direction", "disposition"):
        if (value := getattr(query, column)) is not None:
            wanted.add(f"{column} = ?", value)
    if query.within_target is not None:
        wanted.add(f"within_target is {'true' if query.within_target else 'false'}")
    if query.live is not None:
        wanted.add("ended_at is null" if query.live else "ended_at is not null")
    _narrow_excluded(wanted, query.excluded)


def _narrow_excluded(wanted: Predicates, excluded: str | None) -> None:
    if excluded in ("any", "none"):
        wanted.add("excluded is not null" if excluded == "any" else "excluded is null")
    elif excluded is not None:
        wanted.add("excluded = ?", excluded)


def _key(pbx: str, linkedid: str) -> Predicates:
    wanted = Predicates()
    wanted.add("pbx = ? and linkedid = ?", pbx, linkedid)
    return wanted


def _page(wanted: Predicates) -> str:
    return STATEMENTS["page"].replace("where true", "where " + (" and ".join(wanted.texts) or "true"))


def _call(row: Record) -> CallOut:
    values = dict(row)
    values["id"] = call_id(row["pbx"], row["linkedid"])
    values["direction"] = Direction(row["direction"])
    values["disposition"] = Disposition(row["disposition"]) if row["disposition"] else None
    values["excluded"] = Excluded(row["excluded"]) if row["excluded"] else None
    values["measurement"] = Measurement(row["measurement"])
    values["attempts"] = [_attempt(*attempt) for attempt in row["attempts"]]
    values["transfers"] = [_transfer(*transfer) for transfer in row["transfers"]]
    return CallOut.model_construct(**values)


def _attempt(
    agent: str, device: str, alerted_at: Any, ended_at: Any, ring_seconds: float, outcome: str | None
) -> AttemptOut:
    return AttemptOut.model_construct(
        agent=agent,
        device=device,
        alerted_at=alerted_at,
        ended_at=ended_at,
        ring_seconds=ring_seconds,
        outcome=Outcome(outcome) if outcome else None,
    )


def _transfer(at: Any, kind: str, from_agent: str | None, to_agent: str | None) -> TransferOut:
    return TransferOut.model_construct(at=at, kind=TransferKind(kind), from_=from_agent, to=to_agent)
