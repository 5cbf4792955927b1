"""What is known of a gap in the link: when it began, and which channels have been seen since it ended."""


class Snapshot:
    """`open`: the PBX is telling what it has; whoever it does not name has gone during the gap."""

    __slots__ = ("gap_began_at_us", "open", "seen")

    def __init__(self) -> None:
        self.open = False
        self.gap_began_at_us: int | None = None
        self.seen: set[str] = set()

    def begin(self, last_heard_at_us: int) -> None:
        self.open = True
        if self.gap_began_at_us is None:
            self.gap_began_at_us = last_heard_at_us
        self.seen.clear()

    def end(self) -> None:
        self.open = False
        self.gap_began_at_us = None
        self.seen.clear()
