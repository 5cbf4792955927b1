"""Who looks, and when."""

from collections.abc import Collection
from dataclasses import dataclass

from kit.http.auth.tokens import Token
from kit.roles import SEES_NUMBERS, Role
from telephony.masking import mask_text
from ticketing.callbacks.callback import Callback
from ticketing.disclosure import Right, is_workmans, of_callback, of_ticket
from ticketing.tickets.ticket import Ticket


@dataclass(frozen=True)
class Viewer:
    """Who looks, and when."""

    token: Token
    now_us: int
    trades: Collection[str] = ()  # of a workman

    def sees_all(self) -> bool:
        return self.token.role in SEES_NUMBERS

    def right_to_ticket(self, ticket: Ticket) -> Right:
        return of_ticket(ticket, self.token.who, self.token.role, self.trades)

    def may_see(self, ticket: Ticket) -> bool:
        return self.token.role is not Role.WORKMAN or is_workmans(ticket, self.token.who, self.trades)

    def right_to_callback(self, callback: Callback) -> Right:
        return of_callback(callback, self.token.who, self.token.role, self.now_us)

    def words(self, text: str) -> str:
        """What people wrote may hold a number."""
        return text if self.sees_all() else mask_text(text)
