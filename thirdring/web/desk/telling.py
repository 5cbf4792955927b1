"""Changes of tickets and callbacks, told on the live stream."""

from thirdring.desk.alarms import DueNews
from thirdring.web.desk.ask import Ask
from thirdring.web.desk.models.tickets import LiveTicketOut
from thirdring.web.desk.show import callback_out
from thirdring.web.live import LiveHub
from thirdring.web.live_call import call_id
from thirdring.web.masking import mask_number, mask_text
from thirdring.web.site import SITE
from thirdring.web.wire import instant
from ticketing.callbacks.callback import Callback
from ticketing.desk import Arrived
from ticketing.households.lookup import Match
from ticketing.tickets.states import Status
from ticketing.tickets.ticket import Ticket


def tell_ticket(ask: Ask, ticket: Ticket, place: str | None, what: str) -> None:
    told = LiveTicketOut(
        at=instant(ask.now_us),
        what=what,
        number=ticket.number,
        call=None,
        household=ticket.household,
        place=place,
        contact=ticket.contact,
        phone=ticket.phone,
        status=ticket.status,
        assignee=ticket.assignee,
    )
    _tell(ask.request.app[SITE].live, told)


def tell_callback(hub: LiveHub, callback: Callback) -> None:
    hub.tell("callback", callback_out(callback, full=True), lambda: callback_out(callback, full=False))


class Telling:
    """What the desk does by itself, while calls come and go."""

    def __init__(self, hub: LiveHub) -> None:
        self._hub = hub

    def opened(self, arrived: Arrived, number: str, match: Match | None) -> None:
        place = None if match is None else match.place.short
        self._hub.note(arrived.pbx, arrived.linkedid, number, place)
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
        _tell(self._hub, told)

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
        _tell(self._hub, told)


def _tell(hub: LiveHub, told: LiveTicketOut) -> None:
    def masked() -> LiveTicketOut:
        words = {"contact": mask_text(told.contact), "place": told.place and mask_text(told.place)}
        return told.model_copy(update={"phone": mask_number(told.phone), **words})

    hub.tell("ticket", told, masked)
