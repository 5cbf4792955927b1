"""The played office of the demo: the service takes what it asks for."""

from datetime import datetime

import aiohttp

from kit.roles import Role
from lab.desk.deed import DISPATCHER, MANAGER
from lab.desk.in_use import lines_by_api
from lab.desk.office import Office
from lab.desk.quality import duties
from lab.desk.staff import Staff
from tests.integration.quality.kept import Kept, of
from tests.integration.web.site_in_memory import TOKENS
from tests.unit.ticketing.moments import SHANGHAI


async def test_a_patrol_that_needs_nothing_said_is_done(kept: Kept) -> None:
    web = kept.site.web
    patrols = await of(kept.site, "patrol")
    now = datetime.fromisoformat("2026-11-25T10:00:00+08:00")
    [deed] = {path: deed for path, _version, deed in duties(patrols[:1], now)}.values()
    tokens = {MANAGER: TOKENS[Role.MANAGER], DISPATCHER: TOKENS[Role.DISPATCHER]}
    staff = Staff(web.url, tokens, Office([], set(), "zh", 7), lines_by_api, lambda _agent, _number: False, SHANGHAI)
    async with aiohttp.ClientSession(web.url) as http:
        await staff._do(http, deed)
    assert deed.body == {}
    assert (await kept.site.get("objectives/16"))["met"] == 1
