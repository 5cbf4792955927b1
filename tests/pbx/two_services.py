"""The sample with phones in pages, two services on one database, and HAProxy before them as docs/scale.md says."""

import asyncio
import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from shutil import which

import aiohttp

from lab.pbx.root import need
from tests.pbx.page_phones import PagePhones
from tests.pbx.sample import Sample
from tests.pbx.serving import free_port

_DOCS = Path(__file__).parents[2] / "docs" / "scale.md"
_FRONT = """\
defaults
    mode http
    timeout connect 1s
    timeout client 30s
    timeout server 30s

frontend pages
    bind 127.0.0.1:{port}
    default_backend thirdring

"""


def balancer(port: int, one: int, two: int) -> str:
    """With the lines of docs/scale.md."""
    found: list[str] = re.findall(r"^backend thirdring\n(?: +.*\n)+", _DOCS.read_text(), re.MULTILINE)
    [backend] = found
    places = {"10.0.0.1:8080": f"127.0.0.1:{one}", "10.0.0.2:8080": f"127.0.0.1:{two}"}
    for old, new in places.items():
        assert backend.count(old) == 1, old
        backend = backend.replace(old, new)
    return _FRONT.format(port=port) + backend


class TwoServices(Sample):
    def __init__(self, folder: Path) -> None:
        pages = PagePhones()
        super().__init__(folder, day="*,*,*,*", pages=pages)
        self.folder = folder
        self.balancer_port = pages.web_port
        self.ports = (free_port(), free_port())
        self.processes: dict[int, asyncio.subprocess.Process] = {}

    @property
    def place(self) -> str:
        """Where browsers and the PBX find the service."""
        return f"http://127.0.0.1:{self.balancer_port}"

    async def start_service(self) -> None:
        for port in self.ports:
            await self.begin(port)
        await self.until_in_charge(self.ports[0])
        await asyncio.to_thread(need, ["haproxy"])
        file = self.folder / "haproxy.cfg"
        file.write_text(balancer(self.balancer_port, *self.ports))
        program = which("haproxy")
        assert program is not None
        self._balancer = subprocess.Popen([program, "-f", str(file)], stderr=subprocess.DEVNULL)  # noqa: ASYNC220

    async def begin(self, port: int) -> None:
        """Returns once it serves; the first one is in charge."""
        folder = self.folder / str(port)
        folder.mkdir(exist_ok=True)
        (folder / "site.toml").write_text(self._toml(folder, port))
        command = (sys.executable, "-m", "thirdring", "serve", "--config", str(folder / "site.toml"))
        with (folder / "service.log").open("ab") as log:
            self.processes[port] = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
        async with asyncio.timeout(60):
            while await self._asked(port, "/readyz") != 200:
                await asyncio.sleep(0.05)

    def _toml(self, folder: Path, port: int) -> str:
        """JSON values are TOML values here."""
        phones = self.pages
        assert phones is not None
        lines = [
            f"data_dir = {json.dumps(str(folder / 'data'))}",
            f"timezone = {json.dumps(self.settings.timezone)}",
            f"[database]\nurl = {json.dumps(self.postgres.url())}",
            f'[web]\nlisten = "127.0.0.1:{port}"\n[agi]\nenabled = false\n[service]\nstandby = true\n[phone]',
            *(f"{name} = {json.dumps(value)}" for name, value in phones.settings.items()),
            f'[[pbx]]\nname = "main"\nport = {self.asterisk.ports.ami}\nsecret = "{self.asterisk.secret}"',
            '[[hotline]]\nname = "service"\nnumbers = ["8001"]\nqueues = ["hotline", "night"]',
        ]
        for agent in phones.agents:
            lines += ["[[agent]]", *(f"{name} = {json.dumps(value)}" for name, value in agent.items())]
        return "\n".join([*lines, ""])

    async def until_in_charge(self, port: int) -> None:
        async with asyncio.timeout(60):
            while await self._asked(port, "/readyz/in-charge") != 200:
                await asyncio.sleep(0.02)

    async def leader(self) -> int:
        """The port of the one that is in charge, while the other one stands by."""
        async with asyncio.timeout(60):
            while True:
                said = {port: await self._asked(port, "/readyz/in-charge") for port in self.ports}
                if sorted(said.values()) == [200, 503]:
                    return next(port for port, status in said.items() if status == 200)
                await asyncio.sleep(0.05)

    def other(self, port: int) -> int:
        return self.ports[port == self.ports[0]]

    async def _asked(self, port: int, path: str) -> int:
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(2)) as http,
                http.get(f"http://127.0.0.1:{port}{path}") as answer,
            ):
                return answer.status
        except (aiohttp.ClientError, OSError, TimeoutError):
            return 0

    async def end(self, port: int, how: signal.Signals = signal.SIGKILL) -> None:
        self.processes[port].send_signal(how)
        await self.processes[port].wait()

    def freeze(self, port: int) -> None:
        self.processes[port].send_signal(signal.SIGSTOP)

    def thaw(self, port: int) -> None:
        self.processes[port].send_signal(signal.SIGCONT)

    async def stop_service(self) -> None:
        for process in self.processes.values():
            if process.returncode is None:
                process.send_signal(signal.SIGCONT)
                process.send_signal(signal.SIGTERM)
                await asyncio.wait_for(process.wait(), 60)
        self._balancer.terminate()
        await asyncio.to_thread(self._balancer.wait)

    async def forget(self) -> None:
        pass
