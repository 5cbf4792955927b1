"""/metrics: the registry as Prometheus or OpenMetrics text, as the scraper asks."""

from aiohttp import hdrs, web
from prometheus_client import CollectorRegistry

from kit.http.codings import takes_gzip
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
    if takes_gzip(request):
        response.enable_compression(web.ContentCoding.gzip)
    return response
