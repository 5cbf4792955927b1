"""Hands one message to a robot and says what became of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from pydantic import SecretStr

from thirdring.relay.pace import Pace
from thirdring.relay.robots import Kind, Outcome, Verdict, signed, verdict

ANSWER_BYTES_MAX = 64 * 1024


@dataclass(slots=True)
class Robot:
    kind: Kind
    url: SecretStr
    secret: SecretStr | None
    pace: Pace
    waiting: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


async def post(http: aiohttp.ClientSession, robot: Robot, told: Mapping[str, Any], at_ms: int) -> Verdict:
    secret = None if robot.secret is None else robot.secret.get_secret_value()
    url = signed(robot.url.get_secret_value(), secret, at_ms)
    try:
        async with http.post(url, json=told, allow_redirects=False) as answer:
            return verdict(answer.status, await answer.content.read(ANSWER_BYTES_MAX))
    except (aiohttp.ClientError, TimeoutError) as error:
        return Verdict(Outcome.LATER, type(error).__name__)  # its text may hold the address
