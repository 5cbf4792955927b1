"""What a link reports about itself: counters and callbacks. It knows nothing about metrics."""

from dataclasses import dataclass, replace
from typing import Protocol

from telephony.ami.session import Session


@dataclass(slots=True)
class LinkStats:
    """Totals since the link was created; they only increase."""

    connects: int = 0
    failures: int = 0
    logins_refused: int = 0
    bytes_read: int = 0
    frames_read: int = 0
    frames_kept: int = 0
    frames_oversized: int = 0
    answers_late: int = 0
    forged: int = 0
    pauses: int = 0
    observer_errors: int = 0

    def plus(self, session: Session) -> "LinkStats":
        reader = session.reader
        return replace(
            self,
            bytes_read=self.bytes_read + session.bytes_read,
            frames_read=self.frames_read + reader.frames_read,
            frames_kept=self.frames_kept + reader.frames_kept,
            frames_oversized=self.frames_oversized + reader.oversized,
            answers_late=self.answers_late + session.late_answers,
            forged=self.forged + (session.vetting.forged if session.vetting is not None else 0),
        )


class Observer(Protocol):
    """Texts are for people and hold no secret and no number. An error raised here is counted and goes no further."""

    def link_up(self, greeting: str) -> None: ...

    def link_down(self, reason: str) -> None: ...

    def retrying(self, reason: str, after_seconds: float) -> None: ...

    def forged(self, times: int) -> None:
        """So often since it was last told, somebody wrote what looks like events into a number or a name."""

    def advice(self, text: str) -> None:
        """An optional permission that the PBX does not grant, and what to change."""


class SilentObserver:
    def link_up(self, greeting: str) -> None:
        pass

    def link_down(self, reason: str) -> None:
        pass

    def retrying(self, reason: str, after_seconds: float) -> None:
        pass

    def forged(self, times: int) -> None:
        pass

    def advice(self, text: str) -> None:
        pass
