"""The ear of a service beside `listen`: it stands by, and hears on where no `listen` does any more.

So a service with a single `listen` has two ears. Where another `listen` stands by as well, that one goes first.
"""

import asyncio
import sqlite3

from thirdring.listening.keys import EarKeys
from thirdring.listening.links import Log
from thirdring.listening.turns import listening

TROUBLE_SECONDS = 5.0


async def stand_by(keys: EarKeys, log: Log) -> None:
    """Until cancelled. Trouble of its own is told and tried again: the service goes on without it."""
    gives_way = False
    while True:
        lost = asyncio.Event()
        try:
            async with listening(keys, log, lost, gives_way=gives_way, of_service=True) as tasks:
                log.warning("no `listen` hears the PBX: this service does, until it is stopped")
                await tasks.until(lost.wait())
            gives_way = True
        except (OSError, sqlite3.Error) as error:
            log.warning("the ear that stands by cannot hear on", reason=str(error))
            await asyncio.sleep(TROUBLE_SECONDS)
