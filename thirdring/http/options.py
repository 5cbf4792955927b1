"""How the HTTP server behaves, as the settings say."""

from kit.http.files import WANTED, connections_that_fit
from kit.http.options import CONNECTIONS, WebOptions
from thirdring.settings.web import Web


def web_options(settings: Web, files: int = WANTED) -> WebOptions:
    """`files`: how many the process may open."""
    return WebOptions(
        connections=connections_that_fit(CONNECTIONS, files),
        host=settings.listen.host,
        port=settings.listen.port,
        hosts=tuple(settings.hosts),
        public_url=settings.public_url.rstrip("/"),
        metrics_open=settings.metrics_open,
        max_body_bytes=settings.max_body_bytes,
        request_timeout_seconds=settings.request_timeout_seconds,
        requests_per_second=settings.requests_per_second,
        burst=settings.burst,
        live_clients=settings.live_clients,
        live_clients_per_user=settings.live_clients_per_user,
        session_idle_minutes=settings.idle_minutes,
        trusted_proxies=settings.trusted_proxies,
        connections_per_address=settings.connections_per_address,
    )
