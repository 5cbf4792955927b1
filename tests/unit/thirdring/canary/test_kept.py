from pathlib import Path

import pytest

from thirdring.canary import kept
from thirdring.canary.rules import Fault, Result

GOOD = Result("main", 1_700_000_000_000_000, 14_000_000, -3_000, ())
BAD = Result("branch", 1_700_000_000_000_000, 16_000_000, None, (Fault.NOT_RUNG,))


def test_the_last_result_of_each_pbx_is_kept(tmp_path: Path) -> None:
    keep = kept.keeping(tmp_path)
    for result in (BAD, GOOD, BAD._replace(faults=()), BAD):
        keep(result)
    assert sorted(kept.last(tmp_path)) == [BAD, GOOD]


def test_where_nothing_was_kept_there_is_nothing(tmp_path: Path) -> None:
    assert kept.last(tmp_path) == []
    assert kept.last(tmp_path / "gone") == []


@pytest.mark.parametrize("text", ["", "[", "{}", "[1]", '[{"pbx": "main"}]', '{"a": 1}', "null", '"x"', "[" * 60_000])
def test_a_file_that_somebody_has_changed_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / kept.NAME).write_text(text)
    assert kept.last(tmp_path) == []


def test_a_disk_that_is_full_or_gone_does_no_harm(tmp_path: Path) -> None:
    kept.keeping(tmp_path / "gone")(GOOD)
