"""The session lock of the one service that stores in a database, and who holds it."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kit.database.errors import HeldError
from kit.database.pool import Session
from kit.database.statements import read_statements
from kit.i18n import _

STATEMENTS = read_statements(Path(__file__).with_name("tenure.sql"))
KEY = 0x7468, 0x72696E67
SERVE, RESTORE, ADOPT = "thirdring serve", "thirdring restore", "thirdring db adopt"
"""How PostgreSQL names the sessions of who may hold it; a service's name goes on with the run's own word."""

_RETRY_SECONDS = 0.2


class Holder(NamedTuple):
    """`data_dir` and `host` are '' where it has not said yet who it is."""

    backend: int
    application: str
    client: str
    instance: str
    host: str
    pid: int
    data_dir: str
    version: str
    since: datetime

    @property
    def place(self) -> str:
        return self.host or self.client or "localhost"

    def __str__(self) -> str:
        if not self.host:
            where = _("from {address}").format(address=self.client) if self.client else _("on PostgreSQL's machine")
            return f"{self.application or 'thirdring'}, {where}, {_said(self.since)}"
        text = _("host {host}, process {pid}, data_dir {data_dir}, version {version}")
        known = text.format(host=self.host, pid=self.pid, data_dir=self.data_dir, version=self.version)
        return f"{known}, {_said(self.since)}"


def _said(since: datetime) -> str:
    return _("since {instant}").format(instant=f"{since:%Y-%m-%d %H:%M:%S} UTC")


async def try_lock(session: Session) -> bool:
    """A session that holds it may take it once more, and gives it back as often."""
    return bool(await session.fetchval(STATEMENTS["try_lock"], *KEY))


async def unlock(session: Session) -> None:
    await session.execute(STATEMENTS["unlock"], *KEY)


async def holder(session: Session) -> Holder | None:
    """None where nobody holds it."""
    row = await session.fetchrow(STATEMENTS["holder"], *KEY)
    if row is None:
        return None
    application = row["application"]
    if application.startswith(f"{SERVE} ") and await session.fetchval("select to_regclass('tenure') is not null"):
        last = await session.fetchrow(STATEMENTS["last"])
        if last and application == name_of(last["instance"]):
            return Holder(row["backend"], application, row["client"], *last)
    return Holder(row["backend"], application, row["client"], "", "", 0, "", "", row["since"])


def name_of(instance: str) -> str:
    """How PostgreSQL names the sessions of one run of a service."""
    return f"{SERVE} {instance}"


async def lock(session: Session, wait_seconds: float, own: str = "") -> None:
    """Waits for a session that is about to end, and ends one of `own` that the server has not noticed the end of.
    Raises HeldError, which names who holds it."""
    for tries_left in reversed(range(int(wait_seconds / _RETRY_SECONDS) + 1)):
        if await try_lock(session):
            return
        found = await holder(session)
        if found and own and found.application == own:
            await session.execute(STATEMENTS["end_backend"], found.backend)
        elif found and not tries_left:
            raise HeldError(_refusal(found))
        await asyncio.sleep(_RETRY_SECONDS)
    raise HeldError(_("Another Third Ring has begun to store in this database. Try again."))


def _refusal(found: Holder) -> str:
    text = _(
        "Another Third Ring stores in this database: {holder}. Stop that one first, or give this one a database of "
        "its own (createdb, database.url)."
    )
    return text.format(holder=found)
