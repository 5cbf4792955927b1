"""`thirdring demo`: a PBX, the whole service and a live picture of it, with one command and nothing to set up."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from rich.console import Console

from kit import i18n, log
from kit.database.pool import Session
from kit.http.auth import accounts
from kit.http.auth.sign_in_links import add_link, new_code
from kit.http.auth.store import add_token
from kit.http.auth.tokens import new_token
from kit.i18n import _
from kit.roles import Role
from lab.demo import lines, site
from lab.demo.model import Place, View
from lab.demo.show import Show
from lab.demo.simulated import simulated
from lab.demo.site import Switch
from lab.desk import shifts
from lab.desk.deed import DISPATCHER, MANAGER
from lab.desk.in_use import at_the_phones
from lab.desk.office import Office
from lab.desk.staff import Staff
from lab.desk.workmen import head, on_duty, workmen
from thirdring.assembly import Service
from thirdring.commands import CommandError
from thirdring.service import running
from thirdring.settings import Settings
from ticketing.households.household import Household
from ticketing.trades.store import set_duty

Which = Literal["simulated", "asterisk"]
CURL = "demo"  # whoever copies the line with curl
VISIT_SECONDS = 12 * 3_600
"""Of a demo without an end, so long the visitor's link may wait for its one use."""


class Visitor(NamedTuple):
    """Whoever opens the desk in a browser: an agent with one of the phones, and a manager's rights."""

    name: str
    code: str
    seconds: int


def run(for_seconds: float | None = None, pbx: Which = "simulated") -> None:
    """Raises CommandError where it cannot begin."""
    console = Console(highlight=False)
    last = asyncio.run(_play(console, for_seconds, pbx))
    for line in summary(last):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


async def _play(console: Console, for_seconds: float | None, pbx: Which) -> View:
    async with contextlib.AsyncExitStack() as stack:
        data_dir = stack.enter_context(site.folder())
        _log_to(data_dir / "demo.log")
        switch = await stack.enter_async_context(_switch(pbx, console))
        port = site.free_port()
        settings, tokens = site.settings(switch, data_dir, port), _tokens(switch)
        visitor = Visitor(switch.agents[0].name, new_code(), int(for_seconds or VISIT_SECONDS))
        opening = partial(_open_up, residents=switch.residents, tokens=tokens, visitor=visitor)
        service = await stack.enter_async_context(running(settings, before_desk=opening))
        place = _place(switch, settings, tokens[CURL], visitor, service.address, port)
        office, phones = _office(switch, settings, visitor.name), at_the_phones(service.live_calls)
        staff = Staff(place.url, tokens, office, phones, switch.dial, settings.zone)
        await stack.enter_async_context(service.tasks.start(staff.run(), "office"))
        return await Show(service, place, switch.caught_up, for_seconds).run(console)


def _tokens(switch: Switch) -> dict[str, str]:
    return {name: new_token() for name in (CURL, MANAGER, DISPATCHER, *(agent.name for agent in switch.agents))}


def _office(switch: Switch, settings: Settings, visitor: str) -> Office:
    """The visitor's phone answers by itself as well, but what its calls were about is the visitor's to write."""
    about = [key for key, category in settings.desk.categories().items() if category.follow_up]
    played = [agent.name for agent in switch.agents if agent.name != visitor]
    return Office(played, about, i18n.language(), time.time_ns())


@asynccontextmanager
async def _switch(pbx: Which, console: Console) -> AsyncIterator[Switch]:
    if pbx == "simulated":
        async with simulated() as switch:
            yield switch
        return
    from lab.demo.asterisk import asterisk

    async with asterisk(lambda text: console.print(text, markup=False)) as switch:
        yield switch


async def _open_up(
    service: Service, residents: Sequence[Household], tokens: Mapping[str, str], visitor: Visitor
) -> None:
    """As soon as PostgreSQL is there: who may ask, and who lives on the estate."""
    roles = {CURL: Role.MANAGER, MANAGER: Role.MANAGER, DISPATCHER: Role.DISPATCHER}
    await service.access.tenure.wait(60)
    async with service.access.database.pool.acquire() as connection:
        for name, token in tokens.items():
            await add_token(connection, token, roles.get(name, Role.AGENT), name)
        await accounts.create_user(connection, visitor.name, None, Role.MANAGER, "demo")
        await _employ(connection, i18n.language())
        await add_link(connection, visitor.code, visitor.name, "demo", visitor.seconds)
    await service.desk.households.put(residents)
    await _enter_shifts(service)


async def _employ(connection: Session, language: str) -> None:
    """The workmen of the trades, of whom some are on duty."""
    for name in workmen(language):
        await accounts.create_user(connection, name, None, Role.WORKMAN, "demo")
    for name in on_duty(language):
        await set_duty(connection, name, DISPATCHER, time.time_ns() // 1000, on=True)


async def _enter_shifts(service: Service) -> None:
    """Who works when; one agent is away, and another stands in."""
    desk, agents = service.desk, sorted({one.name for one in service.settings.agent})
    language, now_us = i18n.language(), time.time_ns() // 1000
    await shifts.enter(service.access.database.pool, desk.rules, agents, head(language), language, now_us)
    await service.keepers.duty.look_around()


def _place(
    switch: Switch, settings: Settings, token: str, visitor: Visitor, address: tuple[str, int], found: int
) -> Place:
    """At `address` the service listens: on the port that was found free, or as the environment says."""
    policy = settings.service_level()
    notes, (host, port) = [switch.note], address
    host = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # it listens everywhere
    if port == found != site.PREFERRED_PORT:
        notes.append(
            _("Port {taken} is taken, so this demo listens on {port}.").format(taken=site.PREFERRED_PORT, port=port)
        )
    return Place(
        switch.name,
        switch.hotline.name,
        f"http://{host}:{port}",
        token,
        visitor.code,
        visitor.name,
        len(switch.agents),
        policy.rings_within,
        tuple(notes),
    )


def _log_to(file: Path) -> None:
    """The terminal belongs to the picture."""
    log.set_up("info", "text")
    handler = logging.FileHandler(file, encoding="utf-8")
    root = logging.getLogger()
    handler.setFormatter(root.handlers[-1].formatter)
    root.handlers = [handler]


def summary(last: View) -> list[str]:
    today, desk = last.stored.today, last.stored.desk
    other = today.calls - today.answered - today.abandoned
    text = _(
        "{calls} calls: {answered} answered, {abandoned} hung up first, {other} ended otherwise or go on; "
        "{apart} of them are not counted"
    )
    counts = {"answered": today.answered, "abandoned": today.abandoned, "other": other, "apart": today.apart}
    return [
        "",
        f"Third Ring · {last.place.pbx}",
        text.format(calls=today.calls, **counts),
        lines.share(today, last.place),
        lines.tickets(desk),
        lines.called_back(desk),
        *lines.lights(last.stored.lights),
        _("The demo is over; it has kept nothing."),
    ]


__all__ = ["CommandError", "Which", "run", "summary"]
