"""How the HTTP server behaves. The settings fill it in; what is no setting has its reason here."""

from dataclasses import dataclass

from kit.http.clients import Network

CONNECTIONS = 500


@dataclass(frozen=True, slots=True)
class WebOptions:
    host: str = "127.0.0.1"
    port: int = 0
    hosts: tuple[str, ...] = ()  # names, besides this machine's and plain addresses, that Host may say
    public_url: str = ""  # where people outside reach the pages of links, without a slash at the end
    metrics_open: bool = False
    max_body_bytes: int = 65_536
    request_timeout_seconds: float = 10.0
    upload_seconds: float = 120.0  # a photo over a weak telephone network, and what is made of it
    trusted_proxies: tuple[Network, ...] = ()
    requests_per_second: float = 50.0  # of one token or, without one, of one address
    burst: int = 200
    sign_ins_per_second: float = 2.0  # of one address, behind which there may be a whole office in the morning
    sign_in_burst: int = 40
    live_clients: int = 100
    live_clients_per_user: int = 10
    connections: int = CONNECTIONS
    connections_per_address: int = 128
    session_idle_minutes: int = 60  # a session that nobody uses for so long ends; 0: it does not
    heartbeat_seconds: float = 15.0  # proxies close a stream that is silent for 30 or 60 seconds
    idle_seconds: float = 75.0  # a connection that sends no request for so long is closed
    head_seconds: float = 10.0  # from the first byte of a request to the end of its head
    stalled_seconds: float = 30.0  # a client that takes nothing of an answer for so long is gone
    stop_seconds: float = 1.0  # requests still running when the service stops get so long
