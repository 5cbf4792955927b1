"""Rate limits: a token bucket for each client, in a table of limited size. Pure: time is an argument."""

from collections import OrderedDict


class Buckets:
    """Keeps at most `size` clients; the one not seen for longest is forgotten first and starts full again."""

    def __init__(self, per_second: float, burst: int, size: int = 10_000) -> None:
        self._per_second = per_second
        self._burst = burst
        self._size = size
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._levels)

    def take(self, asker: str, now_seconds: float) -> float:
        """0.0 if the request may pass, otherwise the seconds until the next one may."""
        level, since = self._levels.pop(asker, (float(self._burst), now_seconds))
        level = min(self._burst, level + max(0.0, now_seconds - since) * self._per_second)
        passes = level >= 1.0
        self._levels[asker] = (level - 1.0 if passes else level, now_seconds)
        if len(self._levels) > self._size:
            self._levels.popitem(last=False)
        return 0.0 if passes else (1.0 - level) / self._per_second
