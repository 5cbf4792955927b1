"""The part of bench console that measures open desks: as a browser does, each follows the live stream and fetches the
card of a call that rings for its agent."""

import asyncio
import contextlib
import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp

from kit.http.auth.store import add_token
from kit.http.auth.tokens import new_token
from kit.roles import Role
from lab.bench.lag import PBX, SETTINGS, beside, now_us, ready, us, words, write
from lab.bench.machine import Meanwhile
from thirdring.commands.database import database
from thirdring.settings import load

AGENTS, CALLS_PER_SECOND = 50, 22.0  # planned; 20 of 22 come in one window
PHONES = 150  # of the simulated PBX
LIVE_REACH_MS, CPU_REACH = 500.0, 1.5
WARM_SECONDS, LAST_CARDS_SECONDS = 5.0, 5.0
OF_AGENT = """
[[agent]]
name = "{number}"
devices = ["PJSIP/{number}"]
"""
STARTING_SECONDS = 120.0  # calls are planned for so long besides, since a busy machine starts slowly
SERVICE = """
import asyncio, os, sys
from pathlib import Path
from kit import log
from thirdring.service import serve
from thirdring.settings import load
log.set_up("warning")
asyncio.run(serve(load(Path(sys.argv[1])), lambda service: print(*service.address, os.getpid(), flush=True)))
"""


@dataclass
class Seen:
    """What the desks were told, and the cards that they got, by agent and call."""

    watched: frozenset[str]
    live_ms: list[float] = field(default_factory=list)
    rang: set[tuple[str, str]] = field(default_factory=set)
    cards: Counter[tuple[str, str]] = field(default_factory=Counter)
    card_ms: list[float] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    ended: list[str] = field(default_factory=list)  # streams that broke
    over: bool = False  # what rings from now on is not counted


class Run(NamedTuple):
    cpu_seconds: float
    seen: Seen


async def desks(seconds: float) -> bool:
    """Whether the reaches are kept."""
    with tempfile.TemporaryDirectory(prefix="thirdring-desks-") as folder:
        async with Meanwhile(Path(folder)) as meanwhile:
            alone = await played(Path(folder, "alone"), seconds, 0)
            beside_desks = await played(Path(folder, "desks"), seconds, AGENTS)
    return report(alone, beside_desks, meanwhile, seconds)


async def played(folder: Path, seconds: float, agents: int) -> Run:
    folder.mkdir()
    config = folder / "thirdring.toml"
    async with beside(PBX, str(CALLS_PER_SECOND), str(seconds + STARTING_SECONDS)) as pbx:
        agents_known = "".join(OF_AGENT.format(number=1001 + number) for number in range(PHONES))
        write(config, SETTINGS.format(folder=folder, port=(await words(pbx))[0]) + agents_known)
        async with beside(SERVICE, str(config)) as service:
            host, port, process = await words(service)
            await ready(f"http://{host}:{port}")
            names = [str(1001 + number) for number in range(agents)]
            tokens = await tokens_of(config, names)
            await words(pbx)
            seen = Seen(frozenset(names))
            async with contextlib.AsyncExitStack() as stack, asyncio.TaskGroup() as group:
                open_desks = [
                    group.create_task(follow(await _session(stack, host, port, tokens[name]), name, seen))
                    for name in ["", *names]
                ]
                await asyncio.sleep(WARM_SECONDS)
                began = cpu_seconds(int(process))
                await asyncio.sleep(seconds)
                spent = cpu_seconds(int(process)) - began
                seen.over = True
                await asyncio.sleep(LAST_CARDS_SECONDS)
                for task in open_desks:
                    task.cancel()
    return Run(spent, seen)


async def _session(stack: contextlib.AsyncExitStack, host: str, port: str, token: str) -> aiohttp.ClientSession:
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": "zh"}
    timeout = aiohttp.ClientTimeout(total=None)
    session = aiohttp.ClientSession(f"http://{host}:{port}", headers=headers, timeout=timeout)
    return await stack.enter_async_context(session)


async def tokens_of(config: Path, names: list[str]) -> dict[str, str]:
    """A token for each agent, and under "" that of a manager who watches."""
    found = {name: new_token() for name in ["", *names]}
    async with database(load(config)) as connection:
        for name, text in found.items():
            await add_token(connection, text, Role.AGENT if name else Role.MANAGER, name or "watching")
    return found


def cpu_seconds(process: int) -> float:
    """Of the process and all its threads, user and system."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def follow(session: aiohttp.ClientSession, name: str, seen: Seen) -> None:
    """`name` is empty for the manager, who sees what rang for whom and has no desk."""
    said = f'"{name}"'.encode()
    async with _stream(session, seen) as response, asyncio.TaskGroup() as fetching:
        async for line in response.content:
            received_us = now_us()
            if line.startswith(b"data: ") and b'"call":{' in line and (not name or said in line):
                told = json.loads(line[6:])
                if told["kind"] == "snapshot":
                    continue
                seen.live_ms.append((received_us - us(told["at"])) / 1000)
                _note(told["call"], name, seen, session, fetching)
    seen.ended.append(name)


@contextlib.asynccontextmanager
async def _stream(session: aiohttp.ClientSession, seen: Seen) -> AsyncIterator[aiohttp.ClientResponse]:
    """Tries again as a page does, where the service is too busy to let somebody in."""
    while True:
        async with session.get("/api/v1/live") as response:
            if response.status == 200:
                yield response
                return
            seen.refused[response.status] += 1
        await asyncio.sleep(1.0)


def _note(
    call: dict[str, Any], name: str, seen: Seen, session: aiohttp.ClientSession, fetching: asyncio.TaskGroup
) -> None:
    ringing = {each["agent"] for each in call["attempts"] if each["outcome"] is None}
    mine = ringing | ({call["agent"]} if call["agent"] else set())
    if seen.over or call["direction"] != "inbound" or call["ended_at"]:
        return
    if not name:
        seen.rang |= {(agent, call["id"]) for agent in mine & seen.watched}
    elif name in mine and (name, call["id"]) not in seen.cards:
        seen.cards[name, call["id"]] = 0
        fetching.create_task(_fetch(session, name, call["id"], seen))


async def _fetch(session: aiohttp.ClientSession, name: str, call: str, seen: Seen) -> None:
    """As the desk's script: the call has its card from now on."""
    began = time.perf_counter()
    async with session.get(f"/desk/calls/{call}", headers={"HX-Request": "true"}) as response:
        text = await response.text()
    if response.status == 200:
        seen.cards[name, call] += text.count(f'data-card="{call}"')
        seen.card_ms.append((time.perf_counter() - began) * 1000)
    else:
        seen.refused[response.status] += 1


def report(alone: Run, desks: Run, meanwhile: Meanwhile, seconds: float) -> bool:
    seen, ratio = desks.seen, desks.cpu_seconds / alone.cpu_seconds
    missing = seen.rang - {key for key, count in seen.cards.items() if count}
    twice = [key for key, count in seen.cards.items() if count > 1]
    print(f"{'':24} {'without desks':>14} {f'{AGENTS} desks':>14}")
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        before, after = _at(alone.seen.live_ms, share), _at(seen.live_ms, share)
        print(f"live stream {name:12} {before:11.1f} ms {after:11.1f} ms")
    before, after = alone.cpu_seconds / seconds, desks.cpu_seconds / seconds
    print(f"CPU of the service, each second {before:7.2f} s {after:11.2f} s: {ratio:.2f} × (reach ≤ {CPU_REACH:g} ×)")
    print(f"card fetched after it rang: p50 {_at(seen.card_ms, 0.5):.0f} ms, p99 {_at(seen.card_ms, 0.99):.0f} ms")
    print(f"{len(seen.rang)} cards due, {len(missing)} missing, {len(twice)} twice, {dict(seen.refused)} refused, "
          f"{len(seen.ended)} streams broke")  # fmt: skip
    print(meanwhile)
    live = _at(seen.live_ms, 0.99) <= LIVE_REACH_MS
    return live and ratio <= CPU_REACH and not missing and not twice and not seen.ended


def _at(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] if times else 0.0
