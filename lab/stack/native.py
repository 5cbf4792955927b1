"""The stack without containers: the same files, on the Asterisk, Prometheus and Alertmanager of the laboratory."""

import asyncio
import contextlib
import os
import shutil
import socket
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp

from kit.i18n import _
from lab.desk.shifts import ENVIRONMENT as SHIFTS
from lab.pbx import config
from lab.pbx.asterisk import Asterisk
from lab.pbx.programs import Programs
from lab.pbx.root import LabError, why_not
from lab.stack.demo_parts import always_day, demo_parts
from lab.stack.part import LOCAL, Part, Ports, answers, asked, ended, running, thirdring
from thirdring.stack import StackError
from thirdring.stack.places import Places, Rtp
from thirdring.stack.prepare import prepare

DEPLOY = Path(__file__).parents[2] / "deploy"
_WATCH_SECONDS = 0.5


Tell = Callable[[str, str, str, float], None]
"""Of a part that is well: its name, its address, what there is to say, the seconds it took."""


class Stack:
    """Started part by part, each when those before it are well; ends in the opposite order."""

    def __init__(self, tell: Tell, say: Callable[[str], None], *, demo: bool, any_port: bool = False) -> None:
        self._tell = tell
        self._say = say
        self._demo = demo
        self._ports = Ports(*(_free_port(0 if any_port else each) for each in Ports()))
        self._parts: list[tuple[Part, asyncio.subprocess.Process]] = []
        self._programs: Programs
        self._http: aiohttp.ClientSession

    async def run(self, seconds: float | None) -> None:
        """Until the time is over or it is cancelled. Raises StackError where a part does not start, or ends."""
        async with AsyncExitStack() as stack:
            self._programs = await asyncio.to_thread(self._find_programs)
            stack.callback(self._programs.remove)
            self._http = await stack.enter_async_context(aiohttp.ClientSession())
            await self._start(stack)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._watch()

    async def _watch(self) -> None:
        while True:
            for part, process in self._parts:
                if process.returncode is not None:
                    raise StackError(ended(part))
            await asyncio.sleep(_WATCH_SECONDS)

    def _find_programs(self) -> Programs:
        needed = ("asterisk", "prometheus", "alertmanager", *(("sipp",) if self._demo else ()))
        try:
            return Programs(needed, ("sip-tester",) if self._demo else (), self._say)
        except LabError as error:
            text = _(
                "The stack cannot run here: {why}. `docker compose up` runs the same in containers, "
                "`./run demo` shows the service alone."
            )
            raise StackError(text.format(why=error)) from None

    async def _start(self, stack: AsyncExitStack) -> None:
        given = self._programs.folder / "given"
        given.mkdir()
        (given / "ami_secret").write_text("@SECRET@")  # each laboratory's Asterisk makes its own
        prepare(DEPLOY, given, self._made, self._places())
        asterisk = await self._start_asterisk(stack)
        await self._add(stack, self._service(asterisk))
        await self._run(asterisk, "stack", "admit", "--secrets", str(self._made / "thirdring"))
        await self._add(stack, self._alertmanager())
        await self._add(stack, self._prometheus())
        if self._demo:
            shutil.copytree(DEPLOY / "demo", self._programs.folder / "demo")
            for part in demo_parts(self._programs, asterisk, self._ports, self._environment(asterisk)):
                await self._add(stack, part)
            await self._let_a_visitor_in(asterisk)

    async def _let_a_visitor_in(self, asterisk: Asterisk) -> None:
        said = await self._run(asterisk, "token", "create", "--role", "manager", "--label", "demo")
        token, url = said.splitlines()[-1], f"http://{LOCAL}:{self._ports.web}"
        self._say(_("Its tickets; the page of each, {url}/tickets/NUMBER, takes the same token:").format(url=url))
        self._say(f'curl -H "Authorization: Bearer {token}" "{url}/api/v1/tickets?limit=5"')

    async def _add(self, stack: AsyncExitStack, part: Part) -> None:
        began = time.monotonic()
        process, said = await stack.enter_async_context(running(part, self._http))
        self._parts.append((part, process))
        self._tell(part.name, part.url, said, time.monotonic() - began)

    # ---- The parts --------------------------------------------------------------------------------------------------

    def _places(self) -> Places:
        ports = self._ports
        return Places(
            web=f"{LOCAL}:{ports.web}",
            agi=f"{LOCAL}:{ports.agi}",
            alertmanager=f"{LOCAL}:{ports.alertmanager}",
            alertmanager_secrets=f"{self._programs.inside}/made/alertmanager/secrets",
            relay=f"{LOCAL}:8091",
            ami_address=LOCAL,
            ami_port="@AMI@",
            ami_permit=f"{LOCAL}/255.255.255.255",
            page_permit=f"{LOCAL}/32",
            sip=f"{LOCAL}:@SIP@",
            provider=f"{LOCAL}:{ports.callers}",
            provider_match=LOCAL,
            rtp=Rtp(10_000, 19_998),  # beside others of this machine
        )

    async def _start_asterisk(self, stack: AsyncExitStack) -> Asterisk:
        began = time.monotonic()
        own = {file.name: file.read_text("utf-8") for file in (DEPLOY / "asterisk").glob("*.conf")}
        site = {f"site/{file.name}": file.read_text("utf-8") for file in (self._made / "asterisk").glob("*.conf")}
        if self._demo:
            site["site/globals.conf"] = always_day(site["site/globals.conf"])
        try:
            asterisk = await asyncio.to_thread(Asterisk, config.Folder(own | site), self._say)
            stack.push_async_callback(asterisk.close)
            await asterisk.start()
        except LabError as error:
            raise StackError(str(error)) from None
        (self._made / "thirdring" / "ami_secret").write_text(asterisk.secret)
        address = f"SIP {LOCAL}:{asterisk.ports.sip}, AMI {LOCAL}:{asterisk.ports.ami}"
        self._tell("Asterisk", address, "", time.monotonic() - began)
        return asterisk

    def _environment(self, asterisk: Asterisk) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("THIRDRING__")},
            "THIRDRING_CONFIG": str(DEPLOY / "thirdring" / "thirdring.toml"),
            "THIRDRING__DATA_DIR": str(self._programs.folder / "data"),
            "THIRDRING__WEB__LISTEN": f"{LOCAL}:{self._ports.web}",
            "THIRDRING__AGI__LISTEN": f"{LOCAL}:{self._ports.agi}",
            "THIRDRING__PBX__0__PORT": str(asterisk.ports.ami),
            "THIRDRING__PBX__0__SECRET_FILE": str(self._made / "thirdring" / "ami_secret"),
            **(SHIFTS if self._demo else {}),
        }

    def _service(self, asterisk: Asterisk) -> Part:
        url = f"http://{LOCAL}:{self._ports.web}"

        async def health(http: aiohttp.ClientSession) -> str:
            return _("linked to Asterisk, PostgreSQL up to date") if await answers(http, f"{url}/readyz") else ""

        return Part("Third Ring", thirdring("serve"), self._log("thirdring"), health, url, self._environment(asterisk))

    async def _run(self, asterisk: Asterisk, *words: str) -> str:
        """A command on the site of the service; what it says. Raises StackError."""
        process = await asyncio.create_subprocess_exec(
            *thirdring(*words),
            env=self._environment(asterisk),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _none = await process.communicate()
        text = said.decode(errors="replace").strip()
        if process.returncode:
            raise StackError(text)
        return text

    def _alertmanager(self) -> Part:
        url, inside = f"http://{LOCAL}:{self._ports.alertmanager}", self._programs.inside
        words = self._programs.command(
            "alertmanager" if why_not() else "prometheus-alertmanager",
            f"--config.file={inside}/made/alertmanager/alertmanager.yml",
            f"--storage.path={inside}/alertmanager-data",
            f"--web.listen-address={LOCAL}:{self._ports.alertmanager}",
            "--cluster.listen-address=",
        )

        async def health(http: aiohttp.ClientSession) -> str:
            return _("shows alerts, tells nobody") if await answers(http, f"{url}/-/ready") else ""

        return Part("Alertmanager", words, self._log("alertmanager"), health, url)

    def _prometheus(self) -> Part:
        url, inside = f"http://{LOCAL}:{self._ports.prometheus}", self._programs.inside
        words = self._programs.command(
            "prometheus",
            f"--config.file={inside}/made/prometheus/prometheus.yml",
            f"--storage.tsdb.path={inside}/prometheus-data",
            f"--web.listen-address={LOCAL}:{self._ports.prometheus}",
        )

        async def health(http: aiohttp.ClientSession) -> str:
            """Well is: it reads the service, has its rules, and reaches Alertmanager."""
            up = await asked(http, f"{url}/api/v1/query", query='up{job="thirdring"}')
            receivers = await asked(http, f"{url}/api/v1/alertmanagers")
            groups = (await asked(http, f"{url}/api/v1/rules"))["data"]["groups"]
            rules = sum(len(group["rules"]) for group in groups)
            if up["data"]["result"][0]["value"][1] != "1" or not receivers["data"]["activeAlertmanagers"] or not rules:
                return ""
            return _("reads Third Ring, {count} rules, reaches Alertmanager").format(count=rules)

        return Part("Prometheus", words, self._log("prometheus"), health, url)

    @property
    def _made(self) -> Path:
        return self._programs.folder / "made"

    def _log(self, name: str) -> Path:
        return self._programs.folder / f"{name}.log"


def _free_port(wanted: int) -> int:
    """The usual one where it is free, for the address bar; else any."""
    for port in (wanted, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((LOCAL, port))
            found: int = probe.getsockname()[1]
            return found
    raise StackError(_("There is no free port on this machine."))
