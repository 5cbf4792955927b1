"""Help before a call is missed is refused where nobody would help, and names agents and hotlines that there are."""

from pathlib import Path
from typing import Literal

import pytest
from pydantic import ValidationError

from kit import i18n
from thirdring.settings import Settings, SettingsError, load


def test_the_people_of_the_shifts_are_somebody() -> None:
    shift = {"name": "day", "begins": "08:00", "ends": "20:00"}
    rescue = {"enabled": True, "banner": False, "dry_run": True}
    assert Settings.model_validate({"rescue": rescue, "shifts": {"shift": [shift]}}).rescue.enabled


@pytest.mark.parametrize(("seconds", "fits"), [(0, True), (14, True), (15, False)])
def test_a_housekeeper_who_is_rung_so_long_that_the_queue_is_late_is_refused(seconds: int, fits: bool) -> None:
    shifts = {"shifts": {"housekeeper_ring_seconds": seconds}}
    if fits:
        assert Settings.model_validate(shifts).shifts.housekeeper_ring_seconds == seconds
        return
    with pytest.raises(ValidationError, match="leaves the queue no time: an answer is in time within 15 s"):
        Settings.model_validate(shifts)


def settings_with(**rescue: object) -> Settings:
    agents = [{"name": "1001", "devices": ["PJSIP/1001"]}]
    return Settings.model_validate({"agent": agents, "rescue": {"enabled": True, **rescue}})


@pytest.mark.parametrize(
    "rescue",
    [{}, {"banner": False, "helpers": ["1001"]}, {"dry_run": True, "managers": ["1001"]}],
    ids=["the banner alone", "helpers alone", "a dry run"],
)
def test_somebody_helps(rescue: dict[str, object]) -> None:
    assert settings_with(**rescue).rescue.enabled


@pytest.mark.parametrize(
    ("rescue", "words"),
    [
        ({"banner": False}, "rings nobody"),
        ({"dry_run": True}, "in a dry run there is no banner"),
        ({"helpers": ["1002"]}, "must be one of 1001"),
        ({"ring": 4}, "comes too late"),
    ],
    ids=["nobody", "nobody in a dry run", "no such agent", "after the last ring"],
)
def test_where_nobody_would_help_in_time_the_settings_say_so(rescue: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        settings_with(**rescue)


def told(file: Path, language: Literal["en", "zh"]) -> str:
    i18n.use(language)
    try:
        with pytest.raises(SettingsError) as caught:
            load(file)
    finally:
        i18n.use("en")
    return str(caught.value).removeprefix(str(file))


@pytest.mark.parametrize(
    ("line", "english", "chinese"),
    [
        (
            'helpers = ["1002"]',
            ': rescue.helpers[0] must be one of 1001; for example ["1001"]',
            '：rescue.helpers[0] 须为以下之一：1001；例如 ["1001"]',
        ),
        (
            'except_hotlines = ["sales"]',
            ': rescue.except_hotlines[0] must be one of –; for example ["service"]',
            '：rescue.except_hotlines[0] 须为以下之一：–；例如 ["service"]',
        ),
        (
            "ring = 4",
            ": rescue.ring comes too late: an answer is in time within 3 rings (policy.rings_within); for example 2",
            "：rescue.ring ",
        ),
        (
            "banner = false",
            ": rescue.enabled rings nobody: name agents in helpers or managers, or set banner = true; for example true",
            "：rescue.enabled ",
        ),
        (
            "dry_run = true",
            ": rescue.dry_run says nothing: in a dry run there is no banner, so name agents in helpers or managers",
            "：rescue.dry_run ",
        ),
        ("at_once = 11", ": rescue.at_once must be at most 10; for example 2", "：rescue.at_once 不得大于 10；例如 2"),
        ('since = "25:00"', ": rescue.since ", "：rescue.since "),
    ],
)
def test_the_key_the_problem_and_an_example_are_told_in_both_languages(
    tmp_path: Path, line: str, english: str, chinese: str
) -> None:
    file = tmp_path / "t.toml"
    agent = '[[agent]]\nname = "1001"\ndevices = ["PJSIP/1001"]\n'
    file.write_text(f"[rescue]\nenabled = true\n{line}\n{agent}", encoding="utf-8")
    assert told(file, "en").startswith(english)
    assert told(file, "zh").startswith(chinese)
    assert "; for example" in told(file, "en")
