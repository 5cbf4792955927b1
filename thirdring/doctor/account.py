"""The AMI user of Third Ring: what it may hear and do on a PBX. Pure."""

from collections.abc import Iterator, Sequence

from kit.i18n import _
from telephony.ami.filters import EVENT_MASK
from thirdring.doctor.finding import Finding, Weight
from thirdring.doctor.seen import TIMEOUT_SECONDS, Queue, Seen

READ_CLASSES = tuple(EVENT_MASK.split(","))
_NEEDS = {
    "system": "Filter",
    "reporting": "CoreShowChannels",
    "originate": "Originate",
    "agent": "QueuePause",
    "call": "Redirect",
}
"""An action that only the class allows: so a PBX that hides its manager.conf still tells what we may do."""
_SAMPLE = tuple(_NEEDS)


def of_account(pbx: Seen, *, wants_pauses: bool, wants_rescues: bool = False) -> Iterator[Finding]:
    """`wants_pauses`: agents are members of queues, and pause in the browser. `wants_rescues`: more phones ring for
    calls that are about to be missed."""
    yield from _may_listen(pbx)
    yield from _may_ask(pbx)
    if wants_pauses:
        yield from _may_pause(pbx)
    if wants_rescues:
        yield from _may_rescue(pbx)
    yield from _may_hang_up(pbx)
    yield from _may_come_twice(pbx)


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
    """For a PBX that does not show its manager.conf. After a login it always sends one `system` event."""
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


def _may_pause(pbx: Seen) -> Iterator[Finding]:
    """Agents pause in the browser, where they are in queues."""
    granted = _granted(pbx)
    unknown = pbx.account is None and pbx.commands is None
    if unknown or granted & {"agent", "all"}:
        return
    text = _("The AMI user {user} may not pause members of queues: no agent can pause in the browser.")
    line = "write = " + ",".join(sorted({"agent"} | granted, key=_as_in_the_sample))
    yield _account(pbx, "pause_missing", Weight.HINT, text.format(user=pbx.username), line)


def _may_rescue(pbx: Seen) -> Iterator[Finding]:
    granted = _granted(pbx)
    if (pbx.account is None and pbx.commands is None) or "all" in granted or {"originate", "call"} <= granted:
        return
    text = _("The AMI user {user} may not ring phones for calls that are about to be missed (rescue.enabled).")
    line = "write = " + ",".join(sorted({"originate", "call"} | granted, key=_as_in_the_sample))
    yield _account(pbx, "rescue_missing", Weight.PROBLEM, text.format(user=pbx.username), line)


def _may_hang_up(pbx: Seen) -> Iterator[Finding]:
    """Calls by click, where there are any."""
    granted = _granted(pbx)
    if "originate" not in granted or granted & {"call", "system", "all"}:
        return
    text = _("The AMI user {user} may not hang up: who calls by click cannot hang up in the browser.")
    line = "write = " + ",".join(sorted({"call"} | granted, key=_as_in_the_sample))
    yield _account(pbx, "hang_up_missing", Weight.HINT, text.format(user=pbx.username), line)


def _may_come_twice(pbx: Seen) -> Iterator[Finding]:
    if pbx.several_logins is False:
        text = _("A user of the PBX may log in only once: the service and each `listen` need one of their own.")
        line = ("allowmultiplelogin = yes",)
        yield Finding("one_login_only", Weight.HINT, pbx.name, text, "manager.conf", "general", line)


def of_what_is_hidden(pbx: Seen, queues: Sequence[Queue]) -> Iterator[Finding]:
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


def _as_in_the_sample(name: str) -> tuple[int, str]:
    return _SAMPLE.index(name) if name in _SAMPLE else len(_SAMPLE), name


def _granted(pbx: Seen) -> frozenset[str]:
    if pbx.account is not None:
        return pbx.account.write
    commands = pbx.commands or frozenset()
    return frozenset({name for name, action in _NEEDS.items() if action in commands})


def _read(granted: Sequence[str] | frozenset[str]) -> str:
    return "read = " + ",".join([*READ_CLASSES, *sorted(set(granted) - set(READ_CLASSES))])


def _account(pbx: Seen, code: str, weight: Weight, text: str, line: str) -> Finding:
    return Finding(code, weight, pbx.name, text, "manager.conf", pbx.username, (line,))
