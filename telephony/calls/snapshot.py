"""What is known of a gap in the link: when it began, and which channels have been seen since it ended."""

from collections.abc import Collection

from telephony.calls.recovery import Recovery


class Snapshot:
    """`open`: the PBX is telling what it has. After a gap, whoever it does not name has gone during the gap.

    `checks`: there was no gap, and what the PBX tells only confirms what is known.
    """

    __slots__ = ("checks", "gap_began_at_us", "missing", "open", "recovery", "seen", "strange", "stranger")

    def __init__(self) -> None:
        self.open = False
        self.checks = False
        self.gap_began_at_us: int | None = None
        self.recovery: Recovery | None = None  # of the gap, by what the PBX has written of it
        self.seen: set[str] = set()
        self.missing: set[str] = set()  # at the last check
        self.strange: set[str] = set()  # named at the last check, and not known then
        self.stranger: set[str] = set()  # the same of this check

    def begin(self, last_heard_at_us: int) -> None:
        self.open = True
        self.checks = False
        if self.gap_began_at_us is None:
            self.gap_began_at_us = last_heard_at_us
        self.seen.clear()
        self.missing.clear()
        self.strange.clear()

    def tells_all_of(self, arrived_at_us: int) -> bool | None:
        """Whether all is known of the wait of a call that arrived then. None: it came after the gap."""
        if self.recovery is None or self.recovery.until_us is None:
            return False
        return None if arrived_at_us > self.recovery.until_us else True

    def hides_some_of(self, arrived_at_us: int) -> bool:
        """The PBX is still telling what it has after a gap, which a call that arrived then went through, and whose
        events nobody has recovered."""
        began_at_us = self.gap_began_at_us
        if not self.open or self.checks or began_at_us is None or arrived_at_us > began_at_us:
            return False
        return self.tells_all_of(arrived_at_us) is False

    def begin_check(self) -> None:
        self.open = self.checks = True

    def confirms(self, uniqueid: str, known: Collection[str]) -> bool:
        """The channel needs no more than to be noted: it is known, or its Newchannel may still be on the way."""
        self.seen.add(uniqueid)
        if uniqueid in known:
            return True
        self.stranger.add(uniqueid)
        return uniqueid not in self.strange

    def end(self) -> None:
        self.open = self.checks = False
        self.gap_began_at_us = self.recovery = None
        self.seen.clear()

    def end_check(self, known: Collection[str]) -> list[str]:
        """Who of the known was named neither this time nor the last."""
        missing = [uniqueid for uniqueid in known if uniqueid not in self.seen]
        gone = [uniqueid for uniqueid in missing if uniqueid in self.missing]
        self.end()
        self.missing = set(missing)
        self.strange, self.stranger = self.stranger, set()
        return gone
