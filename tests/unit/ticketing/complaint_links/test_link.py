"""Who may make the link of a complaint, when it can be answered, and what an answer does."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from kit.refusals import RefusedError
from tests.unit.ticketing.moments import at
from ticketing.complaint_links.link import (
    LASTS_US,
    REMARK_MAX,
    SCORE,
    Answer,
    AnswerError,
    AskedLatelyError,
    Link,
    LinkState,
    Verdict,
    answered,
    made,
    read_answer,
    require_pause,
    settlers,
    state,
)
from ticketing.tickets.complaint import Complaint, Heard
from ticketing.tickets.states import Status
from ticketing.tickets.ticket import Change, Source, Ticket

RESOLVED = at("2026-11-25 10:00")
NOW = at("2026-11-25 11:00")
TICKET = Ticket(
    "20261125-0001",
    at("2026-11-24 09:00"),
    Source.HAND,
    category="complaint",
    status=Status.RESOLVED,
    assignee="li",
    resolved_at_us=RESOLVED,
    complaint=Complaint(valid=True, response="好的", settlement="已处理"),
)
LINK = Link(TICKET.number, RESOLVED, NOW, "wang", NOW + LASTS_US)


def heard(by: Heard) -> Ticket:
    return replace(TICKET, complaint=Complaint(valid=True, satisfaction=5, satisfaction_by=by))


def test_a_link_asks_about_one_settlement_for_two_weeks() -> None:
    assert made(TICKET, "wang", NOW, {"li"}) == LINK


@pytest.mark.parametrize(
    ("ticket", "who", "why"),
    [
        (replace(TICKET, status=Status.IN_PROGRESS, resolved_at_us=None), "wang", "that is resolved"),
        (replace(TICKET, status=Status.IN_PROGRESS), "wang", "that is resolved"),
        (replace(TICKET, resolved_at_us=None), "wang", "that is resolved"),
        (replace(TICKET, complaint=None), "wang", "that is resolved"),
        (TICKET, "li", "who settled"),
        (heard(Heard.KEY), "wang", "said already"),
        (heard(Heard.LINK), "wang", "said already"),
    ],
)
def test_a_link_is_refused_with_the_reason(ticket: Ticket, who: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        made(ticket, who, NOW, {"li"})


def test_who_settled_it_is_its_assignee_whoever_resolved_it_and_who_wrote_the_settlement() -> None:
    history = [
        Change(TICKET.number, version, NOW, who, what, Status.OPEN, Status.OPEN)
        for version, (who, what) in enumerate([("zhao", "resolve"), ("wang", "reopen"), ("chen", "resolve")])
    ]
    assert settlers(TICKET, history) == {"li", "zhao", "chen"}
    complaint = Complaint(valid=True, settlement="已处理", settled_by=("sun",))
    assert settlers(replace(TICKET, complaint=complaint), history) == {"li", "zhao", "chen", "sun"}


@pytest.mark.parametrize(
    ("link", "ticket", "now_us", "found"),
    [
        (LINK, TICKET, NOW, LinkState.USABLE),
        (LINK, TICKET, LINK.expires_at_us - 1, LinkState.USABLE),
        (LINK, TICKET, LINK.expires_at_us, LinkState.OVER),
        (LINK, replace(TICKET, status=Status.CLOSED), NOW, LinkState.USABLE),
        (LINK, replace(TICKET, status=Status.OPEN, resolved_at_us=None), NOW, LinkState.OVER),
        (LINK, replace(TICKET, resolved_at_us=RESOLVED + 1), NOW, LinkState.OVER),  # reopened, and resolved again
        (LINK, heard(Heard.CALLBACK), NOW, LinkState.ANSWERED),
        (
            replace(LINK, answered_at_us=NOW),
            replace(TICKET, resolved_at_us=RESOLVED + 1),
            NOW,
            LinkState.SETTLED_AGAIN,
        ),
        (
            replace(LINK, answered_at_us=NOW),
            replace(TICKET, status=Status.OPEN, resolved_at_us=None),
            NOW,
            LinkState.ANSWERED,
        ),
        (replace(LINK, answered_at_us=NOW), TICKET, LINK.expires_at_us, LinkState.ANSWERED),
    ],
)
def test_a_link_can_be_answered_once_about_the_settlement_that_it_was_made_for(
    link: Link, ticket: Ticket, now_us: int, found: LinkState
) -> None:
    assert state(link, ticket, now_us) is found


@pytest.mark.parametrize(
    ("told", "faults"),
    [
        ({}, [("verdict", "required")]),
        ({"verdict": "yes"}, [("verdict", "required")]),
        ({"verdict": "satisfied", "remark": "x" * 1_001}, [("remark", "too_long")]),
    ],
)
def test_a_wrong_answer_says_which_field(told: Mapping[str, str], faults: list[tuple[str, str]]) -> None:
    with pytest.raises(AnswerError) as raised:
        read_answer(told)
    assert [tuple(fault) for fault in raised.value.faults] == faults


def test_a_remark_is_read_as_text() -> None:
    assert read_answer({"verdict": "not_satisfied", "remark": " 又坏了\r\n\0<b> "}) == Answer(
        Verdict.NOT_SATISFIED, "又坏了\n<b>"
    )


@pytest.mark.parametrize(("verdict", "score"), [(Verdict.SATISFIED, 4), (Verdict.NOT_SATISFIED, 2)])
def test_an_answer_is_the_complainants_and_the_history_keeps_the_remark(verdict: Verdict, score: int) -> None:
    ticket, change = answered(TICKET, Answer(verdict, "又坏了"), NOW)
    assert ticket.complaint is not None
    assert (ticket.complaint.satisfaction, ticket.complaint.satisfaction_by) == (score, Heard.LINK)
    assert (ticket.rating, ticket.rating_comment, ticket.status) == (score, "又坏了", Status.RESOLVED)
    assert (change.who, change.what, change.why) == ("complainant", f"answered by link: {score}", "又坏了")


def test_an_answer_without_a_remark_leaves_what_was_noted_before() -> None:
    ticket, _change = answered(replace(TICKET, rating_comment="前次"), Answer(Verdict.SATISFIED, ""), NOW)
    assert ticket.rating_comment == "前次"


DAY = 86_400_000_000


def test_a_household_that_was_asked_lately_is_not_asked_again_before_the_pause_is_over() -> None:
    require_pause(None, NOW, 10 * DAY)
    require_pause(NOW - 10 * DAY, NOW, 10 * DAY)
    with pytest.raises(AskedLatelyError, match="in 1 days") as lately:
        require_pause(NOW - 10 * DAY + 1, NOW, 10 * DAY)
    assert lately.value.status == 409
    with pytest.raises(AskedLatelyError, match="in 8 days"):
        require_pause(NOW - 2 * DAY, NOW, 10 * DAY)
    with pytest.raises(AskedLatelyError, match="in 9 days"):
        require_pause(NOW - 2 * DAY + 1, NOW, 10 * DAY)


def test_a_link_lasts_two_weeks_and_a_remark_has_a_thousand_characters() -> None:
    assert (LASTS_US, REMARK_MAX) == (14 * DAY, 1_000)
    assert SCORE == {Verdict.SATISFIED: 4, Verdict.NOT_SATISFIED: 2}


def test_who_has_nobody_has_not_settled_it_and_without_a_complaint_nobody_wrote_one() -> None:
    assert settlers(replace(TICKET, assignee=None), []) == set()
    assert settlers(replace(TICKET, assignee="", complaint=None), []) == set()


def test_a_link_of_what_is_no_complaint_any_more_is_over() -> None:
    assert state(LINK, replace(TICKET, complaint=None), NOW) is LinkState.OVER
