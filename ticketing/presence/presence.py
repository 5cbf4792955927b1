"""Who is writing on which ticket. It locks nothing, and entries expire. Pure: time is an argument."""

from collections import OrderedDict
from typing import NamedTuple

from kit.instants import SECOND_US

LEASE_US = 20 * SECOND_US
"""An entry lives this long. A page that is still writing renews it sooner."""

KEPT_MAX = 500


class Writing(NamedTuple):
    number: str  # of the ticket
    who: str
    until_us: int


class Presence:
    """At most KEPT_MAX at a time; those who wrote last stay."""

    def __init__(self) -> None:
        self._until_us: OrderedDict[tuple[str, str], int] = OrderedDict()

    def writes(self, number: str, who: str, now_us: int) -> Writing:
        key = number, who
        self._until_us[key] = now_us + LEASE_US
        self._until_us.move_to_end(key)
        if len(self._until_us) > KEPT_MAX:
            self._until_us.popitem(last=False)
        return Writing(number, who, now_us + LEASE_US)

    def now(self, now_us: int) -> list[Writing]:
        """Sorted by the last sign of life, the oldest first."""
        for key, until_us in list(self._until_us.items()):
            if until_us <= now_us:
                del self._until_us[key]
        return [Writing(*key, until_us) for key, until_us in self._until_us.items()]
