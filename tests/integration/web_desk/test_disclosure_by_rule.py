"""What is theirs by rule is shown, and the first time is in the audit log."""

from kit.database.pool import DatabasePool
from kit.roles import Role
from telephony.facts import Attempt, Call
from tests.integration.web.site_in_memory import T0, CallsInMemory, answered_call, ringing_call, web_of
from tests.integration.web_desk.conftest import ZHANG, DeskWeb, Dialled
from tests.integration.web_desk.disclosing import MASKED, answers, audit, called, missed_call
from tests.unit.ticketing.moments import SHANGHAI
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.http.ask import DeskContext
from ticketing.site_rules import SiteRules
from ticketing.workflows.service_desk import ServiceDesk


async def test_a_callback_that_the_queue_gave_is_shown_once_noted_and_masked_when_it_is_over(desk_web: DeskWeb) -> None:
    number = await missed_call(desk_web)
    assert (await desk_web.get(f"callbacks/{number}"))["phone"] == MASKED
    given = await desk_web.post("callbacks/next")
    assert (given["id"], given["phone"], given["masked"]) == (number, ZHANG, False)
    assert (await desk_web.get(f"callbacks/{number}"))["phone"] == ZHANG
    assert await audit(desk_web) == [{"who": "agent", "callback": number, "rule": "queue"}]
    assert (await desk_web.post(f"callbacks/{number}/release"))["phone"] == MASKED


async def test_a_ticket_that_somebody_else_gave_is_shown_once_noted_and_masked_when_it_is_over(
    desk_web: DeskWeb,
) -> None:
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG)
    ticket = await desk_web.act(ticket, "dispatch", Role.MANAGER, assignee="agent")
    for _ in range(2):
        assert (await desk_web.get(f"tickets/{ticket['number']}"))["phone"] == ZHANG
    assert await audit(desk_web) == [{"who": "agent", "ticket": ticket["number"], "rule": "dispatched"}]
    assert (await desk_web.act(ticket, "resolve", resolution="done"))["phone"] == MASKED


async def test_the_ticket_of_the_call_they_answered_is_shown_and_noted(desk_web: DeskWeb) -> None:
    number = await called(desk_web)
    assert (await desk_web.get(f"tickets/{number}"))["phone"] == MASKED
    await answers(desk_web)
    assert (await desk_web.get(f"tickets/{number}"))["phone"] == ZHANG
    assert await audit(desk_web) == [{"who": "agent", "ticket": number, "rule": "own_call"}]


async def test_a_number_that_they_typed_is_no_secret_to_them_and_nothing_is_noted(desk_web: DeskWeb) -> None:
    ticket = await desk_web.act(await desk_web.opened(phone=ZHANG), "start")
    assert (ticket["phone"], await audit(desk_web)) == (ZHANG, [])
    asked = await desk_web.post("callbacks", {"phone": ZHANG})
    assert (await desk_web.post(f"callbacks/{asked['id']}/claim"))["phone"] == ZHANG
    assert await audit(desk_web) == []


async def test_a_number_that_somebody_typed_over_theirs_is_shown_by_rule_again(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG)
    ticket = await desk_web.act(ticket, "dispatch", Role.MANAGER, assignee="agent")
    path = f"tickets/{ticket['number']}"
    await desk_web.get(path)
    other = {"phone": "13900139000"}
    assert (await desk_web.ask("PATCH", path, other, Role.MANAGER, If_Match='"2"')).status == 200
    assert (await desk_web.get(path))["phone"] == "+8613900139000"
    assert [entry["rule"] for entry in await audit(desk_web)] == ["dispatched", "dispatched"]


async def test_a_list_shows_nobody_a_number_for_the_first_time(desk_web: DeskWeb) -> None:
    for _ in range(3):
        ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG)
        ticket = await desk_web.act(ticket, "dispatch", Role.MANAGER, assignee="agent")
    await missed_call(desk_web)
    for role in (Role.AGENT, Role.DISPATCHER):
        assert {one["phone"] for one in (await desk_web.get("tickets", role))["items"]} == {MASKED}
        assert {one["phone"] for one in (await desk_web.get("callbacks", role))["items"]} == {MASKED}
    assert await audit(desk_web) == []
    await desk_web.get(f"tickets/{ticket['number']}")
    assert [one["phone"] for one in (await desk_web.get("tickets?mine=true"))["items"]] == [ZHANG, MASKED, MASKED]


async def test_work_without_any_number_is_shown_in_full_and_noted_nowhere(desk_web: DeskWeb) -> None:
    ticket = await desk_web.act(await desk_web.opened(), "start")
    assert (ticket["masked"], (await desk_web.get("tickets?mine=true"))["items"][0]["masked"]) == (False, False)
    assert await audit(desk_web) == []


async def test_all_open_work_is_a_dispatchers_each_number_noted_once(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG)
    number = await missed_call(desk_web)
    for _ in range(2):
        assert (await desk_web.get(f"tickets/{ticket['number']}", Role.DISPATCHER))["phone"] == ZHANG
        assert (await desk_web.get(f"callbacks/{number}", Role.DISPATCHER))["phone"] == ZHANG
    assert await audit(desk_web) == [
        {"who": "dispatcher", "ticket": ticket["number"], "rule": "open_work"},
        {"who": "dispatcher", "callback": number, "rule": "open_work"},
    ]


def calls() -> CallsInMemory:
    mine, theirs, over = ringing_call("1.1"), ringing_call("1.2"), answered_call("1.3")
    mine.attempts[0] = Attempt("agent", "PJSIP/1001", T0, T0 + 100_000)
    over.agent = over.attempts[0].agent = "agent"
    talking: Call = answered_call("1.4")
    talking.agent, talking.ended_at_us, talking.disposition = "agent", None, None
    given_up = ringing_call("1.5")
    given_up.attempts[0] = Attempt("agent", "PJSIP/1001", T0, T0 + 100_000, T0 + 200_000)
    silent = ringing_call("1.6")
    silent.attempts[0] = Attempt("agent", "PJSIP/1001", T0)
    return CallsInMemory([mine, theirs, over, talking, given_up, silent])


SHOWN = {"1.1": True, "1.2": False, "1.3": False, "1.4": True, "1.5": False, "1.6": False}


async def test_a_call_is_shown_to_whom_it_rings_or_who_talks_in_it_and_to_nobody_else(pool: DatabasePool) -> None:
    desk = ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays())))
    site = DeskContext(desk, pool)
    async with web_of(calls(), desk=site) as web:
        desk_web = DeskWeb(web, desk, Dialled(desk))
        for linkedid, shown in SHOWN.items():
            call = await desk_web.get(f"calls/main/{linkedid}")
            assert (call["caller_raw"], call["caller"]) == (
                ("13800000001", "+8613800000001") if shown else ("138****0001", "+861****0001")
            ), linkedid
            assert (await desk_web.get(f"calls/main/{linkedid}", Role.DISPATCHER))["caller_raw"] == "138****0001"
        assert {one["caller_raw"] for one in (await desk_web.get("calls"))["items"]} == {"138****0001"}
        entries = await audit(desk_web)
    assert entries == [{"who": "agent", "call": f"main/{one}", "rule": "own_call"} for one in ("1.1", "1.4")]
