"""The service itself, for an admin."""

import os
from contextlib import suppress

from aiohttp import hdrs, web
from pydantic import BaseModel

from kit.database.pool import AWAY, session
from kit.http.auth.users import note
from kit.http.database import StoreAway
from kit.http.keys import TOKEN
from kit.http.language import Language, language
from kit.http.problems import Problem
from kit.http.queries import Query
from kit.http.site import SITE
from kit.roles import Role
from metrics.calls.queries import ReceiptQuery
from thirdring.admin.context import ADMIN, AdminContext
from thirdring.admin.models import SettingOut, SettingsOut
from thirdring.settings.shown import values

_DATABASE = "select pg_database_size(current_database()) as size, current_setting('server_version') as version"


async def system(request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    """Returns the current state, also while the database is away."""
    admin = _admin(request)
    glance = admin.glance()
    with suppress(*AWAY):
        async with session(admin.pool) as connection:
            [row] = await connection.fetch(_DATABASE)
        figures = {"size_bytes": row["size"], "version": row["version"]}
        glance = glance.model_copy(update={"database": glance.database.model_copy(update=figures)})
    return _answer(glance)


async def settings(request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    found = [SettingOut(**value._asdict()) for value in values(_admin(request).settings, os.environ)]
    return _answer(SettingsOut(items=found))


async def begin_examination(request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    admin = _admin(request)
    if not admin.examination.begin(request.app[SITE].now_us()):
        raise Problem(409, "The doctor is at work already: wait until it is done.")
    try:
        async with session(admin.pool) as connection:
            await note(connection, request[TOKEN].who, "doctor")
    except AWAY as error:
        raise StoreAway from error
    return _answer(admin.examination.shown(_spoken(request)), 202)


async def examination(request: web.Request, query: ReceiptQuery, _role: Role | None) -> web.Response:
    return _answer(_admin(request).examination.shown(query.lang or _spoken(request)))


def _admin(request: web.Request) -> AdminContext:
    admin = request.app[ADMIN]
    if admin is None:
        raise Problem(503, "The whole service does not run here.", headers={"Retry-After": "60"})
    return admin


def _spoken(request: web.Request) -> Language:
    return language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))


def _answer(model: BaseModel, status: int = 200) -> web.Response:
    return web.json_response(body=model.model_dump_json().encode(), status=status)
