"""What every agent of the site does now: phones and queues of all PBXs, the live calls, and the time after a call.

It reads no clock: whoever tells it something says when. `on_change` hears each change once, as it is found.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from telephony.agents.members import Member
from telephony.agents.memory import Last, Memory, lasted_since_us
from telephony.agents.parts import Part, parts_of
from telephony.agents.presence import Presence
from telephony.agents.states import Phone, Seen, Standing, State, busiest, duty_of, stands, state_of
from telephony.agents.wrap_up import WrapUp, begun, lengthened
from telephony.events import Event
from telephony.facts import Call, CallRef, Direction, Fact
from telephony.layout import Layout

_NO_AGENTS = Layout()
_FOLLOWED_UP = frozenset({Direction.INBOUND, Direction.OUTBOUND})
_REACHABLE: Mapping[Phone, bool | None] = {Phone.AWAY: False, Phone.UNKNOWN: None}


class AgentNow(NamedTuple):
    name: str
    state: State
    since_us: int | None
    reason: str  # of a pause
    reachable: bool | None  # None: not known
    queues: tuple[str, ...]
    wrap_up: WrapUp | None


OnChange = Callable[[AgentNow, int], None]


class AgentBoard:
    def __init__(self, layout: Layout = _NO_AGENTS, pbxs: Iterable[str] = (), wrap_up_us: int = 0) -> None:
        self.on_change: OnChange = lambda _agent, _at_us: None
        self._names = frozenset(layout.agent_of_device.values())
        self.wrap_up_us = wrap_up_us
        self._presences = {pbx: Presence(layout) for pbx in pbxs}
        self._parts: dict[CallRef, Mapping[str, Part]] = {}
        self._parts_of: dict[str, dict[CallRef, Part]] = {}  # the same by agent
        self._wrap_ups: dict[str, WrapUp] = {}
        self._standings: dict[str, Standing] = {}
        self._lasts: dict[str, Last] = {}
        self._told: dict[str, AgentNow] = {}

    @property
    def names(self) -> frozenset[str]:
        return self._names

    def heard(self, pbx: str, event: Event, now_us: int) -> None:
        self._look_at(self._presences[pbx].hear(event), now_us)

    def phone(self, pbx: str, device: str, state: str, now_us: int) -> None:
        """What the PBX answers about a device."""
        self._look_at(self._presences[pbx].phone(device, state), now_us)

    def seed(self, calls: Iterable[Call]) -> None:
        """Calls that were live before anybody told of them."""
        for call in calls:
            self._keep(CallRef(call.pbx, call.linkedid), {}, parts_of(call))

    def memory(self, now_us: int) -> Memory:
        """What the next start of the service needs to go on from here."""
        known = {agent: each for agent, each in self._standings.items() if each.state is not State.UNKNOWN}
        heard = {agent: Last(each, now_us) for agent, each in known.items()}
        return Memory({**self._lasts, **heard}, dict(self._wrap_ups))

    def recall(self, memory: Memory) -> None:
        """Before anything else is told."""
        self._lasts = {agent: last for agent, last in memory.lasts.items() if agent in self.names}
        self._wrap_ups = {agent: wrap_up for agent, wrap_up in memory.wrap_ups.items() if agent in self.names}

    def told(self, fact: Fact) -> None:
        ref = CallRef(fact.call.pbx, fact.call.linkedid)
        before, after = self._parts.get(ref, {}), parts_of(fact.call)
        if before == after and after.keys() <= self._standings.keys():
            return  # most of what is told of a call is nobody's part in it
        self._keep(ref, before, after)
        if fact.call.direction in _FOLLOWED_UP:
            for agent in before.keys() - after.keys():
                self._wrap_up(agent, ref, before[agent], fact.at_us)
        self._look_at({*before, *after} & self.names, fact.at_us)

    def _keep(self, ref: CallRef, before: Mapping[str, Part], after: Mapping[str, Part]) -> None:
        for agent in before.keys() - after.keys():
            self._parts_of[agent].pop(ref)
        for agent, part in after.items():
            self._parts_of.setdefault(agent, {})[ref] = part
        if after:
            self._parts[ref] = after
        else:
            self._parts.pop(ref, None)

    def tick(self, now_us: int) -> None:
        """Ends the wrap-ups whose time is over."""
        over = [agent for agent, wrap_up in self._wrap_ups.items() if now_us >= wrap_up.until_us]
        for agent in over:
            del self._wrap_ups[agent]
        self._look_at(over, now_us)

    def lengthen(self, agent: str, now_us: int) -> None:
        """Raises OverError and LengthenedError."""
        self._wrap_ups[agent] = lengthened(self._wrap_ups.get(agent), now_us, self.wrap_up_us)
        self._look_at((agent,), now_us)

    def end_wrap_up(self, agent: str, now_us: int) -> None:
        self._wrap_ups.pop(agent, None)
        self._look_at((agent,), now_us)

    def of(self, agent: str) -> AgentNow | None:
        """None: the site has no such agent."""
        return self._now(agent) if agent in self.names else None

    def free_device(self, pbx: str, devices: Iterable[str]) -> str | None:
        """The first that is known to be free on that PBX."""
        presence = self._presences.get(pbx)
        return None if presence is None else presence.free_device(devices)

    def members_of(self, agent: str) -> Iterator[tuple[str, Member]]:
        """The queue memberships of the agent, each with its PBX, as long as that is linked."""
        for pbx, presence in self._presences.items():
            if presence.linked:
                yield from ((pbx, member) for member in presence.members_of(agent))

    def _wrap_up(self, agent: str, ref: CallRef, part: Part, at_us: int) -> None:
        if part.talks and not any(own.talks for own in self._own(agent)):
            wrap_up = begun(ref, at_us, self.wrap_up_us)
            if wrap_up is not None:
                self._wrap_ups[agent] = wrap_up

    def _own(self, agent: str) -> Collection[Part]:
        return self._parts_of.get(agent, {}).values()

    def _look_at(self, agents: Iterable[str], at_us: int) -> None:
        for agent in agents:
            self._standings[agent] = self._standing(agent, at_us)
            now = self._now(agent)
            if self._told.get(agent) != now:
                self._told[agent] = now
                self.on_change(now, at_us)

    def _now(self, agent: str) -> AgentNow:
        standing = self._standings.get(agent) or self._standing(agent, None)
        queues = tuple(sorted({member.queue for _, member in self.members_of(agent)}))
        reachable = _REACHABLE.get(self._phone(agent), True)
        return AgentNow(agent, *standing, reachable, queues, self._wrap_ups.get(agent))

    def _phone(self, agent: str) -> Phone:
        return busiest(each.phone_of(agent) for each in self._presences.values() if each.linked)

    def _standing(self, agent: str, at_us: int | None) -> Standing:
        members = [member for _, member in self.members_of(agent)]
        duty, own = duty_of(member.paused_since_us is not None for member in members), self._own(agent)
        talks, rings = any(part.talks for part in own), any(not part.talks for part in own)
        linked = any(presence.linked for presence in self._presences.values())
        state = state_of(Seen(linked, self._phone(agent), duty, talks, rings, agent in self._wrap_ups))
        before = self._standings.get(agent)
        if state is State.PAUSED:
            paused = min(members, key=lambda member: member.paused_since_us or 0)
            return Standing(state, paused.paused_since_us, paused.reason)
        if state is State.UNKNOWN and before is not None and before.state is not state and at_us is not None:
            self._lasts[agent] = Last(before, at_us)
        if before is None or before.state is State.UNKNOWN:  # it may have lasted long
            last_call_us = max((member.last_call_us for member in members), default=0)
            at_us = lasted_since_us(self._lasts.get(agent), Standing(state, None), at_us, last_call_us)
        if state in (State.TALKING, State.RINGING):
            at_us = min((part.since_us for part in own if part.talks is (state is State.TALKING)), default=at_us)
        return stands(before, state, "", at_us)
