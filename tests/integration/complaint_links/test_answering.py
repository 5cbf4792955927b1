"""A complainant answers on a link: once, about one settlement; and what the desk sees of it."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from kit.database.pool import DatabasePool
from kit.instants import DAY_US
from kit.roles import Role
from metrics.objectives.periods import Span
from metrics.objectives.ticket_cases import Now, ticket_cases
from tests.integration.complaint_links.conftest import Complaints
from tests.unit.ticketing.moments import at

NUMBER = "13800138000"


async def test_a_complainant_answers_once(complaints: Complaints) -> None:
    ticket = await complaints.resolved(phone=NUMBER)
    link = await complaints.link(ticket)
    asked = await complaints.page(f"{link}?lang=zh")
    assert (asked.status, "您对投诉的处理结果满意吗？" in asked.body) == (200, True)
    sent = await complaints.page(f"{link}?lang=zh", verdict="satisfied", remark="谢谢")
    assert (sent.status, sent.headers["Location"]) == (303, f"{link}?lang=zh")
    assert "您的评价已收到" in (await complaints.page(sent.headers["Location"])).body
    again = await complaints.page(link, verdict="not_satisfied")
    assert (again.status, "Thank you" in again.body) == (200, True)
    now = await complaints.now(ticket)
    assert (now["complaint"]["satisfaction"], now["complaint"]["satisfaction_by"]) == (4, "link")
    assert (now["rating"], now["rating_comment"], now["status"]) == (4, "谢谢", "resolved")
    last = now["history"][-1]
    assert (last["who"], last["what"], last["why"]) == ("complainant", "answered by link: 4", "谢谢")


async def test_the_page_names_nobody_and_nothing(complaints: Complaints, home: int) -> None:
    ticket = await complaints.resolved(phone=NUMBER, contact="张三丰", household=home)
    page = (await complaints.page(await complaints.link(ticket))).body
    for told in (NUMBER, "张三丰", "1201", "楼上太吵", "谈妥", ticket["number"]):
        assert told not in page


async def test_who_is_not_satisfied_is_called(complaints: Complaints) -> None:
    ticket = await complaints.resolved(phone=NUMBER)
    path = f"callbacks?ticket={ticket['number']}"
    before = await complaints.web.get(path)
    assert (await complaints.page(await complaints.link(ticket), verdict="not_satisfied", remark="又吵")).status == 303
    after = await complaints.web.get(path)
    assert [one["reason"] for one in before["items"]] == ["resolved_ticket"]
    assert sorted(one["reason"] for one in after["items"]) == ["requested", "resolved_ticket"]
    now = await complaints.now(ticket)
    assert (now["status"], now["complaint"]["satisfaction"]) == ("resolved", 2)


async def test_who_is_satisfied_is_not_called_again(complaints: Complaints) -> None:
    ticket = await complaints.resolved(phone=NUMBER)
    assert (await complaints.page(await complaints.link(ticket), verdict="satisfied")).status == 303
    assert len((await complaints.web.get(f"callbacks?ticket={ticket['number']}"))["items"]) == 1


@pytest.mark.parametrize(("verdict", "outcome"), [("satisfied", "met"), ("not_satisfied", "missed")])
async def test_the_line_of_complaints_counts_it(complaints: Complaints, verdict: str, outcome: str) -> None:
    ticket = await complaints.resolved()
    await complaints.page(await complaints.link(ticket), verdict=verdict)
    desk = complaints.web.desk
    month = Span(date(2026, 11, 1), date(2026, 11, 30), at("2026-11-01 00:00"), at("2026-12-01 00:00"))
    found = ticket_cases(20, [await desk.tickets.get(ticket["number"])], Now(desk.rules, month, complaints.clock()))
    assert [case.outcome.value for case in found] == [outcome]


async def test_many_answers_at_once_are_one(complaints: Complaints, pool: DatabasePool) -> None:
    ticket = await complaints.resolved()
    link = await complaints.link(ticket)
    answers = await asyncio.gather(*(complaints.page(link, verdict="satisfied", remark=str(n)) for n in range(8)))
    assert [answer.status for answer in answers].count(303) == 1
    said = await pool.fetchval("select count(*) from ticket_changes where what like 'answered by link%'")
    assert said == 1


async def test_an_answer_is_taken_while_somebody_writes_into_the_ticket(complaints: Complaints) -> None:
    ticket = await complaints.resolved()
    link = await complaints.link(ticket)
    path = f"tickets/{ticket['number']}"
    version = f'"{ticket["version"]}"'
    sent, _changed = await asyncio.gather(
        complaints.page(link, verdict="satisfied"),
        complaints.web.ask("PATCH", path, {"title": "吵"}, If_Match=version),
    )
    assert sent.status == 303
    assert (await complaints.now(ticket))["complaint"]["satisfaction_by"] == "link"


@pytest.mark.parametrize("fields", [{"remark": "x"}, {"verdict": "5"}, {"verdict": "satisfied", "remark": "x" * 1_001}])
async def test_a_wrong_answer_comes_back_and_changes_nothing(complaints: Complaints, fields: dict[str, str]) -> None:
    ticket = await complaints.resolved()
    answer = await complaints.page(await complaints.link(ticket), **fields)
    assert (answer.status, 'role="alert"' in answer.body) == (422, True)
    assert (await complaints.now(ticket))["complaint"]["satisfaction"] is None


async def test_a_link_ends_after_two_weeks_and_when_the_ticket_is_reopened(complaints: Complaints) -> None:
    ticket = await complaints.resolved()
    link = await complaints.link(ticket)
    reopened = await complaints.web.act(ticket, "reopen", Role.DISPATCHER, why="又来了")
    assert (await complaints.page(link, verdict="satisfied")).status == 410
    complaints.clock.at_us += 1
    settled = await complaints.web.act(reopened, "resolve", resolution="再次谈妥")
    assert (await complaints.page(link, verdict="satisfied")).status == 410
    newer = await complaints.link(settled)
    assert (await complaints.page(link)).status == 404
    complaints.clock.at_us += 14 * DAY_US
    assert (await complaints.page(newer)).status == 410


async def test_what_was_said_before_it_was_reopened_counts_no_longer(complaints: Complaints) -> None:
    ticket = await complaints.resolved()
    answered = await complaints.link(ticket)
    await complaints.page(answered, verdict="not_satisfied")
    now = await complaints.now(ticket)
    reopened = await complaints.web.act(now, "reopen", Role.DISPATCHER, why="未解决")
    assert (reopened["complaint"]["satisfaction"], reopened["rating"]) == (None, None)
    complaints.clock.at_us += 1
    await complaints.web.act(reopened, "resolve", resolution="再次谈妥")
    page = await complaints.page(answered)
    assert (page.status, "a new link" in page.body) == (410, True)
    assert (await complaints.page(await complaints.link(ticket), verdict="satisfied")).status == 303


async def test_the_first_answer_stands(complaints: Complaints, pool: DatabasePool) -> None:
    """Nobody asks again by another way for a better one."""
    ticket = await complaints.resolved(phone=NUMBER)
    await complaints.page(await complaints.link(ticket), verdict="not_satisfied")
    await pool.execute(
        "update callbacks set state = 'reached', way = 'click', settled_at = $1", a_moment_later(complaints)
    )
    now = await complaints.now(ticket)
    body, version = {"complaint": {"satisfaction": 5}}, f'"{now["version"]}"'
    refused = await complaints.web.ask("PATCH", f"tickets/{ticket['number']}", body, If_Match=version)
    assert (refused.status, "(link)" in refused.body["detail"]) == (422, True)
    assert (await complaints.now(ticket))["complaint"]["satisfaction"] == 2


async def test_a_link_that_comes_after_an_answer_by_phone_thanks(complaints: Complaints, pool: DatabasePool) -> None:
    ticket = await complaints.resolved(phone=NUMBER)
    link = await complaints.link(ticket)
    await pool.execute(
        "update callbacks set state = 'reached', way = 'click', settled_at = $1", a_moment_later(complaints)
    )
    now = await complaints.now(ticket)
    said = {"complaint": {"satisfaction": 3}}
    told = await complaints.web.ask("PATCH", f"tickets/{ticket['number']}", said, If_Match=f'"{now["version"]}"')
    assert told.body["complaint"]["satisfaction_by"] == "callback"
    page = await complaints.page(link, verdict="satisfied")
    assert (page.status, "Thank you" in page.body) == (200, True)
    assert (await complaints.now(ticket))["complaint"]["satisfaction"] == 3


async def test_the_desk_makes_links_and_who_settled_does_not(complaints: Complaints, pool: DatabasePool) -> None:
    ticket = await complaints.resolved()
    by_agent = await complaints.ask_link(ticket, Role.AGENT)
    assert (by_agent.status, "may not do this" in by_agent.body["detail"]) == (403, True)
    made = await complaints.ask_link(ticket)
    assert (made.status, made.body["url"], made.body["expires_at"][:10]) == (201, None, "2026-12-09")
    (noted,) = await pool.fetch("select actor, detail::text from audit where action = 'complaint_link_made'")
    assert (noted["actor"], noted["detail"]) == ("dispatcher", f'{{"ticket": "{ticket["number"]}"}}')
    by_dispatcher = await complaints.web.act(ticket, "reopen", Role.DISPATCHER, why="又来了")
    settled = await complaints.web.act(by_dispatcher, "resolve", Role.DISPATCHER, resolution="好了")
    refused = await complaints.ask_link(settled)
    assert (refused.status, "somebody else" in refused.body["detail"]) == (422, True)
    assert (await complaints.ask_link(settled, Role.MANAGER)).status == 201
    open_one = await complaints.web.opened(category="complaint")
    assert (await complaints.ask_link(open_one)).status == 422
    assert (await complaints.ask_link({"number": "20261125-9999"})).status == 404


async def test_only_the_hash_of_a_token_is_kept(complaints: Complaints, pool: DatabasePool) -> None:
    link = await complaints.link(await complaints.resolved())
    rows = await pool.fetch("select complaint_links::text from complaint_links")
    assert link.rpartition("/")[2] not in str(rows)


async def test_a_link_that_is_used_too_often_has_to_wait(complaints: Complaints) -> None:
    link = await complaints.link(await complaints.resolved())
    statuses = [(await complaints.page(link)).status for _ in range(30)]
    assert (statuses[:20], statuses[-1]) == ([200] * 20, 429)


def a_moment_later(complaints: Complaints) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=complaints.clock() + 1)


async def test_the_desk_overwrites_no_answer_and_takes_none_away(complaints: Complaints) -> None:
    ticket = await complaints.resolved()
    await complaints.page(await complaints.link(ticket), verdict="not_satisfied", remark="又吵")
    path, version = f"tickets/{ticket['number']}", f'"{(await complaints.now(ticket))["version"]}"'
    for body, status in (
        ({"rating": 5}, 422),
        ({"rating_comment": ""}, 422),
        ({"complaint": None}, 422),
        ({"complaint": {"valid": False}}, 403),
    ):
        assert (await complaints.web.ask("PATCH", path, body, If_Match=version)).status == status
    invalid = {"complaint": {"valid": False}}
    refused = await complaints.web.ask("PATCH", path, invalid, Role.DISPATCHER, If_Match=version)
    assert (refused.status, refused.body["errors"][0]["parameter"]) == (422, "why")
    now = await complaints.now(ticket)
    assert (now["rating"], now["rating_comment"], now["complaint"]["valid"]) == (2, "又吵", True)
    told = await complaints.web.ask("PATCH", path, {**invalid, "why": "非本物业"}, Role.DISPATCHER, If_Match=version)
    assert (told.status, told.body["complaint"]["valid"]) == (200, False)


@pytest.mark.parametrize("more", ["?from=singlemessage&isappinstalled=0", "?utm_source=a&utm_source=b", "?lang=zh_CN"])
async def test_a_link_works_with_what_messengers_add_to_it(complaints: Complaints, more: str) -> None:
    link = await complaints.link(await complaints.resolved())
    assert (await complaints.page(link + more)).status == 200
    assert (await complaints.page(link.replace("/c/", "/") + more)).status == 404  # no survey; a page of its own
    assert (await complaints.page(link + more, verdict="satisfied")).status == 303


@pytest.mark.parametrize("page", ["/s/c/", "/s/", "/w/"])
@pytest.mark.parametrize("tail", ["/", "。", "，", "."])
async def test_a_link_within_a_sentence_leads_to_its_page(complaints: Complaints, page: str, tail: str) -> None:
    token = "a" * 32
    sent = await complaints.page(f"{page}{token}{tail}?lang=zh")
    assert (sent.status, sent.headers["Location"]) == (302, f"{page}{token}?lang=zh")


async def test_who_wrote_the_settlement_does_not_make_the_link(complaints: Complaints) -> None:
    ticket = await complaints.web.opened(category="complaint")
    said = {"complaint": {"valid": True, "response": "已联系", "settlement": "约定时间"}}
    path = f"tickets/{ticket['number']}"
    told = await complaints.web.ask("PATCH", path, said, Role.DISPATCHER, If_Match='"1"')
    await complaints.web.act(told.body, "resolve", resolution="谈妥")
    assert (await complaints.ask_link(ticket)).status == 422
    assert (await complaints.ask_link(ticket, Role.MANAGER)).status == 201
