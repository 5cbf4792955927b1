"""The start page of the API: what is where, for whom writes a program. Nobody has to sign in for it."""

from aiohttp import web

from console.frame.page import answered, framed_if_known
from console.frame.visit import Visit
from console.reference.table import GROUPS


async def reference(visit: Visit) -> web.Response:
    data = {"visit": visit, "zone": str(visit.zone), "groups": GROUPS, "host": visit.request.host}
    return answered(visit, "reference/page.html", {**data, **await framed_if_known(visit)})
