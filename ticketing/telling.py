"""What the desk does by itself, told on the live stream."""

from collections.abc import Callable

from kit.http.links import call_id
from kit.http.live import LiveHub
from kit.http.wire import instant
from ticketing.callbacks.callback import Callback
from ticketing.callbacks.telling import tell_callback
from ticketing.households.lookup import Match
from ticketing.notices import Arrived
from ticketing.tickets.alarms import DueNews
from ticketing.tickets.models import LiveTicketOut
from ticketing.tickets.states import Status
from ticketing.tickets.telling import tell

Note = Callable[[str, str, str, str | None], None]
"""From now on the events of this call, of this PBX, say this ticket and this household."""


class Telling:
    """What the desk does by itself, while calls come and go."""

    def __init__(self, hub: LiveHub, note: Note) -> None:
        self._hub = hub
        self._note = note

    def opened(self, arrived: Arrived, number: str, match: Match | None) -> None:
        place = None if match is None else match.place.short
        self._note(arrived.pbx, arrived.linkedid, number, place)
        told = LiveTicketOut(
            at=instant(arrived.at_us),
            what="opened",
            number=number,
            call=call_id(arrived.pbx, arrived.linkedid),
            household=None if match is None else match.household,
            place=place,
            contact="" if match is None else match.name,
            phone=arrived.number,
            status=Status.OPEN,
            assignee=None,
        )
        tell(self._hub, told)

    def callback(self, callback: Callback) -> None:
        tell_callback(self._hub, callback)

    def due(self, news: DueNews) -> None:
        told = LiveTicketOut(
            at=instant(news.due_at_us),
            what=f"{news.what}_{news.alarm}",
            number=news.ticket,
            call=None,
            household=None,
            place=None,
            contact="",
            phone="",
            status=None,
            assignee=None,
        )
        tell(self._hub, told)
