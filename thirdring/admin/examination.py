"""The doctor within the service. One examination runs at a time, in the background, with a time limit."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import structlog

from kit.http.wire import instant
from kit.i18n import Language, speaking
from thirdring.admin.models import ExaminationOut, FindingOut, PbxAskedOut
from thirdring.doctor.examining import Examined
from thirdring.doctor.rules import Expected

log = structlog.get_logger(__name__)

LIMIT_SECONDS = 60.0
LISTEN_SECONDS = 3.0


class Examines(Protocol):
    async def __call__(self, listen_seconds: float, answered: Callable[[str], None]) -> Examined: ...


class Examination:
    """`pbxs`: the names of all that are asked."""

    def __init__(
        self, pbxs: tuple[str, ...], expected: Expected, examines: Examines, limit_seconds: float = LIMIT_SECONDS
    ) -> None:
        self._pbxs = pbxs
        self._expected = expected
        self._examines = examines
        self._limit_seconds = limit_seconds
        self._task: asyncio.Task[None] | None = None
        self._answered: set[str] = set()
        self._found: Examined | None = None
        self._failed = ""
        self._began_at: datetime | None = None

    def begin(self, now_us: int) -> bool:
        """False: one is under way."""
        if self._task is not None and not self._task.done():
            return False
        self._answered, self._found, self._failed, self._began_at = set(), None, "", instant(now_us)
        self._task = asyncio.create_task(self._run(), name="doctor")
        return True

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait((self._task,))

    def shown(self, language: Language) -> ExaminationOut:
        running = self._task is not None and not self._task.done()
        found, unreachable = [], {}
        if self._found is not None:
            unreachable = self._found.unreachable
            with speaking(language):
                found = self._found.findings(self._expected)
        return ExaminationOut(
            state="running" if running else "failed" if self._failed else "done" if self._found else "never",
            began_at=self._began_at,
            limit_seconds=self._limit_seconds,
            failed=self._failed,
            pbxs=[
                PbxAskedOut(name=name, answered=name in self._answered, trouble=unreachable.get(name, ""))
                for name in self._pbxs
            ],
            findings=[FindingOut(**{**one._asdict(), "lines": list(one.lines)}) for one in found],
        )

    async def _run(self) -> None:
        try:
            async with asyncio.timeout(self._limit_seconds):
                self._found = await self._examines(LISTEN_SECONDS, self._answered.add)
        except TimeoutError:
            text = "The PBXs took too long to answer: try again, or look at the links."
            self._failed = text
        except Exception as error:
            log.exception("the doctor's examination failed", error=type(error).__name__)
            text = "The examination ended by a fault of the service. Its log has the details."
            self._failed = text
