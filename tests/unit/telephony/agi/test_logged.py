"""What goes wrong in sessions is logged once a minute, without a number, and has its labels."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from metrics.prometheus.labels import AGI_SCRIPT, NO_SCRIPT
from telephony.agi.counts import End
from thirdring.agi import LoggedCounts
from thirdring.settings.groups import Agi
from ticketing.agi.scripts import HotlineScripts


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_flood_is_one_line_a_minute_and_says_how_many_more_there_were() -> None:
    clock = Clock()
    counts = LoggedCounts(clock)
    with capture_logs() as lines:
        for _ in range(100):
            counts.ended("", End.LATE, TimeoutError())
        counts.ended("", End.REFUSED, None)
        clock.now = 61.0
        counts.ended("", End.LATE, TimeoutError())
    assert [(line["how"], line["times"]) for line in lines] == [("late", 1), ("refused", 1), ("late", 100)]
    assert counts.by == {("", "late"): 101, ("", "refused"): 1}


def test_forged_lines_are_said_with_the_script_alone() -> None:
    with capture_logs() as lines:
        LoggedCounts(Clock()).forged("arrive")
    (line,) = lines
    assert set(line) == {"event", "log_level", "script", "times"}
    assert line["script"] == "arrive"


@pytest.mark.parametrize("how", [End.DONE, End.HUNG_UP, End.UNKNOWN])
def test_what_is_no_trouble_is_not_logged(how: End) -> None:
    with capture_logs() as lines:
        LoggedCounts(Clock()).ended("arrive", how, None)
    assert lines == []


def test_every_script_is_a_value_of_its_label() -> None:
    nobody: Any = None
    table = HotlineScripts(nobody, nobody, Agi(), ("main",), lambda: 0).table()
    assert AGI_SCRIPT.values == frozenset(table) | {"work", "canary", NO_SCRIPT}  # those two are the service's own


def test_one_address_has_three_quarters_of_the_sessions_unless_it_is_set() -> None:
    assert Agi().of_one_address == 96
    assert Agi(sessions=1).of_one_address == 1
    assert Agi(sessions_per_address=20).of_one_address == 20
