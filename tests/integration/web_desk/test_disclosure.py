"""Each road to a masked number: it is theirs by rule and in the audit log, or it asks for a reason."""

import asyncio
import hashlib
import json
from typing import Any

import pytest

from telephony.facts import Attempt, Call
from tests.integration.web.site_in_memory import T0, CallsInMemory, answered_call, ringing_call, web_of
from tests.integration.web_desk.conftest import ZHANG, DeskWeb, Dialled
from tests.unit.ticketing.moments import SHANGHAI, at
from thirdring.database.pool import DatabasePool, session
from thirdring.desk.site_desk import SiteDesk
from thirdring.web.auth.roles import Role
from thirdring.web.desk.ask import DeskSite
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.merging import Cause
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.desk import Arrived
from ticketing.rules import DeskRules

NOW = at("2026-11-25 10:00")
MASKED = "+861****8000"
WHY = {"why": "owner asked to be called"}


async def audit(desk_web: DeskWeb, *actions: str) -> list[dict[str, Any]]:
    """What was shown to whom, the oldest first."""
    entries = (await desk_web.get("audit", Role.ADMIN))["items"][::-1]
    wanted = actions or ("disclosed", "unmask")
    return [{"who": one["actor"], **json.loads(one["detail"])} for one in entries if one["action"] in wanted]


async def missed_call(desk_web: DeskWeb, phone: str = ZHANG) -> int:
    return (await desk_web.desk.callbacks.bear(Cause(Reason.MISSED_CALL, NOW, phone))).callback.id


async def called(desk_web: DeskWeb, linkedid: str = "1.1", phone: str = ZHANG) -> str:
    """The ticket of a call."""
    return (await desk_web.desk.desk.arrived(Arrived("main", linkedid, NOW, phone)))[0]


async def answers(desk_web: DeskWeb, linkedid: str = "1.1", agent: str = "agent") -> None:
    await desk_web.desk.tickets.take("main", linkedid, agent, NOW)


# what is theirs by rule


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


# what somebody makes theirs asks for a reason


async def reasoned(desk_web: DeskWeb, thing: str, role: Role = Role.AGENT) -> None:
    """It is masked until they say why, then shown, and the reason is in the audit log."""
    seen = await desk_web.get(thing, role)
    assert (seen["masked"], ZHANG[3:] in json.dumps(seen)) == (True, False)
    assert (await desk_web.ask("POST", f"{thing}/unmask", {"why": " "}, role)).status == 422
    assert await audit(desk_web) == []
    assert await desk_web.post(f"{thing}/unmask", WHY, role) == {"number": ZHANG}
    assert (await desk_web.get(thing, role))["masked"] is False
    [entry] = await audit(desk_web)
    assert (entry["who"], entry["why"]) == (role.value, WHY["why"])


@pytest.mark.parametrize("action", ["dispatch", "start", "start of what was returned", "hand_over"])
async def test_a_ticket_that_they_gave_to_themself(desk_web: DeskWeb, action: str) -> None:
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG, title="call 13800138000")
    if action == "hand_over":
        ticket = await desk_web.act(ticket, "dispatch", Role.MANAGER, assignee="li")
    if action == "start of what was returned":
        ticket = await desk_web.act(ticket, "dispatch", Role.MANAGER, assignee="agent")
        ticket = await desk_web.act(ticket, "return", Role.MANAGER, why="later")
        action = "start"
    words: dict[str, Any] = {"assignee": "agent", "why": "mine"} if action != "start" else {}
    ticket = await desk_web.act(ticket, action, Role.AGENT, **words)
    assert (ticket["assignee"], ticket["phone"], ticket["title"]) == ("agent", MASKED, "call 138****8000")
    await reasoned(desk_web, f"tickets/{ticket['number']}")


async def test_a_ticket_that_they_took_by_a_patch(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG)
    path = f"tickets/{ticket['number']}"
    for change in ({"status": "dispatched", "assignee": "agent"}, {"status": "in_progress"}):
        version = (await desk_web.get(path))["version"]
        taken = await desk_web.ask("PATCH", path, change, If_Match=f'"{version}"')
        assert (taken.status, taken.body["phone"]) == (200, MASKED)
    await reasoned(desk_web, path)


async def test_a_ticket_that_they_split_from_another(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG)
    twin = await desk_web.post(f"tickets/{ticket['number']}/split", {"title": "x"}, If_Match='"1"')
    await desk_web.act(twin, "start")
    await reasoned(desk_web, f"tickets/{twin['number']}")


async def test_a_ticket_to_which_they_linked_the_call_that_rings_at_their_phone(desk_web: DeskWeb) -> None:
    wanted = await desk_web.opened(Role.MANAGER, phone=ZHANG)
    await called(desk_web, "1.9", "+8613900139000")
    path = f"tickets/{wanted['number']}"
    await desk_web.post(f"{path}/calls", {"pbx": "main", "linkedid": "1.9"}, If_Match='"1"')
    await answers(desk_web, "1.9")
    assert (await desk_web.get(path))["assignee"] == "agent"
    await reasoned(desk_web, path)


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER])
@pytest.mark.parametrize("take", ["next", "{id}/claim"])
@pytest.mark.parametrize("about", ["household", "ticket"])
async def test_a_callback_that_they_asked_for(desk_web: DeskWeb, home: int, role: Role, take: str, about: str) -> None:
    closed = await desk_web.act(await desk_web.opened(Role.MANAGER, phone=ZHANG), "cancel", Role.MANAGER, why="x")
    body = {"household": home} if about == "household" else {"ticket": closed["number"]}
    asked = await desk_web.post("callbacks", body, role)
    assert asked["phone"] == MASKED
    taken = await desk_web.post("callbacks/" + take.format(**asked), None, role)
    assert (taken["id"], taken["phone"]) == (asked["id"], MASKED)
    await reasoned(desk_web, f"callbacks/{asked['id']}", role)


async def test_a_callback_that_they_made_by_resolving_a_ticket_of_a_household(desk_web: DeskWeb, home: int) -> None:
    ticket = await desk_web.opened(household=home)
    await desk_web.act(ticket, "resolve", resolution="done")
    given = await desk_web.post("callbacks/next")
    assert (given["reason"], given["phone"]) == ("resolved_ticket", MASKED)
    await reasoned(desk_web, f"callbacks/{given['id']}")


async def test_a_follow_up_to_the_number_of_their_own_call_shows_nothing_new(desk_web: DeskWeb) -> None:
    number = await called(desk_web)
    await answers(desk_web)
    ticket = await desk_web.act(await desk_web.get(f"tickets/{number}"), "start")
    path = f"tickets/{number}"
    patched = await desk_web.ask("PATCH", path, {"category": "repair"}, If_Match=f'"{ticket["version"]}"')
    await desk_web.act(patched.body, "resolve", resolution="done")
    assert (await desk_web.post("callbacks/next"))["phone"] == ZHANG
    assert [entry["rule"] for entry in await audit(desk_web)] == ["own_call"]


async def test_a_callback_that_they_picked_out(desk_web: DeskWeb) -> None:
    number = await missed_call(desk_web)
    assert (await desk_web.post(f"callbacks/{number}/claim"))["phone"] == MASKED
    await reasoned(desk_web, f"callbacks/{number}")


async def test_a_callback_that_they_want_tried_again(desk_web: DeskWeb) -> None:
    number = await missed_call(desk_web)
    for state in ("unreachable", "pending"):
        body = {"state": state, "why": "is there"}
        assert (await desk_web.post(f"callbacks/{number}/outcome", body))["phone"] == MASKED
    assert (await desk_web.post("callbacks/next"))["id"] == number
    await reasoned(desk_web, f"callbacks/{number}")


async def test_two_who_ask_for_the_same_callback_both_asked_for_it(desk_web: DeskWeb, home: int) -> None:
    first = await desk_web.post("callbacks", {"household": home}, Role.DISPATCHER)
    again = await desk_web.post("callbacks", {"household": home})
    assert again["id"] == first["id"]
    assert (await desk_web.post("callbacks/next"))["phone"] == MASKED
    await reasoned(desk_web, f"callbacks/{first['id']}")


async def test_no_phone_rings_for_a_callback_that_they_picked_out_before_they_said_why(desk_web: DeskWeb) -> None:
    """A phone that rings shows the number."""
    number = await missed_call(desk_web)
    refused = await desk_web.ask("POST", f"callbacks/{number}/call")
    assert (refused.status, refused.body["current"]["phone"], desk_web.dialled.calls) == (403, MASKED, [])
    assert refused.body["current"]["claimed_by"] == "agent"
    await desk_web.post(f"callbacks/{number}/unmask", WHY)
    assert (await desk_web.post(f"callbacks/{number}/call"))["phone"] == ZHANG
    assert desk_web.dialled.calls == [(number, "agent")]


async def test_who_is_too_late_for_a_callback_is_not_shown_its_number(desk_web: DeskWeb) -> None:
    number = await missed_call(desk_web)
    await desk_web.post("callbacks/next", None, Role.MANAGER)
    for role in (Role.AGENT, Role.DISPATCHER):
        late = await desk_web.ask("POST", f"callbacks/{number}/claim", role=role)
        assert (late.status, late.body["current"]["phone"]) == (409, MASKED)
    assert await audit(desk_web) == []


async def test_an_agent_gives_no_reason_for_what_is_not_their_work(desk_web: DeskWeb, home: int) -> None:
    ticket, number = await desk_web.opened(Role.MANAGER, phone=ZHANG), await missed_call(desk_web)
    for path in (f"tickets/{ticket['number']}", f"callbacks/{number}", f"households/{home}"):
        refused = await desk_web.ask("POST", f"{path}/unmask", WHY)
        assert (refused.status, ZHANG[3:] in json.dumps(refused.body)) == (403, False)
    assert await audit(desk_web) == []


async def test_a_dispatcher_gives_a_reason_each_time_for_what_is_over(desk_web: DeskWeb, home: int) -> None:
    closed = await desk_web.act(await desk_web.opened(Role.MANAGER, phone=ZHANG), "cancel", Role.MANAGER, why="x")
    path = f"tickets/{closed['number']}"
    for _ in range(2):
        assert await desk_web.post(f"{path}/unmask", WHY, Role.DISPATCHER) == {"number": ZHANG}
        assert (await desk_web.get(path, Role.DISPATCHER))["phone"] == MASKED
        await desk_web.post(f"households/{home}/unmask", WHY, Role.DISPATCHER)
    named = [{name for name in entry if name not in ("who", "why")} for entry in await audit(desk_web)]
    assert named == [{"ticket"}, {"household"}] * 2


# a number that they typed shows that number alone

WORDS = {"title": "Ring 13911112222", "contact": "Li 13933334444"}
WORDS_MASKED = {"title": "Ring 139****2222", "contact": "Li 139****4444"}
TYPED = "+8613700000000"


async def patched(desk_web: DeskWeb, ticket: Any, role: Role = Role.AGENT, **fields: Any) -> Any:
    path = f"tickets/{ticket['number']}"
    answer = await desk_web.ask("PATCH", path, fields, role, If_Match=f'"{ticket["version"]}"')
    assert answer.status == 200, answer.body
    return answer.body


async def shows_the_typed_number_alone(desk_web: DeskWeb, ticket: Any) -> None:
    [listed] = (await desk_web.get("tickets?mine=true"))["items"]
    for seen in (await desk_web.get(f"tickets/{ticket['number']}"), listed):
        assert (seen["phone"], seen["masked"]) == (TYPED, True)
        assert {name: seen[name] for name in WORDS} == WORDS_MASKED
    assert await audit(desk_web) == []


@pytest.mark.parametrize("types_first", [False, True])
async def test_the_words_of_a_ticket_whose_number_they_typed_stay_masked(desk_web: DeskWeb, types_first: bool) -> None:
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG, **WORDS)
    if types_first:
        ticket = await patched(desk_web, ticket, phone=TYPED)
        assert ticket["phone"] == "+861****0000"
    ticket = await patched(desk_web, ticket, status="dispatched", assignee="agent")
    if not types_first:
        ticket = await patched(desk_web, ticket, phone=TYPED)
    await shows_the_typed_number_alone(desk_web, ticket)
    changed = await patched(desk_web, ticket, Role.MANAGER, phone=ZHANG)
    assert (await desk_web.get(f"tickets/{changed['number']}"))["phone"] == MASKED


async def test_the_words_are_shown_and_noted_once_they_have_a_right_to_them(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG, **WORDS)
    ticket = await patched(desk_web, ticket, phone=TYPED)
    ticket = await patched(desk_web, ticket, Role.MANAGER, status="dispatched", assignee="agent")
    seen = await desk_web.get(f"tickets/{ticket['number']}")
    assert {name: seen[name] for name in WORDS} == WORDS
    assert await audit(desk_web) == [{"who": "agent", "ticket": ticket["number"], "rule": "dispatched"}]


async def test_a_reason_shows_the_words_of_a_ticket_whose_number_they_typed(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG, **WORDS)
    ticket = await patched(desk_web, ticket, status="dispatched", assignee="agent")
    ticket = await patched(desk_web, ticket, phone=TYPED)
    await desk_web.post(f"tickets/{ticket['number']}/unmask", WHY)
    assert (await desk_web.get(f"tickets/{ticket['number']}"))["title"] == WORDS["title"]
    assert [entry["why"] for entry in await audit(desk_web)] == [WHY["why"]]


@pytest.mark.parametrize("by_right", [False, True])
async def test_typing_the_number_of_a_callback_into_its_ticket_does_not_show_it(
    desk_web: DeskWeb, home: int, by_right: bool
) -> None:
    giver = Role.MANAGER if by_right else Role.AGENT
    ticket = await desk_web.opened(giver, household=home, title="call 13911112222")
    ticket = await patched(desk_web, ticket, giver, status="dispatched", assignee="agent")
    asked = await desk_web.post("callbacks", {"ticket": ticket["number"]})
    await desk_web.post(f"callbacks/{asked['id']}/claim")
    await patched(desk_web, ticket, phone=ZHANG)
    await desk_web.get(f"tickets/{ticket['number']}")
    assert (await desk_web.get(f"callbacks/{asked['id']}"))["phone"] == MASKED
    refused = await desk_web.ask("POST", f"callbacks/{asked['id']}/call")
    assert (refused.status, desk_web.dialled.calls) == (403, [])


async def test_the_phone_rings_for_a_number_that_they_typed_though_words_stay_masked(desk_web: DeskWeb) -> None:
    asked = await desk_web.post("callbacks", {"phone": ZHANG})
    for state in ("unreachable", "pending"):
        body = {"state": state, "why": "ring 13911112222"}
        await desk_web.post(f"callbacks/{asked['id']}/outcome", body, Role.MANAGER)
    called_back = await desk_web.post(f"callbacks/{asked['id']}/call")
    assert (called_back["phone"], "13911112222" in json.dumps(called_back)) == (ZHANG, False)


# calls


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
    desk = SiteDesk(pool, DeskRules(Site(SHANGHAI, Workdays())))
    site = DeskSite(desk, pool)
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


# so many a day


@pytest.fixture
def desk(pool: DatabasePool) -> SiteDesk:
    return SiteDesk(pool, DeskRules(Site(SHANGHAI, Workdays()), numbers_per_day=3, lookups_per_day=3))


async def test_an_agent_is_shown_so_many_numbers_a_day_and_then_none(desk_web: DeskWeb) -> None:
    for number in range(5):
        await missed_call(desk_web, f"+86138001380{number:02}")
    given = [await desk_web.post("callbacks/next") for _ in range(3)]
    assert [one["masked"] for one in given] == [False] * 3
    over = await desk_web.ask("POST", "callbacks/next")
    assert (over.status, over.headers["Retry-After"]) == (429, str(14 * 3_600))
    ticket = await desk_web.act(
        await desk_web.opened(Role.MANAGER, phone=ZHANG), "dispatch", Role.MANAGER, assignee="agent"
    )
    path = f"tickets/{ticket['number']}"
    assert (await desk_web.get(path))["phone"] == MASKED
    assert (await desk_web.ask("POST", f"{path}/unmask", WHY)).status == 429
    assert (await desk_web.get(f"callbacks/{given[0]['id']}"))["masked"] is False
    assert len(await audit(desk_web)) == 3
    desk_web.clock.at_us += 15 * 3_600 * 1_000_000
    assert (await desk_web.get(path))["phone"] == ZHANG


async def test_their_own_calls_do_not_count_and_go_on_when_the_day_is_used_up(desk_web: DeskWeb) -> None:
    for place in range(5):
        number = await called(desk_web, f"1.{place}")
        await answers(desk_web, f"1.{place}")
        assert (await desk_web.get(f"tickets/{number}"))["phone"] == ZHANG
    await missed_call(desk_web)
    assert (await desk_web.post("callbacks/next"))["masked"] is False


async def test_a_dispatcher_has_no_cap_and_all_is_noted(desk_web: DeskWeb) -> None:
    for number in range(5):
        ticket = await desk_web.opened(Role.MANAGER, phone=f"138001380{number:02}")
        assert (await desk_web.get(f"tickets/{ticket['number']}", Role.DISPATCHER))["masked"] is False
    assert len(await audit(desk_web)) == 5


async def test_the_same_number_may_be_looked_up_again_and_only_so_many_different_ones(
    desk_web: DeskWeb, home: int
) -> None:
    lists = ("tickets", "callbacks", "households", "residents")
    for place in lists:
        for written in ("13800138000", "%2B8613800138000", "138 0013 8000"):
            assert (await desk_web.ask("GET", f"{place}?phone={written}")).status == 200
    assert (await desk_web.post("callbacks", {"phone": "13900139001"}))["masked"]
    assert (await desk_web.ask("GET", "residents?phone=13900139002")).status == 200
    for place in lists:
        over = await desk_web.ask("GET", f"{place}?phone=13900139003")
        assert (over.status, over.headers["Retry-After"]) == (429, str(14 * 3_600))
    assert (await desk_web.ask("POST", "callbacks", {"phone": "13900139003"})).status == 429
    for other in (Role.DISPATCHER, Role.MANAGER):
        assert (await desk_web.ask("GET", "residents?phone=13900139003", role=other)).status == 200
    desk_web.clock.at_us += 15 * 3_600 * 1_000_000
    assert (await desk_web.ask("GET", "residents?phone=13900139003")).status == 200


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER])
async def test_a_number_typed_into_a_ticket_counts_as_looked_up(desk_web: DeskWeb, home: int, role: Role) -> None:
    ticket = await desk_web.opened(Role.MANAGER, household=home)
    path = f"tickets/{ticket['number']}"
    for last in range(3):
        ticket = await patched(desk_web, ticket, role, phone=f"1380013800{last}")
    ticket = await patched(desk_web, ticket, role, phone="13800138000")
    guess = {"phone": "13800138003"}
    refused = [
        await desk_web.ask("PATCH", path, guess, role, If_Match=f'"{ticket["version"]}"'),
        await desk_web.ask("POST", "tickets", {"category": "repair", "household": home, **guess}, role),
        await desk_web.ask("POST", "tickets", {"category": "repair", **guess}, role),
        await desk_web.ask("GET", "residents?phone=13800138003", role=role),
    ]
    assert [answer.status for answer in refused] == [429] * 4
    assert (await desk_web.get(path))["version"] == ticket["version"]
    await desk_web.opened(role)
    await patched(desk_web, ticket, Role.MANAGER, **guess)


async def test_each_number_that_is_typed_into_a_new_ticket_counts(desk_web: DeskWeb) -> None:
    for last in range(3):
        await desk_web.opened(phone=f"1380013800{last}")
    assert (await desk_web.ask("POST", "tickets", {"category": "repair", "phone": "13800138003"})).status == 429


async def test_numbers_whose_short_hashes_are_the_same_are_told_apart(desk_web: DeskWeb) -> None:
    """+8613900052535 begins its SHA-256 as +8613800138000 does."""
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG)
    ticket = await desk_web.act(ticket, "dispatch", Role.AGENT, assignee="agent")
    await desk_web.post(f"tickets/{ticket['number']}/unmask", WHY)
    await patched(desk_web, ticket, Role.MANAGER, phone="+8613900052535")
    assert (await desk_web.get(f"tickets/{ticket['number']}"))["masked"]


async def test_marks_are_long_and_differ_from_database_to_database(desk_web: DeskWeb, pool: DatabasePool) -> None:
    async with session(pool) as connection:
        here = await connection.fetchval("select mark_of($1)", ZHANG)
        await connection.execute("update mark_salt set salt = sha256(salt)")
        there = await connection.fetchval("select mark_of($1)", ZHANG)
    assert (len(here), len(there), here == there) == (32, 32, False)
    assert hashlib.sha256(ZHANG.encode()).digest() not in (here, there)


async def test_who_asks_many_times_at_once_gets_no_more(desk_web: DeskWeb) -> None:
    tickets = []
    for number in range(8):
        ticket = await desk_web.opened(Role.MANAGER, phone=f"138001380{number:02}")
        tickets.append(await desk_web.act(ticket, "dispatch", Role.MANAGER, assignee="agent"))
    seen = await asyncio.gather(*(desk_web.get(f"tickets/{ticket['number']}") for ticket in tickets))
    assert sum(not one["masked"] for one in seen) == 3


async def test_no_number_is_kept_with_what_was_shown(desk_web: DeskWeb, pool: DatabasePool) -> None:
    await missed_call(desk_web)
    await desk_web.post("callbacks/next")
    await desk_web.get("residents?phone=13800138000")
    async with session(pool) as connection:
        for table in ("disclosures", "lookups", "audit"):
            rows = await connection.fetch(f"select t::text from {table} t")
            assert rows
            assert all("138000" not in row[0] and "138001" not in row[0] for row in rows)
