"""The people of the desk, played: what each of them does next, as requests to the service's own API. Pure.

The office looks at tickets and callbacks as the API shows them, and decides from them, a seed and the instant. It keeps
since when it has seen each ticket as it is now, so that nobody does two things at once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import zip_longest
from random import Random
from typing import Any, NamedTuple

from lab.desk import quality
from lab.desk.deed import DISPATCHER, Deed
from lab.desk.matters import CALLED_AGAIN, CALLED_BACK, WITHHELD, Matter, Way, matter_of

UNSORTED = "other"  # what the service calls a ticket until somebody has said what it is about
LEFT_FOR_CALLERS = 3
TO_CALL_MAX = 4  # resolved tickets whose callback waits: nobody resolves more than can be called about
BY_HAND_SHARE = 0.25
SECOND_US = 1_000_000

Item = Mapping[str, Any]
"""A ticket or a callback, as the API shows it."""


class Seen(NamedTuple):
    tickets: Sequence[Item]  # active or resolved
    callbacks: Sequence[Item]  # open ones, and those of `Office.calling`
    live: Collection[str]  # ids of calls that are not over
    idle: Sequence[str]  # agents, who is to call first comes first
    now_us: int
    day: date
    duties: Sequence[Item] = ()


@dataclass(slots=True)
class Office:
    """`called_about`: the categories whose resolved tickets want a callback."""

    agents: Sequence[str]
    called_about: Collection[str]
    language: str
    seed: int
    hurry: float = 1.0  # all that takes time takes this much of it
    left_for_callers: int = LEFT_FOR_CALLERS  # agents who call nobody back, so that the hotline is answered
    by_hand_share: float = BY_HAND_SHARE  # of the callbacks, dialled on the phone instead of by a click
    calling: dict[int, str] = field(default_factory=dict)  # callbacks that were called, and by whom
    _called_us: dict[str, int] = field(default_factory=dict)  # agent → when it last called somebody back
    _readings_of: date | None = None
    _since: dict[str, tuple[int, int]] = field(default_factory=dict)  # ticket or duty → version, seen since

    def decide(self, seen: Seen) -> list[Deed]:
        waiting = {each["ticket"] for each in seen.callbacks if each["state"] in ("pending", "calling")}
        free = [ticket for ticket in seen.tickets if not set(ticket["calls"]) & set(seen.live)]
        deeds = [deed for ticket in free for deed in self._about_ticket(ticket, waiting, seen.now_us)]
        deeds = _paced(deeds, TO_CALL_MAX - _to_call(seen))
        return [*deeds, *self._after_calls(seen), *self._call_back(seen), *self._sheet(seen)]

    def _sheet(self, seen: Seen) -> list[Deed]:
        """What the sheet wants besides: readings once a day, and the day's duties bit by bit."""
        told = []
        if seen.tickets and self._readings_of != seen.day:  # the service has its database
            told, self._readings_of = quality.readings(seen.day, self.seed), seen.day
        duties = quality.duties(seen.duties, datetime.fromtimestamp(seen.now_us / SECOND_US, UTC))
        due = [deed for key, version, deed in duties if self._is_time(key, version, seen.now_us)]
        return [*told, *due]

    # ---- Tickets ----------------------------------------------------------------------------------------------------

    def _about_ticket(self, ticket: Item, waiting: Collection[str], now_us: int) -> list[Deed]:
        number, version = ticket["number"], ticket["version"]
        deed = self._next(ticket, matter_of(number, self.seed), waiting)
        return [deed] if self._is_time(number, version, now_us) and deed is not None else []

    def _is_time(self, key: str, version: int, now_us: int) -> bool:
        """It has been seen as it is for long enough. Where the deed is refused, as long passes until the next try."""
        known, since_us = self._since.get(key, (0, 0))
        if known == version and now_us - since_us < self._takes_us(key, version):
            return False
        self._since[key] = (version, now_us)
        return known == version

    def _takes_us(self, number: str, version: int) -> int:
        """How long somebody thinks or works, from one version of a ticket to the next."""
        least, most = ((1.5, 6.0), (3.0, 25.0))[version > 2]
        seconds = Random(f"{self.seed} {number} {version}").uniform(least, most)
        return int(seconds * self.hurry * SECOND_US)

    def _next(self, ticket: Item, matter: Matter, waiting: Collection[str]) -> Deed | None:
        if ticket["status"] == "resolved":
            return None if ticket["number"] in waiting else _act(ticket, self._whose(ticket), "close")
        if ticket["category"] == UNSORTED:
            return self._sort(ticket, matter, waiting)
        if matter.way is Way.ON_THE_PHONE or self._was_missed(ticket):
            return self._resolve(ticket, matter)
        if matter.way is Way.COMPLAINT and not (ticket["complaint"] or {}).get("response"):
            told = {"valid": True, "response": matter.resolution.within(self.language)}
            return _amend(ticket, self._whose(ticket), complaint=told)
        return self._by_a_trade(ticket, matter)

    def _sort(self, ticket: Item, matter: Matter, waiting: Collection[str]) -> Deed | None:
        """Whoever has talked with them says what it is about; of a missed call, whoever has called back."""
        if ticket["assignee"] is not None:
            return _amend(
                ticket, self._whose(ticket), category=matter.category, title=matter.title.within(self.language)
            )
        if ticket["number"] in waiting:
            return None
        missed = CALLED_AGAIN if ticket["phone"] else WITHHELD
        return _amend(ticket, DISPATCHER, category="enquiry", title=missed.within(self.language))

    def _was_missed(self, ticket: Item) -> bool:
        return ticket["title"] in (CALLED_AGAIN.within(self.language), WITHHELD.within(self.language))

    def _by_a_trade(self, ticket: Item, matter: Matter) -> Deed | None:
        trade, status = matter.trade.within(self.language), ticket["status"]
        if status == "open":
            return _act(ticket, DISPATCHER, "dispatch", trade=trade)
        if status == "dispatched":
            return _act(ticket, DISPATCHER, "start")
        chance = Random(f"{self.seed} pauses {ticket['number']}")
        if ticket["paused"]:
            return _act(ticket, DISPATCHER, "resume")
        if not ticket["pauses"] and chance.random() < 0.15:
            return _act(ticket, DISPATCHER, "pause", pause="waiting_for_parts", why=trade)
        step = next((step for step in ticket["steps"] if not (step["done"] or step["waived"])), None)
        if step is not None:
            evidence = "" if step["evidence"] == "none" else f"{ticket['number']}.pdf"
            path = f"/api/v1/tickets/{ticket['number']}/steps"
            return Deed(DISPATCHER, "POST", path, {"step": step["key"], "evidence": evidence}, ticket["version"])
        if matter.way is Way.COMPLAINT and not ticket["complaint"]["settlement"]:
            return _amend(ticket, DISPATCHER, complaint={"settlement": matter.resolution.within(self.language)})
        return self._resolve(ticket, matter)

    def _resolve(self, ticket: Item, matter: Matter) -> Deed:
        deed = _act(ticket, self._whose(ticket), "resolve", resolution=matter.resolution.within(self.language))
        return deed._replace(to_be_called=ticket["category"] in self.called_about)

    def _whose(self, ticket: Item) -> str:
        return ticket["assignee"] if ticket["assignee"] in self.agents else DISPATCHER

    # ---- Callbacks --------------------------------------------------------------------------------------------------

    def _call_back(self, seen: Seen) -> list[Deed]:
        """Each by an agent who is idle: missed callers and resolved tickets in turn."""
        spare = max(0, len(seen.idle) - self.left_for_callers)
        ready = [each for each in seen.callbacks if each["state"] == "pending" and _may_call(each, seen.now_us)]
        kinds = (
            [each for each in ready if (each["reason"] == "resolved_ticket") is resolved] for resolved in (True, False)
        )
        in_turn = [each for pair in zip_longest(*kinds) for each in pair if each is not None]
        rested = sorted(seen.idle, key=lambda agent: self._called_us.get(agent, 0))[:spare]
        return [self._call(each, agent, seen.now_us) for each, agent in zip(in_turn, rested, strict=False)]

    def _call(self, callback: Item, agent: str, now_us: int) -> Deed:
        number = callback["id"]
        self.calling[number], self._called_us[agent] = agent, now_us
        chance = Random(f"{self.seed} callback {number} {len(callback['attempts'])}")
        by_hand = chance.random() < self.by_hand_share
        path = f"/api/v1/callbacks/{number}/{'claim' if by_hand else 'call'}"
        return Deed(agent, "POST", path, dials=by_hand, why=CALLED_BACK.within(self.language))

    def _after_calls(self, seen: Seen) -> list[Deed]:
        """Who was reached about a resolved ticket is asked how it was; then, or else, that call is done with."""
        deeds = []
        for callback in seen.callbacks:
            agent = self.calling.get(callback["id"])
            if agent is None or callback["state"] == "calling":
                continue
            del self.calling[callback["id"]]
            if callback["state"] == "reached" and callback["reason"] == "resolved_ticket":
                path = f"/api/v1/callbacks/{callback['id']}/outcome"
                deeds.append(Deed(agent, "POST", path, {"rating": self._rating(callback["id"])}))
        return deeds

    def _rating(self, number: int) -> int:
        return Random(f"{self.seed} rating {number}").choices((5, 4, 3, 2), (62, 33, 4, 1))[0]


def _to_call(seen: Seen) -> int:
    """Resolved tickets that are being called about, or could be now."""
    about_tickets = [each for each in seen.callbacks if each["reason"] == "resolved_ticket"]
    return sum(each["state"] == "calling" or _may_call(each, seen.now_us) for each in about_tickets)


def _paced(deeds: list[Deed], room: int) -> list[Deed]:
    """Without those that would have more customers called than there is room for."""
    kept = []
    for deed in deeds:
        room -= deed.to_be_called
        if room >= 0 or not deed.to_be_called:
            kept.append(deed)
    return kept


def _may_call(callback: Item, now_us: int) -> bool:
    return datetime.fromisoformat(callback["not_before"]).timestamp() * SECOND_US <= now_us


def _act(ticket: Item, who: str, action: str, **told: Any) -> Deed:
    return Deed(
        who, "POST", f"/api/v1/tickets/{ticket['number']}/actions", {"action": action, **told}, ticket["version"]
    )


def _amend(ticket: Item, who: str, **words: Any) -> Deed:
    return Deed(who, "PATCH", f"/api/v1/tickets/{ticket['number']}", words, ticket["version"])
