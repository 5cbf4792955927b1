"""Links to things of the API."""

from functools import lru_cache
from urllib.parse import quote


@lru_cache(maxsize=4_096)
def call_id(pbx: str, linkedid: str) -> str:
    return f"{quote(pbx, safe='')}/{quote(linkedid, safe='')}"
