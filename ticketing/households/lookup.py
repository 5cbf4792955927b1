"""Who is calling? All households of a number, the likeliest first."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from ticketing.households.household import Part, Place

_ORDER = {part: place for place, part in enumerate(Part)}


class Match(NamedTuple):
    household: int
    place: Place
    name: str
    part: Part
    housekeeper: str | None
    vip: bool
    last_called_at_us: int | None  # when this number last called about this household


def ranked(matches: Iterable[Match]) -> list[Match]:
    """The household it last called about, then by the person's part, then by place. One line a household and person."""
    return sorted(
        matches,
        key=lambda match: order(match.last_called_at_us or 0, match.part, match.place, match.name),
    )


def order(last_called: float, part: Part, *rest: object) -> tuple[Any, ...]:
    """What the likeliest is the least by."""
    return (-last_called, _ORDER[part], *rest)
