"""What plays people in the stack without containers: phones, the desk, and callers. Each when those before are well."""

import re
from collections.abc import Iterator, Mapping

import aiohttp

from kit import i18n
from kit.i18n import _
from lab.desk.playing import is_open
from lab.pbx.asterisk import Asterisk
from lab.pbx.programs import Programs
from lab.stack.part import LOCAL, Part, Ports, python
from thirdring.stack.places import AGENTS


def always_day(global_variables: str) -> str:
    """Asterisk's globals.conf for a demo: a working day is shown whenever it is started, and not the night rota."""
    return re.sub(r"^DAY = \S+", "DAY = *,*,*,*", global_variables, flags=re.MULTILINE)


def demo_parts(programs: Programs, asterisk: Asterisk, ports: Ports, environment: Mapping[str, str]) -> Iterator[Part]:
    yield _phones(programs, asterisk, ports)
    yield _desk(programs, ports, environment)
    yield _callers(programs, asterisk, ports)


def _phones(programs: Programs, asterisk: Asterisk, ports: Ports) -> Part:
    inside = programs.inside
    words = programs.command(
        *(f"{inside}/demo/phones", f"{LOCAL}:{asterisk.ports.sip}", f"{inside}/made/phones"),
        *(LOCAL, str(ports.phones)),
        at_our_end="TERM",
    )

    async def health(_http: aiohttp.ClientSession) -> str:
        contacts = await asterisk.cli("pjsip show contacts")
        there = contacts.count(f"@{LOCAL}:")
        return _("{count} phones, by SIPp").format(count=there) if there == len(AGENTS) else ""

    return Part(_("Phones"), words, programs.folder / "phones.log", health)


def _desk(programs: Programs, ports: Ports, environment: Mapping[str, str]) -> Part:
    log, said = programs.folder / "desk.log", is_open(len(AGENTS))
    words = python("lab.desk", "--url", f"http://{LOCAL}:{ports.web}", "--lang", i18n.language())

    async def health(_http: aiohttp.ClientSession) -> str:
        return said if said in log.read_text("utf-8", "replace") else ""

    return Part(_("Desk"), words, log, health, environment=environment)


def _callers(programs: Programs, asterisk: Asterisk, ports: Ports) -> Part:
    words = programs.command(
        f"{programs.inside}/demo/callers",
        *(f"{LOCAL}:{asterisk.ports.sip}", LOCAL, str(ports.callers)),
    )

    async def health(_http: aiohttp.ClientSession) -> str:
        channels = await asterisk.cli("core show channels concise")
        return _("a call every 20 s, by SIPp") if "PJSIP/trunk-" in channels else ""

    return Part(_("Callers"), words, programs.folder / "callers.log", health)
