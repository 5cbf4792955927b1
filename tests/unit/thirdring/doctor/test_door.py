"""What the doctor says of the door: the lines to add, and never that it could look where it could not."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.thirdring.doctor.test_rules import WELL
from thirdring.doctor.dialplan import Door, Way
from thirdring.doctor.door import DOOR, of_door
from thirdring.doctor.finding import Weight

SAMPLE = Path(__file__).parents[4] / "deploy" / "asterisk" / "extensions.conf"


def test_a_clean_dialplan_has_no_finding() -> None:
    assert list(of_door(WELL)) == []


@pytest.mark.parametrize(("way", "code"), [(Way.OPEN, "door_open"), (Way.UNKNOWN, "door_unknown")])
def test_a_number_that_is_not_cleaned_is_named_with_the_lines(way: Way, code: str) -> None:
    (finding,) = of_door(replace(WELL, doors={"8001": Door(way, "from-trunk", "Queue")}))
    assert (finding.code, finding.file) == (code, "extensions.conf")
    assert finding.weight is (Weight.HINT if way is Way.OPEN else Weight.NOT_SEEN)
    assert finding.lines[0].startswith("exten => 8001,1,Gosub(door,s,1)")
    assert finding.lines[1:] == DOOR


def test_where_it_may_not_look_it_says_so_and_how_it_may() -> None:
    (finding,) = of_door(replace(WELL, doors=None))
    assert finding.code == "door_not_seen"
    assert "may not look" in finding.text
    assert "reporting" in finding.lines[0]


def test_the_lines_are_those_of_the_sample() -> None:
    assert set(DOOR) <= set(SAMPLE.read_text().splitlines())
