"""What calls mean at the desk: a ticket for each that arrives, a callback for each that is missed, proof for those that
connect.

`notice` copies from a fact what matters, at once, since the live call goes on changing. `NoticeHandler` carries it out.
Carrying out the same notice twice, in whatever order, does nothing more.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple, Protocol

from telephony.facts import Call, Direction, Fact, FactKind
from ticketing.callbacks.callback import Callback, Reason
from ticketing.callbacks.merging import Cause
from ticketing.callbacks.sightings import Numbering, Sighting, sighting
from ticketing.households.lookup import Match


class Arrived(NamedTuple):
    """A caller from outside entered a hotline, or their number has come."""

    pbx: str
    linkedid: str
    at_us: int
    number: str  # '' where it is withheld


class Answered(NamedTuple):
    pbx: str
    linkedid: str
    at_us: int
    agent: str


class Ended(NamedTuple):
    arrived: Arrived | None  # None: no call to a hotline
    seen: Sighting
    ended_at_us: int


Notice = Arrived | Answered | Ended


class Opened(NamedTuple):
    number: str
    new: bool  # False: the call had its ticket already
    others: int | None = None  # open ones of the household or the number, where it was opened now


def notice(fact: Fact, numbering: Numbering) -> Notice | None:
    """None: nothing for the desk."""
    call = fact.call
    if fact.kind is FactKind.CALL_ARRIVED or fact.kind is FactKind.CALL_NUMBERED:
        return _arrived(call, numbering)
    if fact.kind is FactKind.CALL_ANSWERED and _arrived(call, numbering) and call.agent is not None:
        return Answered(call.pbx, call.linkedid, fact.at_us, call.agent)
    if fact.kind is FactKind.CALL_ENDED and call.direction is not Direction.INTERNAL:
        return Ended(_arrived(call, numbering), sighting(call, numbering), call.ended_at_us or fact.at_us)
    return None


def of_hotline(call: Call) -> bool:
    return call.direction is Direction.INBOUND and call.hotline is not None


def _arrived(call: Call, numbering: Numbering) -> Arrived | None:
    if not of_hotline(call):
        return None
    return Arrived(call.pbx, call.linkedid, call.arrived_at_us, numbering.of_caller(call.caller_raw))


class Households(Protocol):
    async def find(self, number: str) -> Sequence[Match]:
        """The likeliest first."""


class Tickets(Protocol):
    async def known(self, arrived: Arrived) -> Opened | None:
        """The ticket that the call has, where nothing is to be done about it."""

    async def open_for(self, arrived: Arrived, match: Match | None) -> Opened:
        """The call's ticket; the one it has, where it has one."""

    async def take(self, answered: Answered) -> None:
        """Who answered the call has its ticket, unless somebody has it already."""


class Callbacks(Protocol):
    async def after_call(self, seen: Sighting, cause: Cause | None) -> Sequence[Callback]:
        """Settles or notes what the call was about, or creates the callback of a missed one; once a call."""


Quietly = Callable[[Ended], Awaitable[bool]]
"""Whether the call has ended and that was all there was to do."""


async def _never(_: Ended) -> bool:
    return False


class NoticeHandler:
    def __init__(
        self, tickets: Tickets, callbacks: Callbacks, households: Households, quietly: Quietly = _never
    ) -> None:
        self._quietly = quietly
        self._tickets = tickets
        self._callbacks = callbacks
        self._households = households

    async def carry_out(self, news: Notice) -> Sequence[Callback]:
        """The callbacks that changed by it."""
        if isinstance(news, Arrived):
            await self.arrived(news)
        elif isinstance(news, Answered):
            await self._tickets.take(news)
        else:
            return await self._ended(news)
        return ()

    async def arrived(self, news: Arrived) -> tuple[str, Match | None]:
        """The ticket and the likeliest household, for whoever asks while the call still rings."""
        opened, match = await self.open(news)
        return opened.number, match

    async def _ended(self, news: Ended) -> Sequence[Callback]:
        if await self._quietly(news):
            return ()
        cause = None
        if news.arrived is not None:
            opened, match = await self._opened(news.arrived, news.seen)
            if opened.new:
                await self._take_late(news.seen)
            if news.seen.missed and news.arrived.number:
                household = None if match is None else match.household
                cause = Cause(Reason.MISSED_CALL, news.ended_at_us, news.arrived.number, household, opened.number)
        return await self._callbacks.after_call(news.seen, cause)

    async def _opened(self, arrived: Arrived, seen: Sighting) -> tuple[Opened, Match | None]:
        """The household only where it matters."""
        known = await self._tickets.known(arrived)
        if known is None:
            return await self.open(arrived)
        return known, await self.match(arrived.number) if seen.missed else None

    async def _take_late(self, seen: Sighting) -> None:
        """The ticket of a call that nobody told us was answered, or that was lost since."""
        if seen.agent is not None and seen.answered_at_us is not None:
            await self._tickets.take(Answered(*seen.call, seen.answered_at_us, seen.agent))

    async def open(self, news: Arrived) -> tuple[Opened, Match | None]:
        match = await self.match(news.number)
        return await self._tickets.open_for(news, match), match

    async def match(self, number: str) -> Match | None:
        """The likeliest household."""
        found = await self._households.find(number) if number else ()
        return found[0] if found else None
