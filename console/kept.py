"""How long what is kept."""

from typing import NamedTuple

from aiohttp import web


class KeptDays(NamedTuple):
    """How long what is kept, for pages that show nothing any more."""

    calls_days: int = 730
    receipts_days: int = 90
    personal_days: int = 730


KEPT_DAYS = web.AppKey("kept days", KeptDays)
