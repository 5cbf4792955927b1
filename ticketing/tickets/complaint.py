"""What a complaint needs beside the ticket: is it valid, what was answered, what was settled, was that enough."""

from dataclasses import dataclass

RATINGS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Complaint:
    valid: bool | None = None  # None: not decided
    response: str = ""
    responded_at_us: int | None = None  # the first response; later wordings leave it
    settlement: str = ""
    satisfaction: int | None = None  # 1 to 5, of the complainant

    def __post_init__(self) -> None:
        if self.satisfaction is not None and self.satisfaction not in RATINGS:
            raise ValueError("satisfaction is 1 to 5")


def missing(complaint: Complaint) -> tuple[str, ...]:
    """What has to be there before the ticket is resolved. A complaint that is not valid needs no settlement."""
    wanted = {
        "valid": complaint.valid is not None,
        "response": bool(complaint.response.strip()),
        "settlement": complaint.valid is False or bool(complaint.settlement.strip()),
    }
    return tuple(name for name, there in wanted.items() if not there)
