"""When the daily run is due and which backups may go. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path


def next_run(now: datetime, at: time, zone: tzinfo) -> datetime:
    """The next local `at` that is after now."""
    today = now.astimezone(zone).date()
    return next(moment for moment in (_local(today + timedelta(day), at, zone) for day in (0, 1)) if moment > now)


def _local(day: date, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, at, zone)


def is_due(newest: datetime | None, now: datetime) -> bool:
    """Whether there is no backup of the last day: the machine was off, or this is the first start."""
    return newest is None or now - newest > timedelta(days=1)


def expired(backups: Iterable[tuple[Path, datetime]], now: datetime, keep_days: int) -> list[Path]:
    """The backups that are older than this many days."""
    return sorted(file for file, made_at in backups if now - made_at > timedelta(days=keep_days))
