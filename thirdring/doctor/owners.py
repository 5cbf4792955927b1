"""Compares the members of the hotline's queues with the devices in the settings. Pure."""

from collections.abc import Iterator, Sequence

from kit.i18n import _
from telephony.layout import Agent
from thirdring.doctor.finding import Finding, Weight
from thirdring.doctor.seen import Member, Queue, Seen

_STAND_INS = ("Local/", "hint:", "Custom:")
"""FreePBX and Issabel name members so: what rings is the device of that extension."""
CANARY_DEVICE = "PJSIP/thirdring-canary"
"""By which the PBX calls itself: the sample's endpoint for canary calls, which is no phone."""


def of_members(pbx: Seen, queues: Sequence[Queue], agents: Sequence[Agent], settings_file: str) -> Iterator[Finding]:
    """Devices that may ring for a hotline and belong to no agent."""
    owned = frozenset(device for agent in agents for device in agent.devices)
    members = [member for queue in queues for member in queue.members]
    unowned = dict.fromkeys(_rings(member, pbx) for member in members if not _is_owned(member, owned))
    for device in unowned:
        text = _("{device} is a member of a hotline's queue and no agent's device: its calls count for nobody.")
        text = text.format(device=device)
        yield _agent(pbx, "member_unknown", Weight.PROBLEM, text, device, settings_file)
    others = sorted((pbx.endpoints or frozenset()) - owned - unowned.keys() - {CANARY_DEVICE})
    if others:
        text = _("No agent's devices: {devices}. Right for trunks; a phone that answers the hotline should be one.")
        text = text.format(devices=", ".join(others))
        yield _agent(pbx, "endpoints_unknown", Weight.HINT, text, others[0], settings_file)


def of_devices(pbxs: Sequence[Seen], agents: Sequence[Agent], settings_file: str) -> Iterator[Finding]:
    """A hint is no channel. Whether a device is there is asked where every PBX tells its endpoints, of PJSIP's own."""
    known = frozenset(device for pbx in pbxs for device in pbx.endpoints or ())
    all_told = all(pbx.endpoints is not None for pbx in pbxs)
    for agent in agents:
        for device in agent.devices:
            if device.startswith(_STAND_INS[1:]):
                yield _no_device(device, agent, settings_file)
            elif all_told and device.startswith("PJSIP/") and device not in known:
                yield _missing(device, agent)


def _no_device(device: str, agent: Agent, settings_file: str) -> Finding:
    text = _("{device} of the agent {agent} is no device: no channel is called so, and its calls count for nobody.")
    lines = ("[[agent]]", f'name = "{agent.name}"', f'devices = ["PJSIP/{_extension(device)}"]')
    text = text.format(device=device, agent=agent.name)
    return Finding("device_no_channel", Weight.PROBLEM, "", text, settings_file, "", lines)


def _missing(device: str, agent: Agent) -> Finding:
    text = _("No PBX has the device {device} of the agent {agent}: mistyped in the settings, or missing here.")
    text = text.format(device=device, agent=agent.name)
    section = device.removeprefix("PJSIP/")
    return Finding("device_missing", Weight.PROBLEM, "", text, "pjsip.conf", section, ("type = endpoint",))


def _is_owned(member: Member, owned: frozenset[str]) -> bool:
    if any(name in owned and not name.startswith(_STAND_INS[1:]) for name in (member.location, member.device)):
        return True
    extensions = {_extension(name) for name in member if name.startswith(_STAND_INS)}
    real = (device for device in owned if not device.startswith(_STAND_INS[1:]))
    return any(_extension(device) in extensions for device in real)


def _rings(member: Member, pbx: Seen) -> str:
    """The device to write into the settings."""
    if not member.device.startswith(_STAND_INS):
        return member.device
    extension = _extension(member.device)
    told = (device for device in pbx.endpoints or () if _extension(device) == extension)
    return next(told, f"PJSIP/{extension}")


def _extension(name: str) -> str:
    """`Local/7006@from-queue/n`, `hint:7006@ext-local`, `PJSIP/7006` → `7006`."""
    return name.partition("@")[0].replace(":", "/").rpartition("/")[2]


def _agent(pbx: Seen, code: str, weight: Weight, text: str, device: str, settings_file: str) -> Finding:
    lines = ("[[agent]]", f'name = "{_extension(device)}"', f'devices = ["{device}"]')
    return Finding(code, weight, pbx.name, text, settings_file, "", lines)
