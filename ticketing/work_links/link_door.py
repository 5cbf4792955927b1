"""A link of work as its holder uses it, without a token. Who has not accepted sees place and matter alone."""

import hashlib
import math
import re
from dataclasses import replace

from aiohttp import web

from kit.http.auth.tokens import Token
from kit.http.problems import Problem
from kit.http.queries import NoQuery
from kit.http.shown import shown
from kit.http.site import SITE
from kit.http.wire import instant_or_none, microseconds
from kit.refusals import GoneError
from kit.roles import Role
from telephony.masking import mask_text
from ticketing.duties.models import TitleOut
from ticketing.files.bodies import UploadQuery
from ticketing.files.content_door import small_of, whole_of
from ticketing.files.door import added, shelf, store
from ticketing.files.file import File, Record, Subject
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.disclosures import disclosed
from ticketing.http.viewer import Viewer
from ticketing.tickets.lists import ticket_around
from ticketing.tickets.models import NumberOut
from ticketing.work_links.bodies import WorkAct, WorkUpload
from ticketing.work_links.link import Act, Standing, require_device
from ticketing.work_links.models import WorkActOut, WorkFileOut, WorkOut
from ticketing.work_links.store import acts_of
from ticketing.workflows.working import Looked, UnknownLinkError, act_by_link, look_at_work

COOKIE = "thirdring-work"
"""The telephone's own word: whoever accepts goes on with it, and nobody else does."""
_SHAPE = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)


async def one_work(ask: Ask, _query: NoQuery) -> Reply:
    return await _shown(ask, await _looked(ask))


async def act_on_work(ask: Ask, body: WorkAct) -> Reply:
    """An act that was taken is answered as such, also where the link has ended with it."""
    _admit(ask)
    device_at_us = None if body.at is None else microseconds(body.at)
    act = Act(body.key, body.what, ask.now_us, _device(ask), device_at_us, body.text.strip(), body.name)
    await act_by_link(ask.site.pool, ask.desk, ask.path("token"), act)
    return await _shown(ask, await _looked(ask, is_over_too=True))


async def add_photo(ask: Ask, query: WorkUpload) -> Reply:
    looked = await _accepted_here(ask)
    subject = Subject(Record.TICKET, looked.link.ticket)
    sent = UploadQuery(
        record=Record.TICKET, of=looked.link.ticket, key=f"w{looked.link.id}-{query.key}"[:64], part=None, title=""
    ).model_copy(update={"taken_at": query.taken_at})
    return Reply(_file(ask, await added(ask, subject, sent, looked.link.name)))


async def number(ask: Ask, _query: NoQuery) -> Reply:
    """The caller's number, where the site lets workmen see it; noted in the audit log the first time."""
    looked = await _accepted_here(ask)
    if not ask.desk.rules.links_show_number or not looked.ticket.phone or looked.standing is not Standing.OPEN:
        raise Problem(403, "The number is not shown on this link: ask the desk to call.")
    link = looked.link
    token = Token(0, Role.WORKMAN, link.name)
    asked = replace(ask, token=token, viewer=Viewer(token, ask.now_us, (link.trade,) if link.trade else ()))
    if not await disclosed(asked, asked.viewer.right_to_ticket(looked.ticket)):
        raise Problem(403, "The number is not shown on this link: ask the desk to call.")
    return Reply(NumberOut(number=looked.ticket.phone), as_seen=True)


async def photo(ask: Ask, _query: NoQuery) -> web.StreamResponse:
    file = await _photo_of(ask)
    return await whole_of(shelf(ask), file)


async def photo_small(ask: Ask, _query: NoQuery) -> web.StreamResponse:
    return await small_of(shelf(ask), await _photo_of(ask))


async def _photo_of(ask: Ask) -> File:
    looked = await _accepted_here(ask)
    file = await store(ask).get(ask.number())
    if (file.record, file.record_id) != (Record.TICKET, looked.link.ticket):
        raise GoneError("file", file.id)
    return file


def _admit(ask: Ask) -> None:
    """Raises UnknownLinkError for what cannot be a link, Problem 429 for one that is used too often."""
    token = ask.path("token")
    if not _SHAPE.fullmatch(token):
        raise UnknownLinkError
    wait_seconds = ask.site.work_gate.wait_seconds(token, ask.request.app[SITE].monotonic())
    if wait_seconds:
        headers = {"Retry-After": str(math.ceil(wait_seconds))}
        raise Problem(429, "Please wait a little and try again.", headers=headers)


async def _looked(ask: Ask, *, is_over_too: bool = False) -> Looked:
    _admit(ask)
    async with connected(ask) as connection:
        return await look_at_work(connection, ask.desk, ask.path("token"), ask.now_us, is_over_too=is_over_too)


async def _accepted_here(ask: Ask) -> Looked:
    looked = await _looked(ask)
    if not _is_here(ask, looked):
        require_device(looked.link, _device(ask))
        raise Problem(403, "Accept the work first.")
    return looked


def _is_here(ask: Ask, looked: Looked) -> bool:
    return looked.link.accepted_at_us is not None and looked.link.device == _device(ask) != ""


def _device(ask: Ask) -> str:
    word = ask.request.cookies.get(COOKIE, "")
    return hashlib.sha256(word.encode()).hexdigest() if _SHAPE.fullmatch(word) else ""


async def _shown(ask: Ask, looked: Looked) -> Reply:
    link, ticket, is_over = looked.link, looked.ticket, looked.standing is Standing.OVER
    here = _is_here(ask, looked) and not is_over
    async with connected(ask) as connection:
        _, around = await ticket_around(connection, ticket.number)
        acts = await acts_of(connection, [link.id]) if here else []
    files = await store(ask).of(Record.TICKET, ticket.number) if here and ask.site.shelf is not None else []
    category = ask.desk.rules.category(ticket.category)
    return Reply(
        shown(
            WorkOut,
            ticket,
            mask_text,
            standing=looked.standing,
            title="" if is_over else mask_text(ticket.title),
            category=TitleOut(zh=category.zh, en=category.en),
            place=None if is_over else around.place and mask_text(around.place),
            due_at=instant_or_none(ask.desk.rules.dues(ticket).resolution_us),
            trade=link.trade,
            accepted=link.accepted_at_us is not None,
            by_call=(link.who or link.taken_by or link.trade) if link.is_without_telephone and not is_over else "",
            here=here,
            contact=mask_text(ticket.contact) if here else "",
            may_call=here and ask.desk.rules.links_show_number and bool(ticket.phone),
            acts=[shown(WorkActOut, one, mask_text) for one in acts],
            files=[_file(ask, file) for file in files],
        ),
        as_seen=True,
    )


def _file(ask: Ask, file: File) -> WorkFileOut:
    place = f"/api/v1/work/{ask.path('token')}/files/{file.id}"
    return WorkFileOut(id=file.id, small=f"{place}/small" if file.small_sha256 else None, content=f"{place}/content")
