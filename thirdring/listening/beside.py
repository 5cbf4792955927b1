"""The ear of a service beside `listen`: it stands by, and hears on where no `listen` does any more.

So a service with a single `listen` has two ears. A `listen` that stands by goes first, and has the journal back as soon
as it could go on without a gap: what is restarted often, and does much else, hears no longer than it has to.
"""

import asyncio
import contextlib

from kit.tasks import Tasks
from thirdring.listening.hearer import listen_stands_by
from thirdring.listening.keys import EarKeys
from thirdring.listening.links import Log
from thirdring.listening.turns import LOOK_SECONDS, listening

TROUBLE_SECONDS = 5.0


async def stand_by(keys: EarKeys, log: Log) -> None:
    """Until cancelled. Trouble of its own is told and tried again: the service goes on without it."""
    if not keys.pbxs:
        await asyncio.Event().wait()
    gives_way = False
    while True:
        lost = asyncio.Event()
        try:
            async with listening(keys, log, lost, gives_way=gives_way, of_service=True) as tasks:
                log.warning("no `listen` hears the PBX: this service does, until one stands by")
                await _hear_on(keys, tasks, lost)
            gives_way = True
        except Exception as error:  # noqa: BLE001  whatever it is, the service goes on without this ear
            log.warning("the ear that stands by cannot hear on", reason=str(error), kind=type(error).__name__)
            await asyncio.sleep(TROUBLE_SECONDS)


async def _hear_on(keys: EarKeys, tasks: Tasks, lost: asyncio.Event) -> None:
    """Returns when the link is lost, or when a `listen` can continue."""

    async def until_one_is_there() -> None:
        while not all(listen_stands_by(keys.data_dir, pbx.name) for pbx in keys.pbxs):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await lost.wait()
                    return

    await tasks.until(until_one_is_there())
