"""What a PBX answers, read. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence

from telephony.ami.actions import Response
from telephony.events import Event
from thirdring.doctor.seen import Account, Member, Plan, Queue

_ANY_NUMBER = re.compile(r"_[XZN]*[.!]")

Config = Mapping[str, Sequence[tuple[str, str]]]
"""The lines of a configuration file by section."""


def config_of(answer: Response) -> Config:
    sections: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for key, value in answer.headers.items():
        kind, _dash, number = key.partition("-")
        if kind == "Category":
            sections[number] = (value, [])
        elif kind == "Line" and number[:6] in sections:
            name, _equals, setting = value.partition("=")
            sections[number[:6]][1].append((name.strip().lower(), setting.strip()))
    return dict(sections.values())


def account_of(manager: Config | None, username: str) -> Account | None:
    if manager is None or username not in manager:
        return None
    lines = manager[username]
    return Account(
        frozenset(word.strip() for name, value in lines if name == "read" for word in value.split(",")),
        frozenset(
            word.strip() for name, value in lines if name == "write" for word in value.split(",") if word.strip()
        ),
        any(name.startswith("eventfilter") for name, _value in lines),
    )


def timestamps_of(manager: Config | None, shown: Collection[bool]) -> bool | None:
    """Events take precedence over the file, which may not be loaded."""
    if shown:
        return all(shown)
    if manager is None:
        return None
    values = [value for name, value in manager.get("general", ()) if name == "timestampevents"]
    return bool(values) and values[-1].lower() in ("yes", "true", "y", "t", "1", "on")


def several_logins_of(manager: Config | None) -> bool | None:
    """Asterisk allows it where the file says nothing."""
    if manager is None:
        return None
    values = [value for name, value in manager.get("general", ()) if name == "allowmultiplelogin"]
    return not values or values[-1].lower() in ("yes", "true", "y", "t", "1", "on")


def queues_of(listed: Sequence[Event], config: Config | None) -> tuple[Queue, ...]:
    members: dict[str, list[Member]] = {}
    for event in listed:
        if event.name == "QueueMember":
            location, state = event.headers.get("Location", ""), event.headers.get("StateInterface", "")
            members.setdefault(event.headers.get("Queue", ""), []).append(Member(location, state or location))
    return tuple(
        Queue(
            event.headers.get("Queue", ""),
            _number(event.headers.get("ServiceLevel", "")) or 0,
            tuple(members.get(event.headers.get("Queue", ""), ())),
            _timeout(config, event.headers.get("Queue", "")),
        )
        for event in listed
        if event.name == "QueueParams"
    )


def plan_of(listed: Sequence[Event]) -> Plan:
    contexts: dict[bool, dict[str, None]] = {True: {}, False: {}}
    for event in listed:
        if event.name == "ListDialplan" and "Extension" in event.headers:
            catches_any = _ANY_NUMBER.fullmatch(event.headers["Extension"]) is not None
            contexts[catches_any][event.headers.get("Context", "")] = None
    return Plan(tuple(contexts[False]), tuple(contexts[True]))


def endpoints_of(answer: Response, listed: Sequence[Event]) -> frozenset[str] | None:
    if not answer.success:
        return None
    return frozenset(f"PJSIP/{event.headers['ObjectName']}" for event in listed if "ObjectName" in event.headers)


def devices_of(answer: Response, listed: Sequence[Event]) -> frozenset[str] | None:
    devices = (event.headers.get("Device", "") for event in listed)
    return frozenset(device for device in devices if device.startswith("PJSIP/")) if answer.success else None


def _timeout(config: Config | None, queue: str) -> int | None:
    values = [value for name, value in (config or {}).get(queue, ()) if name == "timeout"]
    return _number(values[-1]) if values else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None
