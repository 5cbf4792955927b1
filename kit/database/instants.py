"""Instants as PostgreSQL has them, and as everything else has them."""

from datetime import datetime, timedelta

from kit.instants import EPOCH, LATEST_US, instant_us

_INFINITY_FROM = 2000  # asyncpg has infinity as a year without a zone: 9999, or 1


def stored(at_us: int) -> datetime:
    return EPOCH + timedelta(microseconds=at_us)


def stored_or_none(at_us: int | None) -> datetime | None:
    return None if at_us is None else stored(at_us)


def us(at: datetime) -> int:
    """What an earlier version stored outside 1970 to 2099, infinity too, becomes the nearest possible instant."""
    if at.tzinfo is None:
        return LATEST_US if at.year > _INFINITY_FROM else 0
    return min(max(instant_us(at), 0), LATEST_US)


def us_or_none(at: datetime | None) -> int | None:
    return None if at is None else us(at)
