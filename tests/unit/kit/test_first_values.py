"""What a record holds that nobody has told, and the status of each refusal, written out.

Whoever changes one changes it here as well.
"""

from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from kit.buckets.troubles import BucketError
from kit.sheets.cells import BadRow
from kit.sheets.files import Line
from kit.sheets.values import Moments
from kit.sheets.worksheet import Row
from metrics.calls.receipt import Story
from metrics.calls.service_level import Policy
from metrics.objectives.cases import Case
from metrics.objectives.objective import Objective
from metrics.objectives.standing import Standing, Tally
from metrics.prometheus.desk_figures import CallbackCount, TicketCount
from telephony.agents.members import Member
from telephony.agents.states import Seen
from telephony.agents.wrap_up import WrapUp
from telephony.agi.request import Request
from telephony.agi.wording import Reply
from telephony.calls.wait import Wait
from telephony.cel.gap import Gap
from telephony.cel.log_lines import Ringing
from telephony.clock import Change
from telephony.events import Event
from telephony.facts import Attempt, Call
from thirdring.relay.robots import Verdict
from ticketing.callbacks.callback import Callback, CallbackAttempt
from ticketing.callbacks.merging import Cause
from ticketing.callbacks.policy import CallbackPolicy
from ticketing.callbacks.rate import DayRate, Followed
from ticketing.clocks.terms import DaysLater, Elapsed, EndOfDay
from ticketing.complaint_links.link import AskedLatelyError
from ticketing.duties.calendar import Due
from ticketing.duties.duty import Duty
from ticketing.duties.occurrence import Occurrence, Wants
from ticketing.files.file import File, FullError, Limits
from ticketing.files.kinds import KindError
from ticketing.inspections.findings import Finding
from ticketing.nonconformities.nonconformity import Nonconformity
from ticketing.places.place import SharedPlace
from ticketing.site_rules import SiteRules
from ticketing.surveys.survey import Question, Survey
from ticketing.tickets.categories import Category
from ticketing.tickets.changes import LateError
from ticketing.tickets.taking import NoneFreeError
from ticketing.tickets.ticket import Asked, Ticket
from ticketing.work_links.link import OverError

CLASSES: tuple[type[Any], ...] = (
    Asked,
    AskedLatelyError,
    Attempt,
    BadRow,
    BucketError,
    Call,
    Callback,
    CallbackAttempt,
    CallbackCount,
    CallbackPolicy,
    Case,
    Category,
    Cause,
    Change,
    DayRate,
    DaysLater,
    Due,
    Duty,
    Elapsed,
    EndOfDay,
    Event,
    File,
    Finding,
    Followed,
    FullError,
    Gap,
    KindError,
    LateError,
    Limits,
    Line,
    Member,
    Moments,
    Nonconformity,
    NoneFreeError,
    Objective,
    Occurrence,
    OverError,
    Policy,
    Question,
    Reply,
    Request,
    Ringing,
    Row,
    Seen,
    SharedPlace,
    SiteRules,
    Standing,
    Story,
    Survey,
    Tally,
    Ticket,
    TicketCount,
    Verdict,
    Wait,
    Wants,
    WrapUp,
)
FIRST_VALUES = """
BucketError.status 503
BucketError.retry_seconds 30
BadRow.whole_row True
Line.is_title False
Line.is_separated False
Moments.since_1904 False
Row.is_title False
Story.margin_us 0
Policy.rings_within 3
Policy.short_abandon_rings 1
Case.eligible 1
Objective.times 0
Objective.version 1
Objective.grows False
Objective.recoverable False
Objective.waits_days 0
Tally.open 0
Standing.more 0
Standing.further 0
TicketCount.overdue 0
TicketCount.due_soon 0
CallbackCount.overdue 0
Member.last_call_us 0
Seen.talks False
Seen.rings False
Seen.wraps_up False
WrapUp.lengthened False
Request.forged False
Reply.more False
Gap.slack_us 0
Ringing.margin_us 0
Wait.tried False
Wait.stepped False
Wait.closed False
Wait.congested False
Wait.called_back False
Change.step_us 0
Change.ours False
Event.position 0
Event.received_us 0
Attempt.is_timed True
Call.first_position 0
Call.stamped True
Call.margin_us 0
Verdict.code 0
CallbackAttempt.talk_us 0
Callback.version 1
Callback.missed_count 0
Callback.given False
Cause.asked False
CallbackPolicy.attempts_max 4
CallbackPolicy.different_hours True
Followed.any_hour False
DayRate.same_day_of_all_count 0
DayRate.final_of_all_count 0
Elapsed.service_hours False
EndOfDay.workdays False
DaysLater.workdays False
AskedLatelyError.status 409
Due.provisional False
Duty.times 1
Duty.sign_off False
Duty.distance_minutes 0
Duty.minutes False
Occurrence.number 1
Occurrence.provisional False
Occurrence.version 1
Wants.distance_minutes 0
Wants.minutes False
File.small_bytes 0
Limits.file_bytes 10000000
Limits.total_bytes 20000000000
Limits.of_record 40
FullError.status 507
KindError.status 415
Finding.version 1
Nonconformity.version 1
SharedPlace.id 0
SharedPlace.version 1
SiteRules.numbers_per_day 100
SiteRules.lookups_per_day 200
SiteRules.short_call_us 0
SiteRules.links_show_number False
SiteRules.rating_pause_us 0
Question.required False
Question.decides False
Survey.anonymous False
Survey.id 0
Survey.version 1
Category.difficult False
Category.follow_up True
Category.complaint False
LateError.status 403
NoneFreeError.status 404
Ticket.difficult False
Ticket.version 1
Ticket.reopened_count 0
Ticket.returned_count 0
Asked.may_reopen True
OverError.status 410
"""


def default(one: type[Any], name: str) -> object:
    if is_dataclass(one):
        return next(field.default for field in fields(one) if field.name == name)
    return getattr(one, "_field_defaults", vars(one))[name]


@pytest.mark.parametrize("line", FIRST_VALUES.strip().splitlines())
def test_each_record_begins_with_what_was_decided(line: str) -> None:
    field, decided = line.split()
    owner, name = field.split(".")
    (known,) = (default(one, name) for one in CLASSES if one.__name__ == owner)
    assert str(known) == decided
