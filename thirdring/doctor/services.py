"""Where service.standby says that two services share a database: who is in charge, does one stand by, is all stored?"""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from kit.database.lock import SERVE, Holder, holder
from kit.database.pool import AWAY, Session, advice, connect
from kit.database.standby import SILENT_SECONDS
from kit.database.statements import read_statements
from kit.i18n import _
from telephony.journal.file import JournalReader
from thirdring.doctor.finding import Finding, Weight
from thirdring.settings import Settings

BEHIND_SECONDS_MAX = 60.0
"""A service stores within seconds; after a takeover or an outage it catches up."""

STATEMENTS = read_statements(Path(__file__).with_name("services.sql"))


class SeenServices(NamedTuple):
    """`trouble`: '' where PostgreSQL answers. `stored_us`: when the last event stored was heard; 0: nothing is.
    `heard_us`: when the last one in the journal here was; 0: none is here."""

    trouble: str
    leader: Holder | None = None
    silent_seconds: float = 0.0
    standing_by: Sequence[str] = ()
    stored_us: int = 0
    heard_us: int = 0

    @property
    def behind_seconds(self) -> float | None:
        """None: there is nothing here to hold it against."""
        return max(0, self.heard_us - self.stored_us) / 1e6 if self.heard_us and self.stored_us else None


async def services_of(settings: Settings) -> SeenServices | None:
    """None where one service is all that there is to be."""
    if not settings.service.standby:
        return None
    try:
        session = await connect(settings.database.url.get_secret_value(), "thirdring doctor")
        try:
            return await _seen(session, settings.data_dir)
        finally:
            await session.close()
    except AWAY as error:
        return SeenServices(advice(error))


async def _seen(session: Session, data_dir: Path) -> SeenServices:
    leader = await holder(session)
    silent = None if leader is None else await session.fetchval(STATEMENTS["silent_seconds"], leader.backend)
    standing_by = [row["client"] for row in await session.fetch(STATEMENTS["standing_by"])]
    heard_us = heard_last_us(data_dir / "journal.sqlite")  # first: what is stored meanwhile is no delay
    is_known = await session.fetchval(STATEMENTS["is_known"])
    stored_us = await session.fetchval(STATEMENTS["stored_us"]) if is_known else None
    return SeenServices("", leader, silent or 0.0, standing_by, stored_us or 0, heard_us)


def heard_last_us(journal: Path) -> int:
    """0 where nothing was heard here."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(JournalReader(journal)) as reader:
        entries = reader.read(reader.last_position(), 1)
        return entries[-1].received_us if entries else 0
    return 0


def of_services(seen: SeenServices | None, settings_file: str) -> Iterator[Finding]:
    """Pure."""
    for text in () if seen is None else _troubles(seen):
        yield Finding("standby", Weight.PROBLEM, "", text, settings_file, "service", ("standby = true",))


def _troubles(seen: SeenServices) -> Iterator[str]:
    if seen.trouble:
        yield _("Who is in charge cannot be asked. {why}").format(why=seen.trouble)
        return
    if seen.leader is None:
        yield _("No service is in charge: calls are not stored, and there are no tickets. Start `serve` on both hosts.")
        return
    if seen.leader.application.startswith(SERVE) and seen.silent_seconds > SILENT_SECONDS:
        text = _("{host} is in charge and has said nothing to PostgreSQL for {seconds:.0f} s: it hangs. Restart it.")
        yield text.format(host=seen.leader.place, seconds=seen.silent_seconds)
    if not seen.standing_by:
        text = _(
            "No second service stands by: when {host} is gone, nothing is stored until it is back. Start `serve` on "
            "the other host."
        )
        yield text.format(host=seen.leader.place)
    if (behind := seen.behind_seconds) is not None and behind > BEHIND_SECONDS_MAX:
        text = _("What was heard in the last {seconds:.0f} s is not stored yet. /readyz and the log of {host} say why.")
        yield text.format(seconds=behind, host=seen.leader.place)


def as_line(seen: SeenServices) -> str:
    """What there is, in the language in use. Pure."""
    if seen.leader is None:
        return _("services: nobody is in charge; stand by: {count}").format(count=len(seen.standing_by))
    text = _("services: {host} in charge since {since} UTC; stand by: {count} ({places}); stored: {stored}")
    places = ", ".join(place or _("PostgreSQL's machine") for place in seen.standing_by) or _("none")
    return text.format(
        host=seen.leader.place,
        since=f"{seen.leader.since.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
        count=len(seen.standing_by),
        places=places,
        stored=_stored(seen),
    )


def _stored(seen: SeenServices) -> str:
    if not seen.stored_us:
        return _("nothing yet")
    at = datetime.fromtimestamp(seen.stored_us / 1e6, UTC)
    behind = seen.behind_seconds
    if behind is None:
        return _("what was heard until {instant} UTC").format(instant=f"{at:%Y-%m-%d %H:%M:%S}")
    if behind < 1:
        return _("all that was heard")
    return _("all but the last {seconds:.0f} s").format(seconds=behind)


def as_json(seen: SeenServices | None) -> dict[str, Any] | None:
    """Pure."""
    if seen is None:
        return None
    return {
        "trouble": seen.trouble,
        "in_charge": None if seen.leader is None else seen.leader.place,
        "standing_by": list(seen.standing_by),
        "stored_until": None if not seen.stored_us else seen.stored_us / 1e6,
        "behind_seconds": seen.behind_seconds,
    }
