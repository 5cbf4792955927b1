"""`./run forward`: sends the journal on to the servers of journal.url. It may be killed and started at any time."""

import asyncio

import structlog
import typer

from kit.i18n import _
from kit.tasks import hold_forwarder, until_told
from thirdring.commands.options import Config, settings_of
from thirdring.settings import Settings, SettingsError
from thirdring.streaming import options_of

app = typer.Typer(add_completion=False)


@app.command()
def run(config: Config = None) -> None:
    asyncio.run(forward(settings_of(config)))


async def forward(settings: Settings) -> None:
    """Until SIGINT or SIGTERM. Raises SettingsError."""
    if not settings.journal.servers:
        raise SettingsError(_("There is nothing to forward to: set journal.url to the servers of a NATS cluster."))
    from telephony.stream.forwarder import Forwarder

    with hold_forwarder(settings.data_dir):
        log = structlog.get_logger("thirdring.forward")
        log.info("forwarding", servers=list(settings.journal.servers), site=settings.nats.site)
        await until_told(Forwarder(settings.data_dir, options_of(settings), log).run())
