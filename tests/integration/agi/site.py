"""An AGI server over a desk, and calls that ask it, played from the other side."""

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from kit.database.pool import DatabasePool
from telephony.agi.counts import Counts
from telephony.agi.server import AgiServer
from tests.unit.telephony.agi.asterisk import FakeAsterisk
from tests.unit.ticketing.moments import at
from thirdring.agi import scripts
from thirdring.settings import Settings
from ticketing.agi.by_key import ByKey
from ticketing.agi.desk import AgiDesk
from ticketing.agi.housekeepers import Housekeepers
from ticketing.agi.spool import Spool
from ticketing.workflows.service_desk import ServiceDesk

LINKEDID = "1764040000.7"
NOW = at("2026-11-25 10:00")


class Played(NamedTuple):
    commands: list[str]
    variables: dict[str, str]
    seconds: float


class Hotline:
    def __init__(self, settings: Settings, desk: ServiceDesk, pool: DatabasePool, folder: Path) -> None:
        self.counts = Counts()
        self.spool = Spool(folder)
        self.by_key = ByKey(desk, pool, self.spool)
        agi_desk = AgiDesk(desk, pool, self.by_key, Housekeepers(settings.devices(), 5, desk.duty))
        table = scripts(settings, agi_desk, lambda _pbx: None, lambda: NOW)
        self._server = AgiServer(table, observer=self.counts)
        self._address = self._server.start(*settings.agi.listen)

    async def call(
        self,
        script: str,
        caller: str = "13800000001",
        linkedid: str = LINKEDID,
        answers: Mapping[str, str | list[str]] | None = None,
    ) -> Played:
        """`answers` to commands that begin so; an empty one hangs up."""
        environment = {"agi_callerid": caller, "agi_uniqueid": linkedid}
        return await asyncio.to_thread(self._play, script, environment, dict(answers or {}))

    async def ended(self, path: str, how: str) -> bool:
        """Whether a session ended so; the caller may be told of its end a moment earlier."""
        for _ in range(6000):
            if (path, how) in self.counts.by:
                return True
            await asyncio.sleep(0.01)
        return False

    def _play(self, script: str, environment: dict[str, str], answers: dict[str, str | list[str]]) -> Played:
        began = time.monotonic()
        asterisk = FakeAsterisk.calls(self._address, script, environment)
        commands: list[str] = []
        while command := asterisk.hears():
            commands.append(command)
            answer = self._answer(command, environment, answers)
            if not answer:
                break
            asterisk.says(f"{answer}\n")
        asterisk.close()
        return Played(commands, _set(commands), time.monotonic() - began)

    def _answer(self, command: str, environment: dict[str, str], answers: dict[str, str | list[str]]) -> str:
        for start, answer in answers.items():
            if command.startswith(start):
                return answer if isinstance(answer, str) else answer.pop(0)
        if command.startswith("GET FULL VARIABLE"):
            return f"200 result=1 ({environment['agi_uniqueid']})"
        return "200 result=0"

    async def stop(self) -> None:
        await asyncio.to_thread(self._server.stop)


def _set(commands: list[str]) -> dict[str, str]:
    words = [command.split('"') for command in commands if command.startswith("SET VARIABLE")]
    return {each[1]: each[3] for each in words}
