"""Links to things of the API."""

from urllib.parse import quote


def call_id(pbx: str, linkedid: str) -> str:
    return f"{quote(pbx, safe='')}/{quote(linkedid, safe='')}"
