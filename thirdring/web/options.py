"""How the HTTP server behaves. The settings fill it in; what is no setting has its reason here."""

from dataclasses import dataclass
from typing import Self

from thirdring.settings.groups import Web


@dataclass(frozen=True, slots=True)
class WebOptions:
    host: str = "127.0.0.1"
    port: int = 0
    hosts: tuple[str, ...] = ()  # names, besides this machine's and plain addresses, that Host may say
    metrics_open: bool = False
    max_body_bytes: int = 65_536
    request_timeout_seconds: float = 10.0
    requests_per_second: float = 50.0  # of one token or, without one, of one address
    burst: int = 200
    live_clients: int = 100
    connections: int = (
        500  # files a process may open are often 1,024, and the journal, PostgreSQL and the PBX need some
    )
    heartbeat_seconds: float = 15.0  # proxies close a stream that is silent for 30 or 60 seconds
    idle_seconds: float = 75.0  # a connection that sends no whole request for so long is closed
    stop_seconds: float = 1.0  # requests still running when the service stops get so long

    @classmethod
    def of(cls, settings: Web) -> Self:
        return cls(
            host=settings.listen.host,
            port=settings.listen.port,
            hosts=tuple(settings.hosts),
            metrics_open=settings.metrics_open,
            max_body_bytes=settings.max_body_bytes,
            request_timeout_seconds=settings.request_timeout_seconds,
            requests_per_second=settings.requests_per_second,
            burst=settings.burst,
            live_clients=settings.live_clients,
        )
