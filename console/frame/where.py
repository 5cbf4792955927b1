"""Where a matter is, as a form says it: `household 12`, `place 3` for a place that is no flat, or `none`. Pure."""

from collections.abc import Mapping
from typing import Any

NOWHERE = "none"


def where_of(ticket: Mapping[str, Any]) -> str:
    if ticket["place_id"] is not None:
        return f"place {ticket['place_id']}"
    return NOWHERE if ticket["household"] is None else f"household {ticket['household']}"


def where_fields(said: str) -> dict[str, Any]:
    """The fields that the API takes. With a place that is no flat, the household stays: the matter is theirs."""
    kind, _, text = said.partition(" ")
    number: int | str = int(text) if text.isascii() and text.isdecimal() else text
    if kind == "place":
        return {"place_id": number}
    return {"household": None if said == NOWHERE else number, "place_id": None}
