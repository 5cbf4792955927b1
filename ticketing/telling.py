"""The live stream hears the news of the desk."""

from collections.abc import Callable, Mapping
from typing import Any

from kit.http.live import LiveHub, Told
from telephony.agents.board import AgentNow
from ticketing.agents.telling import agent_told
from ticketing.callbacks.telling import callback_told
from ticketing.duties.telling import duty_told
from ticketing.files.telling import file_told
from ticketing.inspections.telling import finding_told, inspection_told
from ticketing.news import (
    CallbackNews,
    DueNews,
    DutyNews,
    FileNews,
    FindingNews,
    InspectionNews,
    Item,
    NonconformityNews,
    ReadingNews,
    ShiftNews,
    SurveyNews,
    TicketNews,
)
from ticketing.nonconformities.telling import nonconformity_told
from ticketing.readings.telling import reading_told
from ticketing.shifts.telling import shift_told
from ticketing.surveys.telling import survey_told
from ticketing.tickets.telling import due_told, ticket_told

_TOLD: Mapping[type[Item], Callable[[Any], Told]] = {
    TicketNews: ticket_told,
    DueNews: due_told,
    CallbackNews: callback_told,
    DutyNews: duty_told,
    ReadingNews: reading_told,
    InspectionNews: inspection_told,
    FindingNews: finding_told,
    NonconformityNews: nonconformity_told,
    FileNews: file_told,
    ShiftNews: shift_told,
    SurveyNews: survey_told,
}

Note = Callable[[str, str, str, str | None], None]
"""From now on the events of this call, of this PBX, say this ticket and this household."""


class Telling:
    """Hears `ticketing.news.News`. With nobody on the stream, events are not even made."""

    def __init__(self, hub: LiveHub, note: Note) -> None:
        self._hub = hub
        self._note = note

    def __call__(self, item: Item) -> None:
        if isinstance(item, TicketNews) and item.call is not None:
            self._note(*item.call, item.after.number, item.place)
        if self._hub.heard():
            self._hub.send(_TOLD[type(item)](item))


class TellingAgents:
    """Hears what agents do."""

    def __init__(self, hub: LiveHub) -> None:
        self._hub = hub

    def __call__(self, now: AgentNow, at_us: int) -> None:
        if self._hub.heard():
            self._hub.send(agent_told(now, at_us))
