"""`./run relay`: hands Alertmanager's notices to the robots of chat groups."""

import asyncio
import signal

import structlog
import typer

from kit import i18n
from kit.i18n import _
from thirdring.commands import CommandError
from thirdring.commands.options import Config, settings_of
from thirdring.commands.required import require_robot
from thirdring.relay.server import relaying, robots_of
from thirdring.settings import Settings

app = typer.Typer(add_completion=False)


@app.command()
def run(config: Config = None) -> None:
    asyncio.run(relay(settings_of(config)))


log = structlog.get_logger()


async def relay(settings: Settings) -> None:
    """Until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    require_robot(settings)
    robots = robots_of(settings.relay)
    i18n.use(settings.relay.language)
    try:
        async with relaying(settings.relay, settings.zone) as (host, port):
            log.info("relaying", address=f"{host}:{port}", robots=sorted(robots))
            await stop.wait()
    except OSError as error:
        text = _("{address} cannot be listened on ({why}): set relay.listen to another address or port.")
        raise CommandError(text.format(address=settings.relay.listen, why=error.strerror)) from None
