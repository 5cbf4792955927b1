"""What a complaint needs beside the ticket: is it valid, what was answered, what was settled, was that enough."""

from dataclasses import dataclass, replace
from enum import StrEnum

RATINGS = range(1, 6)


class Heard(StrEnum):
    """How the complainant said whether they are satisfied."""

    KEY = "key"  # pressed on their telephone
    CALLBACK = "callback"  # told in a follow-up call that connected


@dataclass(frozen=True, slots=True)
class Complaint:
    valid: bool | None = None  # None: not decided
    response: str = ""
    responded_at_us: int | None = None  # the first response; later wordings leave it
    settlement: str = ""
    satisfaction: int | None = None  # 1 to 5, as the complainant said
    satisfaction_by: Heard | None = None  # how they said it; None: nobody knows, so it does not count
    satisfaction_by_desk: int | None = None  # 1 to 5, as somebody of the desk put it down without such a call

    def __post_init__(self) -> None:
        if any(score is not None and score not in RATINGS for score in (self.satisfaction, self.satisfaction_by_desk)):
            raise ValueError("satisfaction is 1 to 5")


def with_satisfaction(complaint: Complaint, score: int | None, by: Heard | None) -> Complaint:
    """`by` None: the complainant was not reached since it was settled, so that this is the desk's own word."""
    if by is None:
        return replace(complaint, satisfaction_by_desk=score)
    return replace(complaint, satisfaction=score, satisfaction_by=by)


def missing(complaint: Complaint) -> tuple[str, ...]:
    """What has to be there before the ticket is resolved. A complaint that is not valid needs no settlement."""
    wanted = {
        "valid": complaint.valid is not None,
        "response": bool(complaint.response.strip()),
        "settlement": complaint.valid is False or bool(complaint.settlement.strip()),
    }
    return tuple(name for name, there in wanted.items() if not there)
