"""The relay's HTTP server: takes alerts, sends messages, and reports the result, so that Alertmanager can retry."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import aiohttp
import structlog
from aiohttp import web
from pydantic import ValidationError

from kit.i18n import _
from thirdring.relay.duty import called
from thirdring.relay.notice import Notice
from thirdring.relay.pace import MINUTE_US, Pace
from thirdring.relay.posting import Robot, post
from thirdring.relay.robots import Kind, Outcome, body, mention
from thirdring.relay.shifts import Shifts, knowing
from thirdring.relay.wording import BYTES_MAX, Style, message
from thirdring.settings.relay import Relay

NOTICE_BYTES_MAX = 2 * 1024 * 1024
WAITING_MAX = 16
RETRY, NEVER, FULL = 502, 422, 503
"""What Alertmanager makes of them: it tries again after any 5xx, and gives a notice up after a 4xx."""

log = structlog.get_logger()


def robots_of(settings: Relay) -> dict[Kind, Robot]:
    """The configured robots."""
    pairs = {Kind.WECOM: (settings.wecom.url, None), Kind.DINGTALK: (settings.dingtalk.url, settings.dingtalk.secret)}
    return {
        kind: Robot(kind, url, secret, Pace(settings.messages_per_minute))
        for kind, (url, secret) in pairs.items()
        if url is not None
    }


class AlertRelay:
    """Takes alerts, and sends them to the robots one after the other."""

    def __init__(
        self,
        settings: Relay,
        zone: ZoneInfo,
        http: aiohttp.ClientSession,
        shifts: Shifts,
        now_us: Callable[[], int] = lambda: time.time_ns() // 1000,
    ) -> None:
        self.robots: Mapping[Kind, Robot] = robots_of(settings)
        self._style = Style(settings.language, zone, settings.grafana_url, settings.docs_url)
        self._settings, self._shifts = settings, shifts
        self._http = http
        self._now_us = now_us

    async def take(self, request: web.Request) -> web.Response:
        kind = Kind(request.match_info["kind"])
        robot = self.robots.get(kind)
        if robot is None:
            text = _("No robot {kind} is set up: set relay.{kind}.url_file to the file that holds its address.")
            return web.Response(status=404, text=text.format(kind=kind))
        try:
            notice = Notice.model_validate_json(await request.read())
        except ValidationError:
            return web.Response(status=400, text=_("That is no notice of Alertmanager's webhook."))
        if robot.waiting >= WAITING_MAX:
            return web.Response(status=FULL, text=_("Too many notices wait for this robot."))
        robot.waiting += 1
        try:
            async with robot.turn:
                return await self._bring(robot, notice)
        finally:
            robot.waiting -= 1

    def _people(self, kind: Kind, notice: Notice) -> list[str]:
        """The ids of people on duty now for these alerts, each once."""
        now_us, known = self._now_us(), self._settings
        at = datetime.fromtimestamp(now_us / 1_000_000, self._style.zone).time()
        return called(notice.alerts, self._shifts.spans, now_us, known.on_duty, at, known.person, kind)

    async def _bring(self, robot: Robot, notice: Notice) -> web.Response:
        people = self._people(robot.kind, notice)
        told = message(notice, self._style, BYTES_MAX - len(mention(robot.kind, people)))
        if told is None:
            return web.Response()
        wait_us = robot.pace.wait_us(self._now_us())
        if wait_us:
            text = _("The robot had as many messages as it takes a minute; again in {seconds} s.")
            return web.Response(status=FULL, text=text.format(seconds=-(-wait_us // 1_000_000)))
        robot.pace.sent(self._now_us())
        found = await post(self._http, robot, body(robot.kind, told, people), self._now_us() // 1000)
        if found.outcome is Outcome.DELIVERED:
            return web.Response()
        if found.outcome is Outcome.TOO_MANY:
            robot.pace.hold(self._now_us() + MINUTE_US)
        log.warning("a robot did not take a message", robot=robot.kind, code=found.code, why=found.why)
        status = NEVER if found.outcome is Outcome.REFUSED else RETRY
        why = _(found.why) if found.why else ""
        return web.Response(status=status, text=f"{robot.kind}: {found.code} {why}")


async def _alive(_request: web.Request) -> web.Response:
    return web.Response(text="ok\n")


@asynccontextmanager
async def relaying(settings: Relay, zone: ZoneInfo) -> AsyncIterator[tuple[str, int]]:
    """Yields the listening address. Raises OSError if it is in use."""
    timeout = aiohttp.ClientTimeout(total=settings.timeout_seconds)
    async with aiohttp.ClientSession(timeout=timeout) as http, knowing(settings.shifts, http) as shifts:
        app = web.Application(client_max_size=NOTICE_BYTES_MAX)
        app.router.add_post(f"/{{kind:{'|'.join(Kind)}}}", AlertRelay(settings, zone, http, shifts).take)
        app.router.add_get("/healthz", _alive)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=settings.timeout_seconds)
        await runner.setup()
        try:
            host, port = settings.listen
            await web.TCPSite(runner, host, port).start()
            address, actual, *_rest = runner.addresses[0]
            yield address, actual
        finally:
            await runner.cleanup()
