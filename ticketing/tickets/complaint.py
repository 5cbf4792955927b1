"""What a complaint needs beside the ticket: is it valid, what was answered, what was settled, was that enough."""

from dataclasses import dataclass, replace
from enum import StrEnum

from kit.refusals import RefusedError

RATINGS = range(1, 6)


class Heard(StrEnum):
    """How the complainant said whether they are satisfied."""

    KEY = "key"  # pressed on their telephone
    CALLBACK = "callback"  # told in a follow-up call that connected
    LINK = "link"  # sent on the page of a link


BY_THEMSELVES = frozenset({Heard.KEY, Heard.LINK})
"""Nobody of the desk is between what they say and what is stored."""


class HeardError(RefusedError):
    def __init__(self, by: Heard) -> None:
        super().__init__(f"the resident has said already whether they are satisfied ({by}): that answer stands")


@dataclass(frozen=True, slots=True)
class Complaint:
    valid: bool | None = None  # None: not decided
    response: str = ""
    responded_at_us: int | None = None  # the first response; later wordings leave it
    settlement: str = ""
    satisfaction: int | None = None  # 1 to 5, as the complainant said
    satisfaction_by: Heard | None = None  # how they said it; None: nobody knows, so it does not count
    satisfaction_by_desk: int | None = None  # 1 to 5, as somebody of the desk put it down without such a call
    settled_by: tuple[str, ...] = ()  # everybody who has written the settlement

    def __post_init__(self) -> None:
        if any(score is not None and score not in RATINGS for score in (self.satisfaction, self.satisfaction_by_desk)):
            raise ValueError("satisfaction is 1 to 5")


def with_satisfaction(complaint: Complaint, score: int | None, by: Heard | None) -> Complaint:
    """`by` None: the complainant was not reached since it was settled, so that this is the desk's own word.

    What they said first stands until the ticket is reopened: nobody can ask again by another way for a better answer.
    A slip is put right by the way in which it came. Raises HeardError.
    """
    if by is None:
        return replace(complaint, satisfaction_by_desk=score)
    if complaint.satisfaction_by not in (None, by):
        raise HeardError(complaint.satisfaction_by)
    return replace(complaint, satisfaction=score, satisfaction_by=by)


def to_be_asked_anew(complaint: Complaint) -> Complaint:
    """An opinion about one settlement is not used for the next one."""
    return replace(complaint, satisfaction=None, satisfaction_by=None, satisfaction_by_desk=None)


def decides_late(known: Complaint, told: Complaint | None, over: bool) -> bool:
    """Whether it is valid is said again after it was settled or the complainant has answered. Raises HeardError."""
    if told is None and known.satisfaction_by is not None:
        raise HeardError(known.satisfaction_by)
    return (over or known.satisfaction_by is not None) and known.valid != (told and told.valid)


def missing(complaint: Complaint) -> tuple[str, ...]:
    """The fields that are told before the ticket is resolved. A complaint that is not valid needs no settlement."""
    wanted = {
        "valid": complaint.valid is not None,
        "response": bool(complaint.response.strip()),
        "settlement": complaint.valid is False or bool(complaint.settlement.strip()),
    }
    return tuple(f"complaint.{name}" for name, there in wanted.items() if not there)
