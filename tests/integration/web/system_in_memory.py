"""What an admin sees of a service that does not run: its state at a glance, and a doctor who answers when told to."""

import asyncio
from collections.abc import Callable

from kit.database.pool import DatabasePool
from thirdring.admin.context import AdminContext
from thirdring.admin.examination import Examination
from thirdring.admin.models import DatabaseOut, JournalOut, LinkOut, SystemOut
from thirdring.doctor.examining import Examined, expected_of
from thirdring.settings import Settings


def a_glance() -> SystemOut:
    at = "2026-11-25T02:00:00Z"
    return SystemOut.model_validate(
        {
            "version": "1",
            "started_at": at,
            "now": at,
            "links": [LinkOut(pbx="main", up=True, reason="", connects=1, waiting_frames=0, lag_seconds=0)],
            "journal": JournalOut(
                ok=True, reason="", first_position=1, last_position=9, size_bytes=4096, unsaved_events=0
            ),
            "database": DatabaseOut(
                ok=True, reason="", embedded=True, version=None, size_bytes=None, behind_events=0, behind_seconds=0
            ),
            "disk_free_bytes": 1,
            "disk_total_bytes": 2,
            "backup_at": None,
            "purge_at": None,
        }
    )


class Examining:
    """A doctor whose PBX answers when the test says so."""

    def __init__(self) -> None:
        self.answered = asyncio.Event()

    async def __call__(self, listen_seconds: float, answered: Callable[[str], None]) -> Examined:
        await self.answered.wait()
        answered("main")
        return Examined([], {"main": "Connection refused"})


def admin_of(pool: DatabasePool, examining: Examining, limit_seconds: float = 30) -> AdminContext:
    settings = Settings.model_validate({"pbx": [{"secret": "hush-hush"}]})
    examination = Examination(("main",), expected_of(settings), examining, limit_seconds)
    return AdminContext(settings, pool, a_glance, examination)
