"""`thirdring demo`: a PBX, the whole service and a live picture of it, with one command and nothing to set up."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

from rich.console import Console

from thirdring import log
from thirdring.commands import CommandError
from thirdring.database.pool import AWAY
from thirdring.demo import lines, site
from thirdring.demo.model import Place, View
from thirdring.demo.show import Show
from thirdring.demo.simulated import simulated
from thirdring.demo.site import Switch
from thirdring.demo.stored import tables_are_there
from thirdring.i18n import _
from thirdring.service import Service, running
from thirdring.settings import Settings
from thirdring.web.auth.roles import Role
from thirdring.web.auth.store import add_token
from thirdring.web.auth.tokens import new_token

Which = Literal["simulated", "asterisk"]


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
        settings = site.settings(switch, data_dir, port)
        service = await stack.enter_async_context(running(settings))
        token = new_token()
        keeper = asyncio.create_task(_keep_token(service, token), name="demo token")
        stack.callback(keeper.cancel)
        return await Show(service, _place(switch, settings, token, port), switch.caught_up, for_seconds).run(console)


@asynccontextmanager
async def _switch(pbx: Which, console: Console) -> AsyncIterator[Switch]:
    if pbx == "simulated":
        async with simulated() as switch:
            yield switch
        return
    from thirdring.demo.asterisk import asterisk

    async with asterisk(lambda text: console.print(text, markup=False)) as switch:
        yield switch


async def _keep_token(service: Service, token: str) -> None:
    """Stored as soon as PostgreSQL is there."""
    while True:
        try:
            async with service.database.pool.acquire() as connection:
                if await tables_are_there(connection):
                    await add_token(connection, token, Role.MANAGER, "demo")
                    return
        except AWAY:
            pass
        await asyncio.sleep(0.1)


def _place(switch: Switch, settings: Settings, token: str, port: int) -> Place:
    policy = settings.service_level()
    notes = [switch.note]
    if port != site.PREFERRED_PORT:
        notes.append(
            _("Port {taken} is taken, so this demo listens on {port}.").format(taken=site.PREFERRED_PORT, port=port)
        )
    return Place(
        switch.name,
        switch.hotline.name,
        f"http://127.0.0.1:{port}",
        token,
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
    today = last.stored.today
    rest = _("{calls} calls: {answered} answered, {abandoned} hung up first, {apart} shown apart and not counted")
    return [
        "",
        f"Third Ring · {last.place.pbx}",
        lines.share(today, last.place),
        rest.format(calls=today.calls, answered=today.answered, abandoned=today.abandoned, apart=today.apart),
        _("The demo is over; it has kept nothing."),
    ]


__all__ = ["CommandError", "Which", "run", "summary"]
