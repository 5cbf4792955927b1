"""Links that people were sent: a sentence around one leaves its full stop at the end of the address."""

import re

_MARKS = r"/.,;:!?)\]\u3002\uff0c\u3001\uff1b\uff1a\uff01\uff1f\uff09"
_TAIL = re.compile(rf"(?P<token>[A-Za-z0-9_-]+)[{_MARKS}]+", re.ASCII)
LAST_PART = "/{token}"


def leads_to(path: str, token: str, query: str) -> str | None:
    """The address that was meant, where `token` of the pattern `path` has such a tail."""
    found = _TAIL.fullmatch(token)
    if found is None:
        return None
    meant = path.replace("{token}", found["token"])
    return f"{meant}?{query}" if query else meant
