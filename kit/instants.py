"""Converts between instants and local time."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
HOUR_US = 60 * MINUTE_US
DAY_US = 24 * HOUR_US
LATEST_US = 4_102_444_800_000_000 - 1  # the end of the year 2099: no calendar fails, in any time zone
_MICROSECOND = timedelta(microseconds=1)
_ONE_DAY = timedelta(days=1)


def local_time(at_us: int, zone: tzinfo) -> datetime:
    return (EPOCH + timedelta(microseconds=at_us)).astimezone(zone)


def local_day(at_us: int, zone: tzinfo) -> date:
    return local_time(at_us, zone).date()


def instant_us(moment: datetime) -> int:
    """`moment` knows its zone. A wall clock time that a spring change skips is the instant as far after the change."""
    return (moment.astimezone(UTC) - EPOCH) // _MICROSECOND


def wall_us(day: date, wall: time, zone: tzinfo) -> int:
    """The instant of local time `wall` on `day`; the first one if it occurs twice."""
    return instant_us(datetime.combine(day, wall, zone))


def day_start_us(day: date, zone: tzinfo) -> int:
    return wall_us(day, time.min, zone)


def day_end_us(day: date, zone: tzinfo) -> int:
    """24:00: the first instant that is no longer this day."""
    return day_start_us(day + _ONE_DAY, zone)
