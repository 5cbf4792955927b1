"""Who helps before a call is missed, joined to the PBXs and the agents of the settings."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from kit.http.live import LiveHub
from kit.instants import SECOND_US
from telephony.agents.board import AgentBoard
from telephony.agents.states import State
from telephony.facts import Call
from telephony.originate import Originator
from telephony.rescues import Crew, RescueBook
from thirdring.pipeline.derivation import Derivation
from thirdring.rescuer import Rescuer, Site
from thirdring.settings import Settings
from ticketing.agents.telling import rescue_told
from ticketing.shifts.duty_book import DutyBook

_QUARTER_US = SECOND_US // 4


def rescuer_of(
    settings: Settings,
    originators: Mapping[str, Originator],
    board: AgentBoard,
    derivation: Derivation,
    now_us: Callable[[], int],
    would: Callable[[Call], None],
    hub: LiveHub,
    duty: DutyBook,
) -> Rescuer | None:
    """None where the settings do not want it."""

    def state_of(agent: str) -> State:
        now = board.of(agent)
        return State.UNKNOWN if now is None else now.state

    devices = settings.devices()

    def phone_of(agent: str, pbx: str) -> str | None:
        return board.free_device(pbx, devices.get(agent, ()))

    if not settings.rescue.enabled:
        return None
    plan = settings.rescue.plan(settings.service_level(), settings.zone)
    crew = _crew_now(settings.rescue.crew(), duty, now_us)
    book = RescueBook(plan, crew, state_of, phone_of, derivation.clock_ahead_us)

    def tell(call: Call, due: bool) -> None:
        if settings.rescue.banner and hub.heard():
            hub.send(rescue_told(call, due, now_us()))

    site = Site(originators, phone_of, derivation.channels_of, derivation.live_calls, now_us, would, tell)
    return Rescuer(book, site, settings.rescue.ring_seconds, dry_run=settings.rescue.dry_run)


def _crew_now(own: Crew, duty: DutyBook, now_us: Callable[[], int]) -> Callable[[], Crew]:
    """All calls that are due at one look ask the same."""

    @lru_cache(maxsize=1)
    def crew_in(quarter: int) -> Crew:
        return crew_at(own, duty, quarter * _QUARTER_US)

    return lambda: crew_in(now_us() // _QUARTER_US)


def crew_at(own: Crew, duty: DutyBook, at_us: int) -> Crew:
    """Who is on shift first, then those of the settings or, while they are away, who stands in for them."""
    on = duty.on_duty(at_us)

    def then(first: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
        stand = (duty.stands_for(name, at_us) for name in names)
        return tuple(dict.fromkeys([*first, *(name for name in stand if name is not None)]))

    return Crew(then(on.people, own.helpers), then(on.managers, own.managers))
