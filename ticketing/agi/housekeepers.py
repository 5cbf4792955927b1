"""Whose phone rings before the queue for a household, and for how long. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kit.instants import SECOND_US
from ticketing.shifts.duty_book import DutyBook


class RungFirst(NamedTuple):
    """No devices: the call goes to the queue at once."""

    name: str = ""
    devices: tuple[str, ...] = ()
    seconds: int = 1


NOBODY = RungFirst()


@dataclass(frozen=True, slots=True)
class Housekeepers:
    """`devices`: of each agent."""

    devices: Mapping[str, tuple[str, ...]]
    ring_seconds: int
    duty: DutyBook

    def rung_first(self, housekeeper: str, at_us: int) -> RungFirst:
        """For a household of this housekeeper; '' where it has none."""
        name = self.duty.stands_for(housekeeper, at_us) if housekeeper else None
        if name is None or not self._may_ring(name, at_us):
            return RungFirst(seconds=self.ring_seconds)
        return RungFirst(name, self.devices.get(name, ()), self.ring_seconds)

    def _may_ring(self, name: str, at_us: int) -> bool:
        """Everybody may be rung as long as the roster was not read yet."""
        if not self.duty.has_shifts or not self.duty.is_read or not self.duty.rules.housekeepers_on_shift:
            return True
        on = self.duty.on_duty(at_us)
        return name in on.people or name in on.managers


def ring_seconds(limit_us: int, period_us: int) -> int:
    """Of the time that is promised a third, in whole rings: of three rings the first one. Never more than half of it,
    so that the queue can answer in time; never 0, which a dialplan takes for no limit."""
    rings = max(1, limit_us // 3 // period_us)
    return max(1, min(rings * period_us, limit_us // 2) // SECOND_US)
