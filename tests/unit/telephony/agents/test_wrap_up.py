"""The time after a call: how long it lasts, and that it is lengthened once, while it lasts."""

import pytest

from telephony.agents.wrap_up import LengthenedError, OverError, WrapUp, begun, lengthened
from telephony.facts import CallRef

CALL = CallRef("main", "1")


def test_it_lasts_as_long_as_the_site_says_and_not_at_all_where_that_is_nothing() -> None:
    assert begun(CALL, 100, 30) == WrapUp(CALL, 100, 130, lengthened=False)
    assert begun(CALL, 100, 0) is None


def test_it_is_lengthened_once_by_as_much_again() -> None:
    longer = lengthened(WrapUp(CALL, 100, 130), 129, 30)
    assert longer == WrapUp(CALL, 100, 160, lengthened=True)
    with pytest.raises(LengthenedError):
        lengthened(longer, 140, 30)


@pytest.mark.parametrize(("wrap_up", "now"), [(None, 1), (WrapUp(CALL, 100, 130), 130), (WrapUp(CALL, 1, 2, True), 9)])
def test_what_is_over_is_not_lengthened(wrap_up: WrapUp | None, now: int) -> None:
    with pytest.raises(OverError):
        lengthened(wrap_up, now, 30)
