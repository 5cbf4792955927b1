"""Who has a page open, by their live streams, and since when they have none any more. Pure.

Only those are looked after who opened the page that counts (`expect`), and of them nothing is known after a restart:
whoever has a page open then comes back within seconds.
"""

from collections import Counter


class Attendance:
    def __init__(self) -> None:
        self._streams: Counter[str] = Counter()
        self._alone_since_us: dict[str, int] = {}  # of each who is expected; while a stream is open it says nothing

    def expect(self, who: str, now_us: int) -> None:
        """They opened the page; its stream follows."""
        self._alone_since_us[who] = now_us

    def came(self, who: str) -> None:
        self._streams[who] += 1

    def left(self, who: str, now_us: int) -> None:
        self._streams[who] -= 1
        if self._streams[who] <= 0:
            del self._streams[who]
            self.put_off(who, now_us)

    def put_off(self, who: str, now_us: int) -> None:
        """Restarts the time until this person counts as away."""
        if who in self._alone_since_us:
            self._alone_since_us[who] = now_us

    def forget(self, who: str) -> None:
        """Until they open the page again."""
        self._alone_since_us.pop(who, None)

    def alone(self) -> list[str]:
        """Who is expected and has no page open."""
        return [who for who in self._alone_since_us if not self._streams[who]]

    def alone_for_us(self, who: str, now_us: int) -> int:
        return now_us - self._alone_since_us.get(who, now_us)
