"""How long what is kept, for pages that no longer have it to show."""

from typing import NamedTuple

from aiohttp import web


class KeptDays(NamedTuple):
    calls: int = 730
    personal: int = 730


KEPT_DAYS = web.AppKey("kept days", KeptDays)
