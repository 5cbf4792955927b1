"""The address, credentials and timeouts of a PBX."""

import ssl
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Target:
    host: str
    port: int
    username: str
    secret: str = field(repr=False)
    tls: ssl.SSLContext | None = None
    mask_at_source: bool = True

    def __str__(self) -> str:
        return f"{self.host} port {self.port}"


@dataclass(frozen=True, slots=True)
class Patience:
    connect_seconds: float = 10.0
    answer_seconds: float = 10.0
    quiet_seconds: float = 10.0  # after such a silence the PBX is asked whether it is still there
    alive_seconds: float = 5.0  # and has so long to answer
