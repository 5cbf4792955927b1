"""A real Prometheus and a real Alertmanager, with the files of deploy/, and a receiver that notes what reaches it."""

import asyncio
import contextlib
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from aiohttp import web

from lab.pbx.root import ready_root, why_not
from tests.pbx.serving import free_port

DEPLOY = Path(__file__).parents[2] / "deploy"


class Toolbox:
    """The programs of the lab's root, or of PATH where there is none; `folder` is theirs to see, as `inside`."""

    def __init__(self) -> None:
        self._root = None if why_not() else ready_root()
        base = Path("/tmp") if self._root is None else self._root / "tmp"
        self.folder = base / f"tr-watch-{time.time_ns()}"
        self.folder.mkdir()
        self.inside = Path("/tmp") / self.folder.name

    def command(self, *words: str) -> list[str]:
        if self._root is None:
            return list(words)
        return ["chroot", str(self._root), "setpriv", "--pdeathsig", "KILL", *words]

    def run(self, *words: str) -> str:
        """What it says; AssertionError where it fails."""
        done = subprocess.run(self.command(*words), capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class Watch:
    def __init__(self, prometheus_port: int) -> None:
        self.prometheus = f"http://127.0.0.1:{prometheus_port}"
        self.notices: list[tuple[float, dict[str, Any]]] = []  # when it came, one alert of it

    async def take(self, request: web.Request) -> web.Response:
        for alert in (await request.json())["alerts"]:
            self.notices.append((time.time(), alert))
        return web.Response()

    def firing(self, name: str) -> list[tuple[float, dict[str, Any]]]:
        return [
            (at, alert)
            for at, alert in self.notices
            if alert["labels"]["alertname"] == name and alert["status"] == "firing"
        ]

    async def troubled(self) -> set[str]:
        """The alerts that fire, or would in a moment, in Prometheus itself."""
        async with aiohttp.ClientSession() as http, http.get(f"{self.prometheus}/api/v1/alerts") as answer:
            return {alert["labels"]["alertname"] for alert in (await answer.json())["data"]["alerts"]}

    async def until_read(self, expression: str, value: float, seconds: float) -> None:
        """Prometheus has this value for it."""
        url, found = f"{self.prometheus}/api/v1/query", None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), aiohttp.ClientSession() as http:
                while found != value:
                    await asyncio.sleep(0.5)
                    async with http.get(url, params={"query": expression}) as answer:
                        series = (await answer.json())["data"]["result"]
                    found = float(series[0]["value"][1]) if series else None
        assert found == value, f"{expression} is {found}, not {value}"

    async def until(self, met: Callable[[], object], seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not met():
                    await asyncio.sleep(0.1)
        assert met(), f"not within {seconds} s; what came: {[alert['labels'] for _, alert in self.notices]}"


@contextlib.asynccontextmanager
async def watching(service_port: int, token: str, every_seconds: int = 0) -> AsyncIterator[Watch]:
    """`every_seconds`: Prometheus reads, and evaluates all rules, so often; 0: as at a site."""
    prometheus_port, alertmanager_port = free_port(), free_port()
    box, watch = Toolbox(), Watch(prometheus_port)
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(box.remove)
        webhook = await _receiver(stack, watch)
        _configure(box, service_port, token, alertmanager_port, webhook)
        if every_seconds:
            _hurry(box, every_seconds)
        await start_alertmanager(stack, box, alertmanager_port)
        prometheus = (
            "prometheus",
            f"--config.file={box.inside}/prometheus/prometheus.yml",
            f"--storage.tsdb.path={box.inside}/prometheus-data",
            f"--web.listen-address=127.0.0.1:{prometheus_port}",
        )
        await _start(stack, box, prometheus, prometheus_port)
        yield watch


async def start_alertmanager(stack: contextlib.AsyncExitStack, box: Toolbox, port: int) -> None:
    """On the file that stands in the box."""
    words = (
        "prometheus-alertmanager" if why_not() == "" else "alertmanager",
        f"--config.file={box.inside}/alertmanager/alertmanager.yml",
        f"--storage.path={box.inside}/alertmanager-data",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
    )
    await _start(stack, box, words, port)


async def _receiver(stack: contextlib.AsyncExitStack, watch: Watch) -> str:
    app, port = web.Application(), free_port()
    app.router.add_post("/", watch.take)
    runner = web.AppRunner(app)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return f"http://127.0.0.1:{port}/"


def _configure(box: Toolbox, service_port: int, token: str, alertmanager_port: int, webhook: str) -> None:
    """The files of deploy/ with this run's ports and places; the webhook is switched on as docs/alerts.md says, and the
    hours of the desk and the office never end, so that a test may run at night."""
    for part in ("prometheus", "alertmanager"):
        shutil.copytree(DEPLOY / part, box.folder / part)
    path = box.folder / "prometheus" / "prometheus.yml"
    config = yaml.safe_load(path.read_text())
    config["scrape_configs"][0]["static_configs"] = [{"targets": [f"127.0.0.1:{service_port}"]}]
    config["alerting"]["alertmanagers"] = [{"static_configs": [{"targets": [f"127.0.0.1:{alertmanager_port}"]}]}]
    path.write_text(yaml.safe_dump(config))
    (box.folder / "prometheus" / "metrics.token").write_text(token)
    (box.folder / "alertmanager" / "webhook_url").write_text(webhook)
    path = box.folder / "alertmanager" / "alertmanager.yml"
    text = path.read_text().replace("/etc/alertmanager/secrets", f"{box.inside}/alertmanager")
    for hour, other in (("08:00", "00:00"), ("18:00", "24:00"), ("21:00", "24:00")):
        text = text.replace(f'"{hour}"', f'"{other}"')
    path.write_text(switched_on(text, "webhook", "*webhook"))


def _hurry(box: Toolbox, seconds: int) -> None:
    path = box.folder / "prometheus" / "prometheus.yml"
    config = yaml.safe_load(path.read_text())
    names = ("scrape_interval", "scrape_timeout", "evaluation_interval")
    path.write_text(yaml.safe_dump({**config, "global": dict.fromkeys(names, f"{seconds}s")}))
    path = box.folder / "prometheus" / "rules" / "recording.yml"
    path.write_text(path.read_text().replace("interval: 1m", f"interval: {seconds}s"))


def switched_on(config: str, way: str, names: str) -> str:
    """As a site does it: names between the brackets of `on-call` and `office`."""
    assert config.count(f"{way}_configs: []") == 2
    return config.replace(f"{way}_configs: []", f"{way}_configs: [{names}]")


async def _start(stack: contextlib.AsyncExitStack, box: Toolbox, words: tuple[str, ...], port: int) -> None:
    log = stack.enter_context((box.folder / f"{words[0]}.log").open("wb"))
    process = await asyncio.create_subprocess_exec(*box.command(*words), stdout=log, stderr=log)
    stack.push_async_callback(_stop, process)
    async with aiohttp.ClientSession() as http, asyncio.timeout(30):
        while process.returncode is None:
            with contextlib.suppress(aiohttp.ClientError):
                async with http.get(f"http://127.0.0.1:{port}/-/ready") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.1)
    raise AssertionError(f"{words[0]} ended: {(box.folder / f'{words[0]}.log').read_text()[-2000:]}")


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    await asyncio.wait_for(process.wait(), 60)
