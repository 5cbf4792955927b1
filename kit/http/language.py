"""Chooses between our two languages. Pure."""

from typing import Literal

Language = Literal["zh", "en"]


def language(accept_language: str) -> Language:
    """The preferred one of zh and en in an Accept-Language header; en by default."""
    weights: dict[Language, float] = {}
    for part in accept_language.split(",")[:20]:
        tag, _, weight = part.strip().partition(";q=")
        for known in ("zh", "en"):
            if tag.lower() == known or tag.lower().startswith(f"{known}-"):
                weights[known] = max(weights.get(known, 0.0), _weight(weight))
    return "zh" if weights.get("zh", 0.0) > weights.get("en", 0.0) else "en"


def _weight(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text))) if text else 1.0
    except ValueError:
        return 0.0
