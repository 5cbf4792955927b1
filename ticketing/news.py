"""What is news at the desk, in which ways it comes about, and who hears of it.

A store collects news while its transaction runs and hands them over once it is committed: `kit.database.changing`.

| way | news |
|---|---|
| ticket: a call arrives (call, AGI, timer, a callback asked for by key) | TicketNews opened |
| ticket: the number comes after the call | TicketNews amended |
| ticket: its call was a short one (call, timer) | TicketNews short call |
| ticket: a short call's ends by itself (call, timer) | TicketNews got through, called back, number withheld |
| ticket: somebody answers its call (call, timer) | TicketNews answered |
| ticket: opened, amended, an action, a step (HTTP) | TicketNews opened, amended, the action, step done, step waived |
| ticket: rated by key (AGI), or with a callback's outcome (HTTP) | TicketNews amended |
| ticket: a complainant answers (HTTP, its link) | TicketNews answered by link; if not satisfied, CallbackNews |
| ticket: merged into another (HTTP) | TicketNews merged; of the other one: took in |
| ticket: a call is linked (HTTP) | TicketNews call linked; where the ticket that the call opened goes along: merged |
| ticket: split (HTTP) | TicketNews split; of the new one: opened |
| ticket: its assignee's account is deleted (HTTP) | TicketNews given back |
| ticket: its clocks (timer) | DueNews |
| callback: asked for (HTTP, AGI), a missed call (call, timer), a ticket that is resolved (HTTP) | CallbackNews |
| callback: claimed, released, given to somebody, rung, an outcome (HTTP) | CallbackNews |
| callback: a call proves or tries it, nobody picked up a click-to-call (call, timer) | CallbackNews |
| callback: its claim runs out (timer, another claim), its holder signs out or is deleted (HTTP) | CallbackNews |
| callback: who is to call is deleted or has another name (HTTP) | CallbackNews |
| callback: its ticket is reopened, cancelled or merged (HTTP) | CallbackNews cancelled |
| duty: the calendar makes, confirms or calls off one (timer) | DutyNews made, confirmed, call_off |
| duty: done by hand or by an inspection, signed, returned, called off (HTTP) | DutyNews done, sign, return, call_off |
| duty: due soon, or missed (timer) | DutyNews due_soon, missed |
| reading: told, confirmed, rejected, corrected (HTTP) | ReadingNews told, confirm, reject, correct |
| inspection: a form is filled in (HTTP) | InspectionNews, and news of its duty, findings and nonconformities |
| finding: found, looked at again by an inspection (HTTP) | FindingNews found, pass, fail |
| finding: corrected by word, given a nonconformity (HTTP) | FindingNews correct, escalate |
| finding: its nonconformity is closed, cancelled or reopened (HTTP) | FindingNews close, reopen |
| nonconformity: by hand, by a finding or an answer (HTTP), by a broken promise (timer) | NonconformityNews raised |
| nonconformity: an action (HTTP) | NonconformityNews, the action |
| nonconformity: due soon or overdue (timer) | NonconformityNews due_soon, overdue |
| file: added to a record, removed (HTTP) | FileNews added, removed |
| shift: people are entered for a turn, or by a sheet (HTTP) | ShiftNews roster |
| shift: somebody is away, or no longer (HTTP) | ShiftNews absence |
| shift: a note for the next shift, and it is taken over (HTTP) | ShiftNews note, taken |
| survey: created, amended, opened, closed, sent to households (HTTP) | SurveyNews created, amend, open, close, invite |
| survey: a household answers (HTTP, its link) | SurveyNews answered, where the survey is not anonymous |

Nobody hears of what another process changes (a command, such as `thirdring user delete`), of what retention removes,
and of due instants that move because the settings changed, which happens at a start.
"""

from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

from telephony.facts import CallRef
from ticketing.callbacks.callback import Callback
from ticketing.clocks.alarms import Alarm
from ticketing.duties.occurrence import Occurrence
from ticketing.files.file import File
from ticketing.inspections.findings import Finding
from ticketing.nonconformities.nonconformity import Nonconformity
from ticketing.readings.reading import Told
from ticketing.surveys.survey import Survey
from ticketing.tickets.ticket import Ticket


class TicketNews(NamedTuple):
    before: Ticket | None  # None: it was opened
    after: Ticket
    what: str
    at_us: int
    place: str | None = None  # of its household
    call: CallRef | None = None  # that brought it about


class DueNews(NamedTuple):
    ticket: str
    what: str  # response, resolution or step
    alarm: Alarm
    due_at_us: int


class CallbackNews(NamedTuple):
    before: Callback | None  # None: it is new
    after: Callback


class DutyNews(NamedTuple):
    duty: Occurrence
    what: str
    at_us: int


class ReadingNews(NamedTuple):
    id: int  # of its first version
    told: Told
    what: str


class InspectionNews(NamedTuple):
    id: int
    form: str
    day: date
    at_us: int


class FindingNews(NamedTuple):
    finding: Finding
    what: str
    at_us: int


class NonconformityNews(NamedTuple):
    nonconformity: Nonconformity
    what: str
    at_us: int


class FileNews(NamedTuple):
    file: File
    what: str
    at_us: int


class ShiftNews(NamedTuple):
    what: Literal["roster", "absence", "note", "taken"]
    at_us: int
    shift: str | None = None  # None: of several turns, or of none
    day: date | None = None


class SurveyNews(NamedTuple):
    survey: Survey
    what: str


Item = (
    TicketNews
    | DueNews
    | CallbackNews
    | DutyNews
    | ReadingNews
    | InspectionNews
    | FindingNews
    | NonconformityNews
    | FileNews
    | ShiftNews
    | SurveyNews
)
Hearer = Callable[[Item], None]


class News:
    """Tells all who want to hear. Called once for each piece of news, after its commit. Who cannot hear keeps nobody
    else from hearing; what went wrong is raised afterwards."""

    def __init__(self, *hearers: Hearer) -> None:
        self._hearers = list(hearers)

    def add(self, hearer: Hearer) -> None:
        self._hearers.append(hearer)

    def __call__(self, item: Item) -> None:
        wrong = []
        for hearer in self._hearers:
            try:
                hearer(item)
            except Exception as error:  # noqa: BLE001  raised below, with what else went wrong
                wrong.append(error)
        if wrong:
            raise ExceptionGroup("not everybody heard", wrong)


def nobody(item: Item) -> None:
    """Who hears where a command changes something."""
