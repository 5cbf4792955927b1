"""Instants for tests, as people write them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from ticketing.clocks.local import instant_us, local_time

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> int:
    return instant_us(datetime.fromisoformat(text).replace(tzinfo=zone))


def said(at_us: int | None, zone: ZoneInfo = SHANGHAI) -> str | None:
    return None if at_us is None else local_time(at_us, zone).strftime("%Y-%m-%d %H:%M")
