"""How often one link may be used. Households may share an address, behind a proxy or in an estate, so it is by link;
what an address may ask in all is limited as for everything else. Nobody guesses 192 random bits."""

from kit.http.limits import Buckets

_USES_PER_SECOND, _USES_AT_ONCE = 0.5, 20


class LinkGate:
    def __init__(self, per_second: float = _USES_PER_SECOND, at_once: int = _USES_AT_ONCE) -> None:
        self._uses = Buckets(per_second, at_once)

    def wait_seconds(self, token: str, now_seconds: float) -> float:
        """0.0 when it may be used, else the seconds until it may."""
        return self._uses.take(token, now_seconds)
