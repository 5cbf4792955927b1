"""Why a row of the sheet is not met, as a manager reads it."""

import re
from pathlib import Path

import pytest

from console.sheet.reasons import REASONS, reason

METRICS = Path(__file__).parents[3] / "metrics" / "objectives"


@pytest.mark.parametrize(
    ("why", "en", "zh"),
    [
        ("answered_rings_4", "answered, 4 rings", "已接听，4 声"),
        ("abandoned_rings_0", "caller hung up, 0 rings", "客户挂机，0 声"),
        ("satisfaction_2", "rated 2 of 5", "评 2 分（满分 5 分）"),
        ("rated_3", "rated 3 of 5", "评 3 分（满分 5 分）"),
        ("not_called", "not called that day", "当日未访到"),
        ("of_a_later_version", "of_a_later_version", "of_a_later_version"),
        ("", "", ""),
    ],
)
def test_it_is_said_in_words(why: str, en: str, zh: str) -> None:
    assert (reason(why, "en"), reason(why, "zh")) == (en, zh)


def test_every_reason_that_the_sheet_gives_has_words() -> None:
    sources = [METRICS / name for name in ("ticket_cases.py", "sources.py", "told.py")]
    said = {word for file in sources for word in re.findall(r'"((?:not|done|steps|file)_[a-z_]+)"', file.read_text())}
    assert said - {"done_at", "done_us"} <= REASONS.keys()
