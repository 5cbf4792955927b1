"""The short form of `./run bench fuzz`: recorded frames, damaged at random, through reader, parser and tracker."""

import pytest

from lab.bench.fuzz import GROWTH_MOST_MIB, fuzz


@pytest.mark.parametrize("seed", [11, 12])
def test_damaged_frames_raise_nothing_leave_nothing_and_do_not_depend_on_how_they_arrive(seed: int) -> None:
    used, grown_mib = fuzz(5_000, seed, say=lambda _text: None)
    assert used > 1000
    assert grown_mib < GROWTH_MOST_MIB
