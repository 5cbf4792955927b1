"""For `lab.bench.kill`: what is stored of the calls, and what an undisturbed run would have stored."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

from kit.database.embedded import EmbeddedPostgres
from kit.database.pool import AWAY, Session, connect
from lab.sim.moments import frame
from lab.sim.site import Site
from lab.sim.timeline import Timeline
from lab.sim.traffic import Traffic
from metrics.calls.encode import encoder
from metrics.calls.rows import CallRows
from metrics.calls.service_level import Policy
from telephony.ami.frames import FrameReader, parse
from telephony.calls.tracker import Tracker
from telephony.events import LINK_UP
from telephony.facts import Fact, FactKind
from telephony.journal.file import open_file
from telephony.layout import layout
from telephony.numbers import e164

Key = tuple[str, str]
_ENTRIES = 5_000

COLUMNS = (
    "direction, hotline, caller, caller_raw, dialled, arrived_at, queued_at, alerted_at, answered_at, ring_ended_at, "
    "ended_at, ring_seconds, rings, wait_seconds, talk_seconds, disposition, within_target, excluded, policy, "
    "policy_version, ring_zone, rings_within, agent, measurement, housekeeper, margin_seconds, rescue"
)
NAMES = (*COLUMNS.split(", "), "attempts", "transfers")
_CALLS = f"""
select c.pbx, c.linkedid, {COLUMNS},
    array(
        select row (number, agent, device, began_at, alerted_at, ended_at, ring_seconds, outcome, is_rescue)
        from attempts a where a.pbx = c.pbx and a.linkedid = c.linkedid order by number
    ) as attempts,
    array(
        select row (number, at, kind, from_agent, to_agent)
        from transfers t where t.pbx = c.pbx and t.linkedid = c.linkedid order by number
    ) as transfers
from calls c
"""


class Stored(NamedTuple):
    """A call's row with its attempts and transfers: all that is measured."""

    values: tuple[Any, ...]
    began_us: int
    ended_us: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stored) and self.values == other.values

    def __hash__(self) -> int:
        return hash(self.values)

    @property
    def estimated(self) -> bool:
        return bool(self.values[NAMES.index("measurement")] == "estimated")

    @property
    def inbound(self) -> bool:
        return bool(self.values[NAMES.index("direction")] == "inbound")

    def differences(self, other: "Stored") -> str:
        pairs = zip(NAMES, self.values, other.values, strict=True)
        return ", ".join(f"{name} {here} became {there}" for name, here, there in pairs if here != there)


def _stored(values: tuple[Any, ...]) -> Stored:
    arrived_at, ended_at = (values[NAMES.index(name)] for name in ("arrived_at", "ended_at"))
    began_us, ended_us = (0 if at is None else int(at.timestamp() * 1_000_000) for at in (arrived_at, ended_at))
    return Stored(values, began_us, ended_us)


def _of_rows(rows: CallRows) -> Stored:
    attempts, transfers = ([tuple(row[2:]) for row in part] for part in (rows.attempts, rows.transfers))
    return _stored((*rows.call[2:], attempts, transfers))


def undisturbed(place: Site, traffic: Traffic) -> dict[Key, Stored]:
    """Straight from the events to the rows."""
    reader, tracker = FrameReader(), Tracker("main", layout([place.hotline], place.agents))
    encode, calls = encoder(Policy(), e164), {}
    for cue in Timeline(traffic.calls()):
        for heard in reader.feed(frame(cue.moment)):
            for fact in tracker.step(parse(heard, 0)):
                if isinstance(fact, Fact) and fact.kind is FactKind.CALL_ENDED:
                    calls[fact.call.pbx, fact.call.linkedid] = _of_rows(encode(fact.call))
    return calls


@contextlib.asynccontextmanager
async def database(folder: Path) -> AsyncIterator[Session]:
    server = EmbeddedPostgres(folder)
    server.reserve()
    connection = await connect(server.url())
    try:
        yield connection
    finally:
        await connection.close()
        server.stop()


async def settled(folder: Path, seconds: float = 90.0, journal: Path | None = None) -> None:
    """Returns when PostgreSQL has all that the journal has, and the journal has heard nothing new for a second."""
    before = -1
    async with asyncio.timeout(seconds):
        while True:
            await asyncio.sleep(1)
            with contextlib.suppress(*AWAY):
                async with database(folder) as connection:
                    applied = await connection.fetchval("select applied_position from fold")
                last = _last_position(journal or folder / "journal.sqlite")
                if applied == last == before:
                    return
                before = last


def last_heard(folder: Path) -> list[int]:
    """For each time the link came up, the PBX's own instant of the last event before it that is on disk.

    What the PBX said after that, to a service that was killed or cut off, nobody has. A link that ended before its
    snapshot was on disk brought nothing that counts.
    """
    journal, heard, last_us, whole, position = open_file(folder / "journal.sqlite"), [], 0, False, 1
    while entries := journal.read(position, _ENTRIES):
        for entry in entries:
            event = parse(entry.frame, entry.received_us)
            if event.name == LINK_UP:
                heard.append(last_us)
                whole = False
            elif event.name == "CoreShowChannelsComplete":
                whole = True
            elif whole and "Timestamp" in event.headers:
                last_us = event.at_us
        position = entries[-1].position + 1
    journal.close()
    return heard


def _last_position(journal: Path) -> int:
    with contextlib.closing(sqlite3.connect(journal)) as connection:
        row = connection.execute("select max(first_position + events - 1) from batches").fetchone()
    return row[0] or 0


async def stored_calls(folder: Path) -> dict[Key, Stored]:
    async with database(folder) as connection:
        return await calls_in(connection)


async def calls_in(connection: Session) -> dict[Key, Stored]:
    rows = await connection.fetch(_CALLS)
    receipts = await connection.fetchval("select count(*) from receipts")
    if receipts != len(rows):
        raise AssertionError(f"{receipts} receipts of {len(rows)} calls")
    return {
        (pbx, linkedid): _stored((*values[:-2], [tuple(a) for a in values[-2]], [tuple(t) for t in values[-1]]))
        for pbx, linkedid, *values in rows
    }
