"""The links to the PBXs of the settings, and what they say in the log."""

import ssl
import time

import structlog

from telephony.ami.link import AmiLink, Target
from thirdring.settings import Pbx, SettingsError

log = structlog.get_logger()


class LinkLog:
    """What happens to a link, for whoever reads the log."""

    def __init__(self, pbx: str) -> None:
        self._log = log.bind(pbx=pbx)

    def link_up(self, greeting: str) -> None:
        self._log.info("linked to the PBX", greeting=greeting)

    def link_down(self, reason: str) -> None:
        self._log.warning("the link to the PBX is lost", reason=reason)

    def retrying(self, reason: str, after_seconds: float) -> None:
        self._log.warning("no link to the PBX yet", reason=reason, next_try_seconds=round(after_seconds, 1))

    def forged(self, times: int) -> None:
        self._log.warning(
            "a caller tried to forge events of the PBX: they changed nothing, and the caller's number is set aside",
            times=times,
        )

    def advice(self, text: str) -> None:
        self._log.warning("the PBX could serve better", advice=text)


def link_to(pbx: Pbx) -> AmiLink:
    return AmiLink(target_of(pbx), observer=LinkLog(pbx.name), steady_us=steady_us)


def steady_us() -> int:
    """A clock that nobody sets. Where there is one, it counts the time that the machine slept."""
    return time.clock_gettime_ns(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)) // 1000


def target_of(pbx: Pbx) -> Target:
    return Target(pbx.host, pbx.port, pbx.username, pbx.secret.get_secret_value(), _tls(pbx))


def _tls(pbx: Pbx) -> ssl.SSLContext | None:
    if not pbx.tls:
        return None
    try:
        return ssl.create_default_context(cafile=pbx.tls_ca_file)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"pbx {pbx.name}: tls_ca_file {pbx.tls_ca_file} cannot be read: {error}") from None
