"""Instants for tests, as people write them. Made by the standard library alone, so that the code's own clocks are
measured and do not measure themselves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_EPOCH = datetime.fromtimestamp(0, UTC)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> int:
    moment = datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    return (moment - _EPOCH) // timedelta(microseconds=1)


def said(at_us: int | None, zone: ZoneInfo = SHANGHAI) -> str | None:
    if at_us is None:
        return None
    return (_EPOCH + timedelta(microseconds=at_us)).astimezone(zone).strftime("%Y-%m-%d %H:%M")
