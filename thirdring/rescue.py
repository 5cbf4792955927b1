"""Builds the rescuer, which rings more phones before a call is missed, from the settings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial

from kit.http.live import LiveHub
from kit.instants import SECOND_US
from telephony.agents.board import AgentBoard
from telephony.agents.states import State
from telephony.facts import Call
from telephony.originate import Originator
from telephony.rescues import Crew, RescueBook
from thirdring.measuring import Measuring, NowUs
from thirdring.rescuer import Rescuer, Site
from thirdring.settings import Settings
from ticketing.agents.telling import rescue_told
from ticketing.shifts.duty_book import DutyBook

_QUARTER_US = SECOND_US // 4


def rescuer_of(
    settings: Settings,
    originators: Mapping[str, Originator],
    board: AgentBoard,
    measured: Measuring,
    duty: DutyBook,
    now_us: NowUs,
) -> Rescuer | None:
    """None where the settings do not want it."""
    wanted, derivation = settings.rescue, measured.derivation
    if not wanted.enabled:
        return None
    phone_of = partial(_phone_of, board, settings.devices())
    plan = wanted.plan(settings.service_level(), settings.zone)
    crew = _crew_now(wanted.crew(), duty, now_us)
    book = RescueBook(plan, crew, partial(_state_of, board), phone_of, derivation.clock_ahead_us)
    site = Site(
        originators,
        phone_of,
        derivation.channels_of,
        derivation.live_calls,
        now_us,
        would=measured.recorder.would_rescue,
        due=partial(_tell, measured.hub, now_us) if wanted.banner else _tell_nobody,
    )
    return Rescuer(book, site, wanted.ring_seconds, dry_run=wanted.dry_run)


def _state_of(board: AgentBoard, agent: str) -> State:
    now = board.of(agent)
    return State.UNKNOWN if now is None else now.state


def _phone_of(board: AgentBoard, devices: Mapping[str, Sequence[str]], agent: str, pbx: str) -> str | None:
    """The phone of an agent that is free on this PBX."""
    return board.free_device(pbx, devices.get(agent, ()))


def _tell(hub: LiveHub, now_us: NowUs, call: Call, due: bool) -> None:
    """The pages show a banner while a call is due."""
    if hub.heard():
        hub.send(rescue_told(call, due, now_us()))


def _tell_nobody(_call: Call, _due: bool) -> None:
    pass


def _crew_now(own: Crew, duty: DutyBook, now_us: NowUs) -> Callable[[], Crew]:
    """The crew is computed once for all calls that are due at the same moment."""

    @lru_cache(maxsize=1)
    def crew_in(quarter: int) -> Crew:
        return crew_at(own, duty, quarter * _QUARTER_US)

    return lambda: crew_in(now_us() // _QUARTER_US)


def crew_at(own: Crew, duty: DutyBook, at_us: int) -> Crew:
    """People on shift come first, then those of the settings. A stand-in replaces whoever is away."""
    on = duty.on_duty(at_us)

    def then(first: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
        stand = (duty.stands_for(name, at_us) for name in names)
        return tuple(dict.fromkeys([*first, *(name for name in stand if name is not None)]))

    return Crew(then(on.people, own.helpers), then(on.managers, own.managers))
