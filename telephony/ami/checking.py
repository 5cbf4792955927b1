"""After an attempt to forge events, asks the PBX for its channels to verify the derived calls."""

import asyncio
from collections.abc import Awaitable, Callable

from telephony.ami.own import own_event
from telephony.ami.session import Session
from telephony.ami.subscription import ask
from telephony.events import LINK_CHECK

_ACTIONS = ({"Action": "Status"}, {"Action": "CoreShowChannels"})
_PAUSES_SECONDS = (2.0, 5.0)
"""Twice: a channel that is missing once may have its Hangup on the way, one that is missing twice is gone."""
_REST_SECONDS = 60.0


async def check(
    session: Session,
    forged: asyncio.Event,
    put: Callable[[bytes, int], None],
    now_us: Callable[[], int],
    told: Callable[[], None],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Runs forever, at most once a minute. Raises AmiError when the connection ends."""
    while True:
        await forged.wait()
        forged.clear()
        told()
        for pause_seconds in _PAUSES_SECONDS:
            await sleep(pause_seconds)
            put(own_event(LINK_CHECK, Reason="a caller tried to forge events"), now_us())
            await asyncio.gather(*(ask(session, action) for action in _ACTIONS))
        await sleep(_REST_SECONDS)
