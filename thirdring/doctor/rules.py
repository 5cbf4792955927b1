"""Derives findings from the data of the PBXs, each with the line to add and its file. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kit.i18n import _
from telephony.layout import Agent, Hotline
from thirdring.doctor.account import of_account, of_what_is_hidden
from thirdring.doctor.door import of_door
from thirdring.doctor.finding import Finding, Weight
from thirdring.doctor.housekeepers import of_housekeepers
from thirdring.doctor.owners import of_devices, of_members
from thirdring.doctor.page_phones import of_page_phones
from thirdring.doctor.seen import TIMEOUT_SECONDS, Plan, Queue, Seen

CLOCK_LIMIT_US = 1_000_000


@dataclass(frozen=True, slots=True)
class Expected:
    """The expectations from the settings. `settings_file` is their file."""

    hotlines: tuple[Hotline, ...]
    agents: tuple[Agent, ...]
    queue_level_seconds: int
    settings_file: str = "thirdring.toml"
    rescues: bool = False  # more phones ring for calls that are about to be missed
    page_phones: frozenset[str] = frozenset()  # devices that are pages

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
    wants_pauses = bool(expected.queues and expected.agents)
    yield from of_account(pbx, wants_pauses=wants_pauses, wants_rescues=expected.rescues)
    yield from _tells_its_time(pbx)
    yield from _clock(pbx)
    hotline = [queue for queue in pbx.queues if queue.name in expected.queues]
    for queue in hotline:
        yield from _queue(pbx, queue, expected)
    yield from of_members(pbx, hotline, expected.agents, expected.settings_file)
    yield from of_page_phones(pbx, hotline, expected.agents, expected.page_phones)
    yield from of_door(pbx)
    yield from of_housekeepers(pbx)
    yield from of_what_is_hidden(pbx, hotline)


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
