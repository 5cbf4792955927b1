"""Links of work over HTTP for the desk: made by hand, listed with what was done on them, ended."""

from kit.http.auth.users import note
from kit.http.queries import NoQuery
from kit.http.shown import shown
from kit.http.site import SITE
from kit.refusals import GoneError
from ticketing.http.ask import Ask, Reply, connected
from ticketing.work_links.call_store import calls_of
from ticketing.work_links.models import WorkActOut, WorkCallOut, WorkLinkMadeOut, WorkLinkOut, WorkLinkPage
from ticketing.work_links.store import acts_of, end_link, links_of
from ticketing.workflows.working import make_work_link

PAGE = "/w"


async def new_link(ask: Ask, _query: NoQuery) -> Reply:
    async with connected(ask) as connection:
        link, token = await make_work_link(connection, ask.desk, ask.path("number"), ask.token.who, ask.now_us)
        await note(connection, ask.token.who, "work_link_made", ticket=link.ticket)
    path, public = f"{PAGE}/{token}", ask.request.app[SITE].options.public_url
    return Reply(WorkLinkMadeOut(id=link.id, path=path, url=public + path if public else None), as_seen=True)


async def list_links(ask: Ask, _query: NoQuery) -> Reply:
    ticket = await ask.desk.tickets.get(ask.path("number"))
    async with connected(ask) as connection:
        links = await links_of(connection, ticket.number)
        acts = await acts_of(connection, [link.id for link in links])
        calls = await calls_of(connection, ticket.number)
    items = [
        shown(
            WorkLinkOut,
            link,
            who=link.who or link.taken_by,
            acts=[shown(WorkActOut, one) for one in acts if one.link == link.id],
            calls=[shown(WorkCallOut, one) for one in calls if one.link == link.id],
        )
        for link in links
    ]
    return Reply(WorkLinkPage(items=items, next=None))


async def end(ask: Ask, _query: NoQuery) -> Reply:
    async with connected(ask) as connection:
        if not await end_link(connection, ask.path("number"), ask.number(), ask.now_us):
            raise GoneError("link", ask.number())
        await note(connection, ask.token.who, "work_link_ended", ticket=ask.path("number"), link=ask.number())
    return Reply(None)
