"""Which phones are there and who is in which queue, by the events of one PBX. Pure.

Asterisk tells a queue's members whole each time, so the latest event of a member is all that is known of it. A list
that the link asked for ends with QueueStatusComplete: whoever was not in it is a member no more, and from then on all
is known.
"""

from collections.abc import Iterable

from kit.amounts import whole
from telephony.agents.members import Key, Member, Members
from telephony.agents.states import Phone, busiest, phone_of
from telephony.events import LINK_DOWN, LINK_UP, Event
from telephony.layout import Layout, as_channels_say

_MEMBER_EVENTS = frozenset({"QueueMember", "QueueMemberStatus", "QueueMemberPause", "QueueMemberAdded"})
_SECOND_US = 1_000_000
_SECONDS_DIGITS = 11


class Presence:
    """`hear` tells whose state may be another one now."""

    def __init__(self, layout: Layout) -> None:
        self.linked = False
        self._layout = layout
        self._names = frozenset(layout.agent_of_device.values())
        self._phones: dict[str, Phone] = {}
        self._devices: dict[str, set[str]] = {}  # of each agent
        for device, owner in layout.agent_of_device.items():
            self._devices.setdefault(owner, set()).add(device)
        self._members = Members()
        self._listed: set[Key] = set()

    def hear(self, event: Event) -> Iterable[str]:
        if event.name in _MEMBER_EVENTS:
            return self._member(event)
        match event.name:
            case "DeviceStateChange":
                return self.phone(event.headers.get("Device", ""), event.headers.get("State", ""))
            case "QueueMemberRemoved":
                removed = self._members.pop(_key(event))
                return () if removed is None else (removed.agent,)
            case "QueueStatusComplete":
                return self._end_list()
            case name if name in (LINK_UP, LINK_DOWN):
                self.linked = False
                self._listed.clear()
                return self._names
        return ()

    def phone(self, device: str, state: str) -> Iterable[str]:
        phone = phone_of(state)
        if self._phones.get(device) is phone:  # Asterisk says so several times a call
            return ()
        agent = self._layout.agent_of(device)
        members = [each.agent for each in self._members.on_device(device)]
        if agent is None and not members:
            return ()
        self._phones[device] = phone
        return {*members, *(() if agent is None else (agent,))}

    def members_of(self, agent: str) -> list[Member]:
        return self._members.of_agent(agent)

    def phone_of(self, agent: str) -> Phone:
        devices = self._devices.get(agent, set()) | {member.device for member in self.members_of(agent)}
        return busiest(self._phones[device] for device in devices if device in self._phones)

    def free_device(self, devices: Iterable[str]) -> str | None:
        """The first that is known to be free."""
        return next((each for each in devices if self.linked and self._known(each) is Phone.FREE), None)

    def _known(self, device: str) -> Phone | None:
        return self._phones.get(as_channels_say(device)) or self._phones.get(device)

    def _member(self, event: Event) -> Iterable[str]:
        headers, key = event.headers, _key(event)
        device = headers.get("StateInterface") or key[1]
        agent = self._layout.agent_of(key[1], device) or self._named(_name(event))
        if agent is None:
            return ()
        self._listed.add(key)
        last_call_us = _seconds_us(headers.get("LastCall", ""))
        before, phone = self._members.get(key), phone_of(headers.get("Status", ""))
        member = Member(agent, *key, device, *self._pause(event, before), last_call_us)
        if member == before and self._phones.get(device) is phone:
            return ()
        self._members.put(key, member)
        self._phones[device] = phone
        return (agent,)

    def _named(self, name: str) -> str | None:
        return name if name in self._names else None

    def _pause(self, event: Event, before: Member | None) -> tuple[int | None, str]:
        """`LastPause` is when the pause began, in seconds; an event at its beginning knows it better."""
        headers = event.headers
        if headers.get("Paused") != "1":
            return None, ""
        reason = headers.get("PausedReason") or headers.get("Reason") or ""
        if before is not None and before.paused_since_us is not None and before.reason == reason:
            return before.paused_since_us, reason
        known_us = _seconds_us(headers.get("LastPause", ""))
        if event.name == "QueueMemberPause" or not known_us:
            return event.at_us, reason
        return known_us, reason

    def _end_list(self) -> Iterable[str]:
        self._members.keep(self._listed)
        self._listed.clear()
        self.linked = True
        return self._names


def _seconds_us(text: str) -> int:
    """0 where it is no instant."""
    return (whole(text, _SECONDS_DIGITS) or 0) * _SECOND_US


def _key(event: Event) -> Key:
    headers = event.headers
    return headers.get("Queue", ""), headers.get("Interface") or headers.get("Location") or ""


def _name(event: Event) -> str:
    return event.headers.get("MemberName") or event.headers.get("Name") or ""
