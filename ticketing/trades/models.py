"""What the API answers about trades, field by field."""

from pydantic import Field

from kit.http.out import Out
from kit.http.wire import Instant


class TradesmanOut(Out):
    name: str
    on_duty: bool
    since: Instant | None = Field(description="Since when they are on duty")
    said_by: str | None = Field(description="Who said so")
    open_count: int = Field(description="Tickets that they have and that are not resolved")


class TradeOut(Out):
    trade: str
    is_known: bool = Field(
        description="false: no trade of the settings, only a word that waiting tickets were dispatched to; nobody "
        "of it is told"
    )
    waiting_count: int = Field(description="Tickets dispatched to it that nobody has")
    people: list[TradesmanOut]


class TradesOut(Out):
    items: list[TradeOut] = Field(
        description="Those of the settings, then others with waiting tickets; for a workman the own ones"
    )
    assign_after_minutes: float | None = Field(
        description="After so long a ticket of a trade is given to somebody on duty; null: nobody is given one"
    )
