"""The doctor's report: text for people, JSON for scripts."""

import json
from collections.abc import Iterable, Mapping, Sequence

from kit.i18n import _, ngettext
from thirdring.doctor import services
from thirdring.doctor.finding import Finding, Weight
from thirdring.doctor.seen import Seen
from thirdring.doctor.services import SeenServices


def as_text(
    seen: Sequence[Seen],
    unreachable: Mapping[str, str],
    findings: Sequence[Finding],
    shared: SeenServices | None = None,
) -> str:
    """`shared`: who uses the database, where there are to be two services."""
    lines = [_("{pbx}: {why}").format(pbx=name, why=why) for name, why in unreachable.items()]
    lines += [line for pbx in seen for line in (_pbx_line(pbx), _clock_line(pbx))]
    if shared is not None and not shared.trouble:
        lines.append(services.as_line(shared))
    for finding in findings:
        lines += ["", *_finding_lines(finding)]
    return "\n".join([*lines, "", _summary(findings, unreachable)])


def as_json(
    seen: Sequence[Seen],
    unreachable: Mapping[str, str],
    findings: Iterable[Finding],
    shared: SeenServices | None = None,
) -> str:
    pbxs = [
        {
            "pbx": pbx.name,
            "asterisk": pbx.asterisk_version,
            "events": dict(pbx.events),
            "live_channels": pbx.live_channels,
            "clock_ahead_seconds": None if pbx.clock_ahead_us is None else pbx.clock_ahead_us / 1_000_000,
        }
        for pbx in seen
    ]
    content = {
        "pbxs": pbxs,
        "services": services.as_json(shared),
        "unreachable": [{"pbx": name, "why": why} for name, why in unreachable.items()],
        "findings": [{**finding._asdict(), "lines": list(finding.lines)} for finding in findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def exit_code(unreachable: Mapping[str, str], findings: Iterable[Finding]) -> int:
    if unreachable:
        return 2
    return int(any(finding.weight is Weight.PROBLEM for finding in findings))


def _pbx_line(pbx: Seen) -> str:
    heard = ", ".join(f"{name} {count}" for name, count in sorted(pbx.events.items())) or _("none")
    text = _("{pbx}: Asterisk {version}, {channels} channels now, events heard: {events}")
    channels = "?" if pbx.live_channels is None else pbx.live_channels
    return text.format(pbx=pbx.name, version=pbx.asterisk_version or "?", channels=channels, events=heard)


def _clock_line(pbx: Seen) -> str:
    if pbx.clock_ahead_us is None:
        return _("{pbx}: does not say what its clock shows").format(pbx=pbx.name)
    text = _("{pbx}: its clock less this machine's: {seconds:+.3f} s")
    return text.format(pbx=pbx.name, seconds=pbx.clock_ahead_us / 1_000_000)


def _finding_lines(finding: Finding) -> list[str]:
    mark = {Weight.PROBLEM: "✗", Weight.HINT: "·", Weight.NOT_SEEN: "?"}[finding.weight]
    where = f"{finding.pbx}: " if finding.pbx else ""
    section = [f"[{finding.section}]"] if finding.section else []
    return [
        f"{mark} {where}{finding.text}",
        f"    {finding.file}:",
        *(f"      {line}" for line in (*section, *finding.lines)),
    ]


def _summary(findings: Sequence[Finding], unreachable: Mapping[str, str]) -> str:
    problems = sum(finding.weight is Weight.PROBLEM for finding in findings)
    if unreachable:
        count = len(unreachable)
        return ngettext("{count} PBX cannot be asked.", "{count} PBXs cannot be asked.", count).format(count=count)
    unseen = sum(finding.weight is Weight.NOT_SEEN for finding in findings)
    if not problems and unseen:
        text = ngettext(
            "No problem found, but {count} thing could not be looked at (?).",
            "No problem found, but {count} things could not be looked at (?).",
            unseen,
        )
        return text.format(count=unseen)
    if not problems:
        return _("Nothing stands in the way of measuring.")
    return ngettext("{count} problem found.", "{count} problems found.", problems).format(count=problems)
