"""When the daily run is due, and which backups may go."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from thirdring.backup.daily import expired, is_due, next_run

SHANGHAI = ZoneInfo("Asia/Shanghai")
MADRID = ZoneInfo("Europe/Madrid")
AT = time(3, 10)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-28T12:00", "2026-11-28T19:10"),  # 20:00 there, so it is tomorrow's
        ("2026-11-28T19:09", "2026-11-28T19:10"),
        ("2026-11-28T19:10", "2026-11-29T19:10"),  # never twice
    ],
)
def test_the_next_run_is_at_the_hour_of_the_site(now: str, then: str) -> None:
    assert next_run(utc(now), AT, SHANGHAI) == utc(then)


def test_an_hour_that_summer_time_leaves_out_comes_all_the_same() -> None:
    moment = next_run(utc("2026-03-28T23:00"), time(2, 30), MADRID)
    assert timedelta() < moment - utc("2026-03-28T23:00") < timedelta(hours=3)


def test_a_day_without_a_backup_is_made_up_for_at_once() -> None:
    now = utc("2026-11-28T12:00")
    assert is_due(None, now)
    assert is_due(now - timedelta(hours=25), now)
    assert not is_due(now - timedelta(hours=23), now)


def test_backups_go_when_they_are_older_than_they_are_kept() -> None:
    now = utc("2026-11-28T12:00")
    backups = [(Path(f"{days}.tar"), now - timedelta(days=days, seconds=1)) for days in (15, 14, 13)]
    assert expired(backups, now, 14) == [Path("14.tar"), Path("15.tar")]
