"""A budget of actions per second that saves up for at most one second. Pure."""


class Allowance:
    def __init__(self, per_second: float, now_seconds: float = 0.0) -> None:
        self._per_second = per_second
        self._left = per_second
        self._at_seconds = now_seconds

    def left(self, now_seconds: float) -> int:
        earned = max(0.0, now_seconds - self._at_seconds) * self._per_second
        self._left = min(self._per_second, self._left + earned)
        self._at_seconds = now_seconds
        return max(0, int(self._left))

    def spend(self, amount: float) -> None:
        """The debt never exceeds one second's budget."""
        self._left = max(-self._per_second, self._left - amount)
