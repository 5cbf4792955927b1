"""Papers over HTTP: what the record's own reader may see of it, set as a page."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import hdrs, web

from kit.http.auth.users import note
from kit.http.language import language
from kit.http.problems import Problem
from kit.http.queries import NoQuery
from kit.http.site import SITE
from kit.i18n import translations
from kit.printing import typeset
from kit.roles import Role
from ticketing.bodies import LanguageQuery
from ticketing.http.ask import DESK, Ask, asking, connected, outages, seen
from ticketing.inspections.door import one_inspection
from ticketing.nonconformities.door import one_nonconformity
from ticketing.papers.paper import Paper, Words
from ticketing.papers.quality import inspection_paper, nonconformity_paper
from ticketing.papers.work_order import release_note, work_order
from ticketing.tickets.door import shown

_PAGE = Path(__file__).with_name("paper.typ")
Draws = Callable[[Ask, Words], Awaitable[Paper]]
Answering = Callable[[web.Request, LanguageQuery, Role | None], Awaitable[web.StreamResponse]]


def printed(kind: str, draws: Draws) -> Answering:
    """As a PDF; noted in the audit log."""

    async def answer(request: web.Request, query: LanguageQuery, _role: Role | None) -> web.Response:
        desk, site = request.app[DESK], request.app[SITE]
        if desk is None:
            raise Problem(503, "The service desk does not run here.", headers={"Retry-After": "60"})
        ask = asking(request, desk, site.now_us())
        spoken = query.lang or language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
        async with outages():
            paper = await draws(ask, Words(spoken, translations(spoken).gettext, site.timezone))
            async with connected(ask) as connection:
                await note(connection, ask.token.who, "paper_made", paper=kind, number=paper.number)
        file = await asyncio.to_thread(typeset, _PAGE, paper.content(), ask.now_us // 1_000_000)
        name = f'attachment; filename="{kind}-{paper.number}-{spoken}.pdf"'
        headers = {hdrs.CONTENT_TYPE: "application/pdf", hdrs.CONTENT_DISPOSITION: name}
        return web.Response(body=file, headers=headers)

    return answer


async def of_ticket(ask: Ask, words: Words) -> Paper:
    return work_order(await shown(ask, ask.path("number")), ask.desk.rules, words)


async def of_goods(ask: Ask, words: Words) -> Paper:
    return release_note(await shown(ask, ask.path("number")), ask.desk.rules, words)


async def of_nonconformity(ask: Ask, words: Words) -> Paper:
    return nonconformity_paper(seen(ask, await one_nonconformity(ask, NoQuery())), words)


async def of_inspection(ask: Ask, words: Words) -> Paper:
    return inspection_paper(seen(ask, await one_inspection(ask, NoQuery())), words)
