"""Text that PostgreSQL cannot store: NUL, and halves of surrogate pairs. Such text is refused."""

import re
from collections.abc import Iterator
from typing import Any

_NEVER = re.compile("[\0\ud800-\udfff]")
WHY = "contains a character that cannot be stored: remove it"


def storable(text: str) -> bool:
    return _NEVER.search(text) is None


def unstorable(value: Any, place: str = "") -> Iterator[str]:
    """The paths in a JSON value that contain such text."""
    match value:
        case str() if not storable(value):
            yield place
        case dict():
            for key, part in value.items():
                yield from unstorable(part, f"{place}.{key}" if place else key)
        case list():
            for number, part in enumerate(value):
                yield from unstorable(part, f"{place}.{number}" if place else str(number))
