"""Derives findings from the data of the PBXs, each with the line to add and its file. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kit.i18n import _
from telephony.ami.filters import EVENT_MASK
from telephony.layout import Agent, Hotline
from thirdring.doctor.door import of_door
from thirdring.doctor.finding import Finding, Weight
from thirdring.doctor.owners import of_devices, of_members
from thirdring.doctor.seen import Plan, Queue, Seen

READ_CLASSES = tuple(EVENT_MASK.split(","))
CLOCK_LIMIT_US = 1_000_000
TIMEOUT_SECONDS = 15  # app_queue's own default
_NEEDS = {
    "system": "Filter",
    "reporting": "CoreShowChannels",
    "originate": "Originate",
    "agent": "QueuePause",
    "call": "Redirect",
}
"""An action that only the class allows: so a PBX that hides its manager.conf still tells what we may do."""
_SAMPLE = tuple(_NEEDS)


@dataclass(frozen=True, slots=True)
class Expected:
    """The expectations from the settings. `settings_file` is their file."""

    hotlines: tuple[Hotline, ...]
    agents: tuple[Agent, ...]
    queue_level_seconds: int
    settings_file: str = "thirdring.toml"

    @property
    def queues(self) -> frozenset[str]:
        return frozenset(queue for hotline in self.hotlines for queue in hotline.queues)

    @property
    def devices(self) -> frozenset[str]:
        return frozenset(device for agent in self.agents for device in agent.devices)


def findings(pbxs: Sequence[Seen], expected: Expected, all_seen: bool = True) -> list[Finding]:
    """Problems first, in the order of the PBXs. Something missing may be on a PBX that was not examined."""
    found = [finding for pbx in pbxs for finding in of_pbx(pbx, expected)]
    if all_seen:
        found += of_site(pbxs, expected)
    return sorted(found, key=lambda finding: list(Weight).index(finding.weight))


def of_pbx(pbx: Seen, expected: Expected) -> Iterator[Finding]:
    yield from _may_listen(pbx)
    yield from _may_ask(pbx)
    yield from _may_pause(pbx, expected)
    yield from _may_hang_up(pbx)
    yield from _tells_its_time(pbx)
    yield from _may_come_twice(pbx)
    yield from _clock(pbx)
    hotline = [queue for queue in pbx.queues if queue.name in expected.queues]
    for queue in hotline:
        yield from _queue(pbx, queue, expected)
    yield from of_members(pbx, hotline, expected.agents, expected.settings_file)
    yield from of_door(pbx)
    yield from _not_seen(pbx, hotline)


def of_site(pbxs: Sequence[Seen], expected: Expected) -> Iterator[Finding]:
    """What must exist on any one of the PBXs."""
    known_queues = {queue.name for pbx in pbxs for queue in pbx.queues}
    for hotline in expected.hotlines:
        for name in hotline.queues:
            if name not in known_queues:
                text = _(
                    "No PBX has the queue {queue} of the hotline {hotline}, or only in realtime and unused so far."
                )
                yield Finding(
                    "queue_missing",
                    Weight.PROBLEM,
                    "",
                    text.format(queue=name, hotline=hotline.name),
                    "queues.conf",
                    name,
                    ("strategy = ringall", f"timeout = {TIMEOUT_SECONDS}"),
                )
        yield from _numbers(pbxs, hotline)
    yield from of_devices(pbxs, expected.agents, expected.settings_file)


def _may_listen(pbx: Seen) -> Iterator[Finding]:
    if pbx.account is None:
        yield from _seems_to_listen(pbx)
        return
    missing = [] if "all" in pbx.account.read else [name for name in READ_CLASSES if name not in pbx.account.read]
    if missing:
        text = _("The AMI user {user} does not get the events of {classes}, which calls are made of.")
        text = text.format(user=pbx.username, classes=", ".join(missing))
        yield _account(pbx, "read_missing", Weight.PROBLEM, text, _read(pbx.account.read))
    if pbx.account.has_filters:
        text = _("eventfilter lines keep events back. Third Ring sets its own filters: delete them.")
        yield _account(pbx, "eventfilter", Weight.HINT, text, "; eventfilter = …")


def _seems_to_listen(pbx: Seen) -> Iterator[Finding]:
    """Where the PBX does not show its manager.conf. After a login it always has one `system` event for us."""
    unheard = [name for name in READ_CLASSES if not pbx.events.get(name)]
    if "system" in unheard:
        text = _("The PBX greeted the AMI user {user} without an event: it does not get those of system.")
        yield _account(pbx, "read_missing", Weight.PROBLEM, text.format(user=pbx.username), _read(()))
    elif unheard:
        text = _(
            "The PBX does not show its manager.conf, and no event of {classes} was heard: make a test call while "
            "doctor listens (--listen 60), or see that this line is there."
        )
        yield _account(pbx, "read_unknown", Weight.NOT_SEEN, text.format(classes=", ".join(unheard)), _read(()))


def _may_ask(pbx: Seen) -> Iterator[Finding]:
    granted = _granted(pbx)
    wanted = {"reporting"} if "originate" in granted else {"system", "reporting"}
    line = "write = " + ",".join(sorted(wanted | granted, key=_as_in_the_sample))
    if {"system", "originate"} <= granted or "all" in granted:
        text = _("The AMI user {user} has system and originate: whoever has its secret can run programs on the PBX.")
        safe = "write = " + ",".join(sorted({"reporting"} | granted - {"system", "all"}, key=_as_in_the_sample))
        yield _account(pbx, "may_run_programs", Weight.HINT, text.format(user=pbx.username), safe)
    if pbx.live_channels is None:
        text = _("The AMI user {user} may not list channels: calls that end while the link is down stay open.")
        yield _account(pbx, "write_missing", Weight.PROBLEM, text.format(user=pbx.username), line)
    elif pbx.commands is not None and "Filter" not in pbx.commands and "originate" not in granted:
        text = _("The AMI user {user} may not filter events, so the PBX sends many that are thrown away here.")
        yield _account(pbx, "filter_missing", Weight.HINT, text.format(user=pbx.username), line)


def _may_pause(pbx: Seen, expected: Expected) -> Iterator[Finding]:
    """Agents pause in the browser, where they are in queues."""
    granted = _granted(pbx)
    unknown = pbx.account is None and pbx.commands is None
    if unknown or not expected.queues or not expected.agents or granted & {"agent", "all"}:
        return
    text = _("The AMI user {user} may not pause members of queues: no agent can pause in the browser.")
    line = "write = " + ",".join(sorted({"agent"} | granted, key=_as_in_the_sample))
    yield _account(pbx, "pause_missing", Weight.HINT, text.format(user=pbx.username), line)


def _may_hang_up(pbx: Seen) -> Iterator[Finding]:
    """Calls by click, where there are any."""
    granted = _granted(pbx)
    if "originate" not in granted or granted & {"call", "system", "all"}:
        return
    text = _("The AMI user {user} may not hang up: who calls by click cannot hang up in the browser.")
    line = "write = " + ",".join(sorted({"call"} | granted, key=_as_in_the_sample))
    yield _account(pbx, "hang_up_missing", Weight.HINT, text.format(user=pbx.username), line)


def _as_in_the_sample(name: str) -> tuple[int, str]:
    return _SAMPLE.index(name) if name in _SAMPLE else len(_SAMPLE), name


def _not_seen(pbx: Seen, queues: Sequence[Queue]) -> Iterator[Finding]:
    if queues and not pbx.timeouts_seen:
        text = _("The AMI user {user} may not read queues.conf: see that no queue of the hotline has timeout = 0.")
        line = (f"timeout = {TIMEOUT_SECONDS}",)
        text = text.format(user=pbx.username)
        yield Finding("timeouts_not_seen", Weight.NOT_SEEN, pbx.name, text, "queues.conf", queues[0].name, line)
    line_text = "write = " + ",".join(sorted({"reporting"} | _granted(pbx), key=_as_in_the_sample))
    if pbx.endpoints is None:
        text = _("The AMI user {user} may not list devices: whether the agents' devices are there is not known.")
        yield _account(pbx, "devices_not_seen", Weight.NOT_SEEN, text.format(user=pbx.username), line_text)
    if pbx.plan_of_number is None:
        text = _("The AMI user {user} may not look at the dialplan: whether it has the hotline's numbers is not known.")
        yield _account(pbx, "dialplan_not_seen", Weight.NOT_SEEN, text.format(user=pbx.username), line_text)


def _tells_its_time(pbx: Seen) -> Iterator[Finding]:
    line = ("timestampevents = yes",)
    if pbx.timestamps is False:
        text = _("The PBX puts no time on its events: rings are measured by when events arrive.")
        yield Finding("timestamps_off", Weight.PROBLEM, pbx.name, text, "manager.conf", "general", line)
    elif pbx.timestamps is None:
        text = _(
            "Whether the PBX puts its time on events is not known: no event was heard. See that this line is there."
        )
        yield Finding("timestamps_unknown", Weight.NOT_SEEN, pbx.name, text, "manager.conf", "general", line)


def _may_come_twice(pbx: Seen) -> Iterator[Finding]:
    if pbx.several_logins is False:
        text = _("A user of the PBX may log in only once: the service and each `listen` need one of their own.")
        line = ("allowmultiplelogin = yes",)
        yield Finding("one_login_only", Weight.HINT, pbx.name, text, "manager.conf", "general", line)


def _clock(pbx: Seen) -> Iterator[Finding]:
    if pbx.clock_ahead_us is None or abs(pbx.clock_ahead_us) <= CLOCK_LIMIT_US:
        return
    if pbx.clock_ahead_us > 0:
        text = _(
            "The clock of the PBX is {seconds:.1f} s ahead of this machine's. Calls are shown by this machine's clock. "
            "Set both by NTP: on each machine, see which one is not synchronised."
        )
    else:
        text = _(
            "The clock of the PBX is {seconds:.1f} s behind this machine's. Calls are shown by this machine's clock. "
            "Set both by NTP: on each machine, see which one is not synchronised."
        )
    text = text.format(seconds=abs(pbx.clock_ahead_us) / 1_000_000)
    lines = ("timedatectl", "timedatectl set-ntp true")
    yield Finding("clock", Weight.PROBLEM, pbx.name, text, "shell", "", lines)


def _queue(pbx: Seen, queue: Queue, expected: Expected) -> Iterator[Finding]:
    if queue.timeout_seconds == 0:
        text = _("The queue {queue} rings a phone without end (timeout = 0): nobody else gets a turn.")
        line = (f"timeout = {TIMEOUT_SECONDS}",)
        yield Finding(
            "timeout_zero", Weight.PROBLEM, pbx.name, text.format(queue=queue.name), "queues.conf", queue.name, line
        )
    level = expected.queue_level_seconds
    if queue.service_level_seconds != level:
        text = _("Asterisk's own service level of {queue} is at {seconds} s; to compare it with ours, set ours.")
        text = text.format(queue=queue.name, seconds=queue.service_level_seconds)
        line = (f"servicelevel = {level}",)
        yield Finding("servicelevel", Weight.HINT, pbx.name, text, "queues.conf", queue.name, line)


def _numbers(pbxs: Sequence[Seen], hotline: Hotline) -> Iterator[Finding]:
    if any(pbx.plan_of_number is None for pbx in pbxs):
        return
    for number in hotline.numbers:
        plans = [(pbx.plan_of_number or {}).get(number, Plan()) for pbx in pbxs]
        if any(plan.named for plan in plans):
            continue
        caught = [context for plan in plans for context in plan.caught]
        if caught:
            text = _("Only patterns for any number, in {contexts}, have the number {number} of the hotline {hotline}.")
        else:
            text = _("No dialplan has the number {number} of the hotline {hotline}. In the context of your trunk:")
        text = text.format(number=number, hotline=hotline.name, contexts=", ".join(caught))
        weight = Weight.HINT if caught else Weight.PROBLEM
        line = f"exten => {number},1,Queue({hotline.queues[0] if hotline.queues else hotline.name})"
        yield Finding("number_missing", weight, "", text, "extensions.conf", "", (line,))


def _granted(pbx: Seen) -> frozenset[str]:
    if pbx.account is not None:
        return pbx.account.write
    commands = pbx.commands or frozenset()
    return frozenset({name for name, action in _NEEDS.items() if action in commands})


def _read(granted: Sequence[str] | frozenset[str]) -> str:
    return "read = " + ",".join([*READ_CLASSES, *sorted(set(granted) - set(READ_CLASSES))])


def _account(pbx: Seen, code: str, weight: Weight, text: str, line: str) -> Finding:
    return Finding(code, weight, pbx.name, text, "manager.conf", pbx.username, (line,))
