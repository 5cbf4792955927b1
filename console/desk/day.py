"""An agent's day in figures. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode


def day_of(answered: Sequence[Mapping[str, Any]], query: Mapping[str, str], rings_within: int) -> dict[str, Any]:
    """`rings`: how many were answered in each ring, the last of all that came later. Uncounted calls have no say."""
    counted = [call for call in answered if call["within_target"] is not None]
    rings = Counter(min(max(call["rings"], 1), rings_within + 1) for call in counted if call["rings"] is not None)
    return {
        "answered_count": len(answered),
        "counted_count": len(counted),
        "in_time_count": sum(call["within_target"] for call in counted),
        "rings": [rings[ring] for ring in range(1, rings_within + 2)],
        "path": "/calls?" + urlencode(query),
        "in_time_path": "/calls?" + urlencode({**query, "within_target": "true"}),
    }
