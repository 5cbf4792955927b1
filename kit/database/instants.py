"""Instants as PostgreSQL has them, and as everything else has them."""

from datetime import datetime, timedelta

from kit.instants import EPOCH, instant_us


def stored(at_us: int) -> datetime:
    return EPOCH + timedelta(microseconds=at_us)


def stored_or_none(at_us: int | None) -> datetime | None:
    return None if at_us is None else stored(at_us)


def us(at: datetime) -> int:
    return instant_us(at)


def us_or_none(at: datetime | None) -> int | None:
    return None if at is None else instant_us(at)
