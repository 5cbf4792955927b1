"""The link of a complaint over HTTP: made by the desk."""

from kit.http.auth.users import note
from kit.http.queries import NoQuery
from kit.http.site import SITE
from kit.http.wire import instant
from ticketing.complaint_links.models import ComplaintLinkOut
from ticketing.http.ask import Ask, Reply, connected
from ticketing.workflows.hearing import make_link

PAGE = "/s/c"
"""Below /s/, which is all that a proxy has to let residents reach."""


async def new_link(ask: Ask, _query: NoQuery) -> Reply:
    async with connected(ask) as connection:
        link, token = await make_link(connection, ask.desk, ask.path("number"), ask.token.who, ask.now_us)
        await note(connection, ask.token.who, "complaint_link_made", ticket=link.ticket)
    path, public = f"{PAGE}/{token}", ask.request.app[SITE].options.public_url
    return Reply(
        ComplaintLinkOut(path=path, url=public + path if public else None, expires_at=instant(link.expires_at_us)),
        as_seen=True,
    )
