"""Where each page is: an address for every one in console/pages.py, so that a new page is tested like the others."""

import re
from collections.abc import Mapping

from console.pages import PAGES
from kit.http.operation import Operation

SAMPLES: Mapping[str, str] = {
    "number": "20261125-0001",
    "id": "1",
    "name": "nobody",
    "pbx": "main",
    "linkedid": "1764036000.1",
    "objective": "10",
    "token": "x" * 43,
    "deed": "claim",
    "resident": "1",
    "learned": "1",
    "sheet": "none",
    "day": "2026-11-25",
    "shift": "day",
}
"""A value for each part of an address; nothing need be there."""

VIEWS: Mapping[str, str] = {"/tickets": "?active=true", "/callbacks": "?open=true", "/calls": "?live=false"}
DOORS = frozenset(
    {
        "/sign-in",
        "/sign-out",
        "/signed-in",
        "/first-start",
        "/sign-in/provider",
        "/sign-in/provider/back",
        "/without-network",
        "/api",
    }
)
"""Pages for whom nobody knows yet: they ask the API for nothing."""

SHOWN = tuple(one for one in PAGES if one.media_type == "text/html" and one.path not in DOORS)


def place_of(operation: Operation, known: Mapping[str, str] | None = None) -> str:
    """`known`: what is there, by the part of the address. A KeyError names a part that has no sample yet."""
    samples = {**SAMPLES, **(known or {})}
    place = re.sub(r"{(\w+)}", lambda part: samples[part[1]], operation.path)
    return place + (VIEWS.get(operation.path, "") if operation.method == "GET" else "")
