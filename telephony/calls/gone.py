"""Channels that are known to be gone. Pure."""

_GONE_MAX = 2_000


class Gone:
    """Channels whose end was read in the PBX's own record: what is heard of them later is late."""

    __slots__ = ("_uniqueids",)

    def __init__(self) -> None:
        self._uniqueids: dict[str, None] = {}

    def __contains__(self, uniqueid: str) -> bool:
        return uniqueid in self._uniqueids

    def add(self, uniqueid: str) -> None:
        self._uniqueids[uniqueid] = None
        if len(self._uniqueids) > _GONE_MAX:
            del self._uniqueids[next(iter(self._uniqueids))]
