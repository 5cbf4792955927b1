"""How many rings a caller has heard.

A ring is one cycle of the country's ringback tone: the sound and the silence after it. A double burst (uk, au …)
is one ring. The lengths are those of the `ring` tone of each zone in Asterisk's indications.conf.
"""

from typing import NamedTuple

from kit.wrong import WrongValueError


class Cadence(NamedTuple):
    sound_us: int  # from the beginning of a ring to the end of its last burst
    silence_us: int

    @property
    def period_us(self) -> int:
        return self.sound_us + self.silence_us


def _milliseconds(sound: int, silence: int) -> Cadence:
    return Cadence(sound * 1000, silence * 1000)


_ONE_FOUR = _milliseconds(1000, 4000)
_ONE_THREE = _milliseconds(1000, 3000)
_ONE_FIVE = _milliseconds(1000, 5000)
_ONE_TWO = _milliseconds(1000, 2000)
_TWO_FOUR = _milliseconds(2000, 4000)
_DOUBLE = _milliseconds(1000, 2000)  # 0.4 on, 0.2 off, 0.4 on, then silence

CADENCES: dict[str, Cadence] = {
    **dict.fromkeys(("bg", "br", "ch", "cn", "cz", "de", "dk", "ee", "fi", "gr", "id", "it", "lt", "mx"), _ONE_FOUR),
    **dict.fromkeys(("nl", "no", "ph", "pl", "ru", "ve"), _ONE_FOUR),
    **dict.fromkeys(("be", "cl", "il"), _ONE_THREE),
    **dict.fromkeys(("at", "pt", "se", "th"), _ONE_FIVE),
    **dict.fromkeys(("jp", "tw"), _ONE_TWO),
    **dict.fromkeys(("us", "us-old"), _TWO_FOUR),
    **dict.fromkeys(("au", "in", "my", "nz", "sg", "uk", "za"), _DOUBLE),
    "es": _milliseconds(1500, 3000),
    "fr": _milliseconds(1500, 3500),
    "hu": _milliseconds(1250, 3750),
}


def cadence(zone: str) -> Cadence:
    """Raises ValueError, listing the zones there are, for an unknown one."""
    try:
        return CADENCES[zone]
    except KeyError:
        zones = ", ".join(sorted(CADENCES))
        raise WrongValueError("unknown ring zone {zone}; one of {zones}", zone=repr(zone), zones=zones) from None


def period_us(zone: str) -> int:
    return cadence(zone).period_us


def rings(ring_us: int, period_us: int) -> int:
    """The rings begun in `ring_us` of ringing: the first begins at once, the fourth after exactly three periods.

    For a call that never rang at all the answer is 0, which its caller knows and this function cannot.
    """
    return ring_us // period_us + 1
