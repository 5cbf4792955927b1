"""What a PBX writes of itself, as the doctor sees it."""

import pytest

from tests.unit.telephony.cel.written import lines
from thirdring.doctor.finding import Weight
from thirdring.doctor.records import Written, of_written

ROWS, LOG = Written("main", "/rows", False), Written("main", "/full", True)


def found(written: Written) -> list[tuple[Weight, str]]:
    return [(each.weight, each.file) for each in of_written([written])]


def test_files_that_are_written_as_they_must_be_are_not_mentioned() -> None:
    assert found(ROWS._replace(lines=lines("rows"))) == []
    assert found(LOG._replace(lines=lines("log"))) == []


@pytest.mark.parametrize(
    ("written", "weight", "file"),
    [
        (ROWS._replace(trouble="No such file"), Weight.PROBLEM, "cel_custom.conf"),
        (ROWS._replace(lines=(b'"2025-11-24 10:00:00","1.1"',)), Weight.PROBLEM, "cel_custom.conf"),
        (ROWS, Weight.NOT_SEEN, "cel_custom.conf"),
        (LOG._replace(trouble="Permission denied"), Weight.PROBLEM, "logger.conf"),
        (LOG._replace(lines=(b"[2025-11-24 10:00:00] NOTICE[1] x.c: y",)), Weight.NOT_SEEN, "logger.conf"),
    ],
    ids=["not there", "of another form", "empty", "not readable", "of a lower level"],
)
def test_others_are_named_with_the_line_to_write(written: Written, weight: Weight, file: str) -> None:
    assert found(written) == [(weight, file)]
