"""Whom the phone in the page may transfer to: agents, by the extension that their first device is named after. Pure.

The dialplan of the site decides what an extension rings.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

_EXTENSION = re.compile(r"[A-Za-z]+/([0-9]{2,10})")


class Extension(NamedTuple):
    number: str
    name: str


def extensions(agents: Iterable[Mapping[str, Any]]) -> list[Extension]:
    """Who has no device of a plain number is left out."""
    found = ((_EXTENSION.fullmatch(agent["devices"][0]), agent["name"]) for agent in agents if agent["devices"])
    return [Extension(number[1], name) for number, name in found if number]
