"""/metrics: the registry as Prometheus or OpenMetrics text, as the scraper asks."""

from aiohttp import hdrs, web
from prometheus_client import CollectorRegistry

from kit.http.queries import Query
from kit.roles import Role
from metrics.prometheus.exposition import openmetrics_text, prometheus_text

REGISTRY = web.AppKey("registry", CollectorRegistry)
_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
_OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"


async def metrics(request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    registry = request.app[REGISTRY]
    if "application/openmetrics-text" in request.headers.get(hdrs.ACCEPT, ""):
        response = web.Response(body=openmetrics_text(registry), headers={hdrs.CONTENT_TYPE: _OPENMETRICS})
    else:
        response = web.Response(body=prometheus_text(registry), headers={hdrs.CONTENT_TYPE: _PROMETHEUS})
    if _takes_gzip(request.headers.get(hdrs.ACCEPT_ENCODING, "")):
        response.enable_compression(web.ContentCoding.gzip)
    return response


def _takes_gzip(accept_encoding: str) -> bool:
    for coding in accept_encoding.lower().split(","):
        name, _, weight = coding.replace(" ", "").partition(";q=")
        if name == "gzip":
            return weight not in ("0", "0.0", "0.00", "0.000")
    return False
