"""Messages that were not taken: when each is tried again, with the link that it had. Pure; kept in memory alone.

A link's token is known nowhere else: after a restart the next try has a link of its own.
"""

from collections.abc import Mapping
from typing import NamedTuple

from kit.instants import DAY_US, MINUTE_US
from ticketing.work_links.link import Link

TRIES = 5
TRIES_UNHEARD = 2
"""Of a message that nobody answered in time: it may well have arrived."""
_AGAIN_UNHEARD_US = 5 * MINUTE_US


class Try(NamedTuple):
    link: Link
    token: str
    done: int
    not_before_us: int


class Tries:
    """Of one way in which messages go out."""

    def __init__(self) -> None:
        self._of: dict[str, Try] = {}

    def last(self, ticket: str) -> Try | None:
        return self._of.get(ticket)

    def not_yet(self, now_us: int) -> Mapping[str, int]:
        """The tickets that wait for their next try, with the time at which their link was made."""
        self._of = {ticket: one for ticket, one in self._of.items() if now_us - one.link.made_at_us < DAY_US}
        return {ticket: one.link.made_at_us for ticket, one in self._of.items() if one.not_before_us > now_us}

    def put_off(self, link: Link, token: str, until_us: int) -> None:
        """Too many at once: that is no try."""
        count = self._count(link)
        self._of[link.ticket] = Try(link, token, count, until_us)

    def failed(self, link: Link, token: str, now_us: int, *, unheard: bool) -> bool:
        """Whether it is tried again: after one minute, two, four and eight."""
        count = self._count(link) + 1
        if count >= (TRIES_UNHEARD if unheard else TRIES):
            return False
        wait_us = _AGAIN_UNHEARD_US if unheard else MINUTE_US << (count - 1)
        self._of[link.ticket] = Try(link, token, count, now_us + wait_us)
        return True

    def forget(self, ticket: str) -> None:
        self._of.pop(ticket, None)

    def _count(self, link: Link) -> int:
        known = self._of.get(link.ticket)
        return known.done if known is not None and known.link.id == link.id else 0
