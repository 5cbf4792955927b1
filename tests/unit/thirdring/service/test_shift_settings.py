"""What the settings say of shifts."""

from datetime import time
from pathlib import Path
from typing import Any

import pytest

from thirdring.settings import Settings, SettingsError, load
from thirdring.settings.site_rules import site_rules
from ticketing.shifts.patterns import Pattern, ShiftRules

DAY = {"name": "day", "begins": "08:00", "ends": "20:00"}


def complaint(folder: Path, text: str) -> str:
    file = folder / "thirdring.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(file)
    return str(caught.value)


def rules(*shifts: Any, **more: Any) -> ShiftRules:
    return site_rules(Settings(shifts={"shift": shifts, **more})).shifts


def test_a_site_that_says_nothing_of_shifts_has_none() -> None:
    assert site_rules(Settings()).shifts == ShiftRules()


def test_shifts_are_as_they_are_written() -> None:
    assert rules(DAY).patterns == (Pattern("day", time(8), time(20)),)
    (night,) = rules({"name": "夜班", "begins": "20:00", "ends": "08:00", "people_min": 2}).patterns
    assert night == Pattern("夜班", time(20), time(8), people_min=2)


@pytest.mark.parametrize(
    ("days", "pattern"),
    [
        ("every", Pattern("day", time(8), time(20))),
        ("workdays", Pattern("day", time(8), time(20), workdays_only=True)),
        (["monday", "sunday"], Pattern("day", time(8), time(20), frozenset({0, 6}))),
        ("saturday, sunday", Pattern("day", time(8), time(20), frozenset({5, 6}))),
    ],
)
def test_a_shift_is_on_every_day_on_workdays_or_on_some_weekdays(days: Any, pattern: Pattern) -> None:
    assert rules({**DAY, "days": days}).patterns == (pattern,)


def test_housekeepers_are_rung_always_or_while_on_a_shift() -> None:
    assert rules(housekeepers="on_shift", housekeeper_ring_seconds=9) == ShiftRules((), True, 9)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('days = "daily"', "must be every, workdays, or some of monday, tuesday"),
        ('days = ["every", "monday"]', "must be every, workdays"),
        ("days = []", "must be every, workdays"),
        ('ends = "24:00"', "from 00:00 to 23:59"),
        ('name = "a b"', "shifts.shift"),
    ],
)
def test_a_wrong_shift_is_told_with_its_key(tmp_path: Path, text: str, told: str) -> None:
    key = text.partition(" ")[0]
    lines = [f'{name} = "{value}"' for name, value in DAY.items() if name != key]
    found = complaint(tmp_path, "\n".join(["[[shifts.shift]]", *lines, text]))
    assert told in found
    assert key in found


def test_two_shifts_of_one_name_are_refused(tmp_path: Path) -> None:
    one = "[[shifts.shift]]\n" + "\n".join(f'{name} = "{value}"' for name, value in DAY.items())
    assert "two [[shifts.shift]] are named day" in complaint(tmp_path, f"{one}\n{one}")
