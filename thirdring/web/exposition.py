"""/metrics: the registry as Prometheus or OpenMetrics text, as the scraper asks."""

from aiohttp import hdrs, web
from prometheus_client import disable_created_metrics
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.openmetrics import exposition as openmetrics

from thirdring.web.auth.roles import Role
from thirdring.web.queries import Query
from thirdring.web.site import SITE

# A `_created` series beside each counter would double what is scraped.
disable_created_metrics()  # type: ignore[no-untyped-call] # prometheus-client leaves it without types


async def metrics(request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    registry = request.app[SITE].registry
    if "application/openmetrics-text" in request.headers.get(hdrs.ACCEPT, ""):
        media_type, body = openmetrics.CONTENT_TYPE_LATEST, openmetrics.generate_latest(registry)  # type: ignore[no-untyped-call] # as above
    else:
        media_type, body = CONTENT_TYPE_PLAIN_0_0_4, generate_latest(registry)
    response = web.Response(body=body, headers={hdrs.CONTENT_TYPE: media_type})
    if _takes_gzip(request.headers.get(hdrs.ACCEPT_ENCODING, "")):
        response.enable_compression(web.ContentCoding.gzip)
    return response


def _takes_gzip(accept_encoding: str) -> bool:
    for coding in accept_encoding.lower().split(","):
        name, _, weight = coding.replace(" ", "").partition(";q=")
        if name == "gzip":
            return weight not in ("0", "0.0", "0.00", "0.000")
    return False
