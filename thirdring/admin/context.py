"""What the admin's operations need beside the site."""

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from kit.database.pool import DatabasePool
from thirdring.admin.examination import Examination
from thirdring.admin.models import SystemOut
from thirdring.settings import Settings


@dataclass(frozen=True)
class AdminContext:
    """`glance` is read from memory. The figures of the database are added to it."""

    settings: Settings
    pool: DatabasePool
    glance: Callable[[], SystemOut]
    examination: Examination


ADMIN: web.AppKey[AdminContext | None] = web.AppKey("admin")
"""None: no whole service runs here."""
