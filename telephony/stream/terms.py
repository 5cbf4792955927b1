"""What is said of a stream, without importing NATS."""

from pathlib import Path
from typing import NamedTuple


class StreamError(Exception):
    """`str` says for people what to do."""


class AwayError(StreamError):
    """No answer: nobody knows whether what was sent is stored."""


class FullError(StreamError):
    """There is no room in the stream. Nothing of it was stored."""


class OvertakenError(StreamError):
    """The stream ends elsewhere than the sender thought. Nothing of it was stored."""


class NoStreamError(StreamError):
    """It has to be made."""


class Options(NamedTuple):
    """How to reach the servers, and what a stream is made with."""

    servers: tuple[str, ...]
    stream: str = "thirdring"
    site: str = "main"
    replicas: int = 3
    size_bytes_max: int = 8 << 30
    age_seconds: float = 14 * 86_400.0
    username: str = ""
    password: str = ""
    token: str = ""
    credentials_file: Path | None = None
    tls_ca_file: Path | None = None
    tls_cert_file: Path | None = None
    tls_key_file: Path | None = None

    @property
    def name(self) -> str:
        return "thirdring"


class Stored(NamedTuple):
    sequence: int
    content: bytes


class State(NamedTuple):
    """`servers`: all of the stream, and those that are there and not behind. `made_us`: when it was made."""

    first_sequence: int
    last_sequence: int
    size_bytes: int
    size_bytes_max: int
    servers: int
    servers_ready: int
    made_us: int = 0
