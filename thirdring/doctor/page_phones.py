"""Whether phones in pages can be reached, and are rung as one with the desk phone of their agent."""

import asyncio
from collections.abc import Iterator, Sequence

import aiohttp

from kit.i18n import _
from telephony.layout import Agent
from thirdring.doctor.finding import Finding, Weight
from thirdring.doctor.seen import Queue, Seen

_SECONDS = 3.0
_HTTP_CONF = ("enabled = yes", "bindaddr = 127.0.0.1", "bindport = 8088")


async def opens(websocket: str) -> bool:
    """True without one."""
    if not websocket:
        return True
    try:
        async with (
            asyncio.timeout(_SECONDS),
            aiohttp.ClientSession() as client,
            client.ws_connect(websocket, protocols=("sip",)) as opened,
        ):
            return opened.protocol == "sip"
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        return False


def of_websocket(settings_file: str) -> Finding:
    """Pure."""
    text = _(
        "No phone in a page can register: the PBX's websocket does not answer at phone.websocket of {file}. Switch it "
        "on in http.conf, at that address."
    )
    text = text.format(file=settings_file)
    return Finding("phone_websocket", Weight.PROBLEM, "", text, "http.conf", "general", _HTTP_CONF)


def of_page_phones(
    pbx: Seen, queues: Sequence[Queue], agents: Sequence[Agent], page_phones: frozenset[str]
) -> Iterator[Finding]:
    """A queue that looks at each device alone rings the desk phone while its agent talks in the page. Pure."""
    for queue in queues:
        state_of = {member.location: member.device for member in queue.members}
        for agent in agents:
            mine = [device for device in agent.devices if device in state_of]
            states = {state_of[device] for device in mine}
            if page_phones.isdisjoint(mine) or len(mine) < 2 or len(states) == 1:
                continue
            text = _(
                "The queue {queue} rings one phone of the agent {agent} while the other talks: give both one hint."
            )
            text = text.format(queue=queue.name, agent=agent.name)
            lines = tuple(f"member => {device},0,{agent.name},hint:{agent.name}@agent-phones" for device in mine)
            yield Finding("phones_apart", Weight.HINT, pbx.name, text, "queues.conf", queue.name, lines)
