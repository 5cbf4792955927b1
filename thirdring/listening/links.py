"""Links to the PBXs, and what they say in the log."""

import ssl
import time
from collections.abc import Mapping
from typing import Any, Protocol

from kit.wrong import SettingsError
from telephony.ami.link import AmiLink, Outside, Target
from telephony.ami.observer import Observer
from telephony.journal import Batch
from thirdring.listening.keys import PbxKeys


class Log(Protocol):
    """As structlog has it."""

    def info(self, event: str, **details: Any) -> Any: ...

    def warning(self, event: str, **details: Any) -> Any: ...


class LinkLog:
    """What happens to a link, for whoever reads the log."""

    def __init__(self, pbx: str, log: Log) -> None:
        self._pbx = pbx
        self._log = log

    def link_up(self, greeting: str) -> None:
        self._log.info("linked to the PBX", pbx=self._pbx, greeting=greeting)

    def link_down(self, reason: str) -> None:
        self._log.warning("the link to the PBX is lost", pbx=self._pbx, reason=reason)

    def retrying(self, reason: str, after_seconds: float) -> None:
        seconds = round(after_seconds, 1)
        self._log.warning("no link to the PBX yet", pbx=self._pbx, reason=reason, next_try_seconds=seconds)

    def forged(self, times: int) -> None:
        self._log.warning(
            "a caller tried to forge events of the PBX: they changed nothing, and the caller's number is set aside",
            pbx=self._pbx,
            times=times,
        )

    def advice(self, text: str) -> None:
        self._log.warning("the PBX could serve better", pbx=self._pbx, advice=text)


class LaterLog:
    """A log that is not set up yet: what is said meanwhile is said when it is."""

    def __init__(self) -> None:
        self._log: Log | None = None
        self._said: list[tuple[str, str, Mapping[str, Any]]] = []

    def info(self, event: str, **details: Any) -> None:
        self._say("info", event, details)

    def warning(self, event: str, **details: Any) -> None:
        self._say("warning", event, details)

    def become(self, log: Log) -> None:
        self._log = log
        for word, event, details in self._said:
            self._say(word, event, details)
        self._said.clear()

    def _say(self, word: str, event: str, details: Mapping[str, Any]) -> None:
        if self._log is None:
            self._said.append((word, event, details))
        else:
            getattr(self._log, word)(event, **details)


def link_of(pbx: PbxKeys, observer: Observer) -> AmiLink:
    """Raises SettingsError."""
    return AmiLink(target_of_keys(pbx), outside=Outside(observer, steady_us=steady_us))


def target_of_keys(pbx: PbxKeys) -> Target:
    return Target(pbx.host, pbx.port, pbx.username, pbx.secret, _tls(pbx))


def steady_us() -> int:
    """A clock that nobody sets. Where there is one, it counts the time that the machine slept."""
    return time.clock_gettime_ns(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)) // 1000


def _tls(pbx: PbxKeys) -> ssl.SSLContext | None:
    if not pbx.tls:
        return None
    try:
        return ssl.create_default_context(cafile=pbx.tls_ca_file)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"pbx {pbx.name}: tls_ca_file {pbx.tls_ca_file} cannot be read: {error}") from None


class Taker(Protocol):
    async def offer(self, batch: Batch) -> None: ...


class Nobody:
    """Takes events and drops them."""

    async def offer(self, batch: Batch) -> None:
        pass


async def feed(name: str, link: AmiLink, source: Taker) -> None:
    while True:
        await source.offer(Batch(name, await link.inbox.get()))
