"""The time after a call in which the agent writes down what it was about. Pure.

It holds no call back and nobody has to end it: it is a fact about the agent, which they can lengthen once or end.
"""

from typing import NamedTuple

from telephony.facts import CallRef


class WrapUp(NamedTuple):
    call: CallRef
    since_us: int
    until_us: int
    lengthened: bool = False


class OverError(Exception):
    """There is no wrap-up any more."""


class LengthenedError(Exception):
    """It was lengthened already."""


def begun(call: CallRef, at_us: int, lasts_us: int) -> WrapUp | None:
    return WrapUp(call, at_us, at_us + lasts_us) if lasts_us else None


def lengthened(wrap_up: WrapUp | None, now_us: int, by_us: int) -> WrapUp:
    """Raises OverError and LengthenedError."""
    if wrap_up is None or now_us >= wrap_up.until_us:
        raise OverError
    if wrap_up.lengthened:
        raise LengthenedError
    return wrap_up._replace(until_us=wrap_up.until_us + by_us, lengthened=True)
