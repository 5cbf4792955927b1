"""In whatever way a ticket changes, the live stream hears of it once."""

import pytest

from kit.http.auth import accounts
from kit.instants import HOUR_US, MINUTE_US, SECOND_US
from kit.roles import Role
from telephony.facts import FactKind
from tests.integration.news.conftest import MORNING, Scene, caller, missed
from tests.integration.ticketing.test_worker import store
from tests.unit.ticketing.calls import facts, inbound
from ticketing.notices import Arrived


async def test_every_action_over_http(scene: Scene) -> None:
    ticket = await scene.opened()
    walk = [
        ("dispatch", {"assignee": "agent"}),
        ("hand_over", {"trade": "plumbing", "why": "shift"}),
        ("return", {"why": "not mine"}),
        ("start", {}),
        ("pause", {"why": "parts"}),
        ("resume", {}),
        ("resolve", {"resolution": "done"}),
        ("close", {}),
        ("reopen", {"why": "again"}),
        ("cancel", {"why": "twice"}),
    ]
    assert scene.told() == ["ticket 1 opened"]
    for action, fields in walk:
        ticket = await scene.act(ticket, action, Role.MANAGER, **fields)
        assert scene.told() == [f"ticket 1 {action}"]


async def test_words_a_rating_and_a_status_by_patch(scene: Scene) -> None:
    ticket = await scene.opened()
    ticket = await scene.patched(ticket, title="电梯", difficult=True)
    ticket = await scene.patched(ticket, rating=5)
    await scene.patched(ticket, status="dispatched", assignee="agent")
    assert scene.told() == ["ticket 1 opened", "ticket 1 amended", "ticket 1 amended", "ticket 1 dispatch"]


async def test_a_step_done_and_one_waived(scene: Scene) -> None:
    ticket = await scene.opened(category="move_in")
    path = f"tickets/{ticket['number']}/steps"
    await scene.post(path, {"step": "facilities"}, Role.MANAGER, If_Match='"1"')
    await scene.post(path, {"step": "rules", "waive": True, "why": "known"}, Role.MANAGER, If_Match='"2"')
    assert scene.told() == ["ticket 1 opened", "ticket 1 step done", "ticket 1 step waived"]


async def test_two_that_become_one_and_one_that_becomes_two(scene: Scene) -> None:
    one, other = await scene.opened(), await scene.opened()
    scene.told()
    await scene.post(f"tickets/{one['number']}/merge", {"into": other["number"]}, If_Match='"1"')
    assert sorted(scene.told()) == ["ticket 1 merged", "ticket 2 took in"]
    await scene.post(f"tickets/{other['number']}/split", {"title": "门"}, If_Match='"2"')
    assert scene.told() == ["ticket 2 split", "ticket 3 opened"]


async def test_a_call_that_is_linked_and_the_ticket_that_it_had_opened(scene: Scene) -> None:
    ticket = await scene.opened()
    await scene.heard(missed("7.1"), FactKind.CALL_ARRIVED)
    scene.told()
    path = f"tickets/{ticket['number']}/calls"
    ticket = await scene.post(path, {"pbx": "main", "linkedid": "7.1"}, If_Match='"1"')
    assert sorted(scene.told()) == ["ticket 1 call linked", "ticket 2 merged"]
    await scene.post(path, {"pbx": "main", "linkedid": "7.2"}, If_Match=f'"{ticket["version"]}"')
    [(_, told)] = scene.events()
    assert (told["what"], told["version"]) == ("call linked", None)


async def test_a_call_that_arrives_gets_its_number_later_and_is_answered(scene: Scene) -> None:
    answered = inbound("7.1", MORNING, "13800138000", 30)
    await scene.desk.notices.arrived(Arrived("main", "7.1", MORNING, ""))
    assert scene.told() == ["ticket 1 opened"]
    await scene.heard(answered, FactKind.CALL_ARRIVED)
    [(_, told)] = scene.events()
    assert (told["what"], told["version"], told["phone"], told["contact"], told["place"]) == (
        "amended",
        2,
        "+8613800138000",
        "张三",
        "3-2-1201",
    )
    await scene.heard(answered, FactKind.CALL_ANSWERED)
    [(_, told)] = scene.events()
    assert (told["what"], told["assignee"], told["call"], told["place"]) == ("answered", "1001", "main/7.1", "3-2-1201")
    await scene.heard(answered)  # again, to its end
    assert scene.told() == []


async def test_what_a_dialplan_asks_and_what_a_caller_presses(scene: Scene) -> None:
    await scene.agi.introduce(caller("7.1"))
    assert scene.told() == ["ticket 1 opened"]
    for _ in range(2):
        await scene.agi.rate(caller("7.1"), 4)
    assert scene.told() == ["ticket 1 amended"]
    for _ in range(2):
        await scene.agi.request_callback(caller("7.2"))
    assert scene.told() == ["ticket 2 opened", "callback 1 pending"]


async def test_a_rating_that_comes_with_the_outcome_of_a_callback(scene: Scene) -> None:
    ticket = await scene.opened()
    await scene.post("callbacks", {"ticket": ticket["number"], "phone": "13800138000"})
    scene.told()
    await scene.post("callbacks/1/outcome", {"state": "reached", "why": "met them", "rating": 5}, Role.MANAGER)
    assert scene.told() == ["callback 1 reached", "ticket 1 amended"]
    await scene.post("callbacks/1/outcome", {"rating": 4}, Role.MANAGER)
    assert scene.told() == ["ticket 1 amended"]


async def test_the_work_of_an_account_that_is_deleted(scene: Scene) -> None:
    async with scene.pool.acquire() as connection:
        for name, role in (("li", Role.AGENT), ("chief", Role.ADMIN)):
            await accounts.create_user(connection, name, "hash", role, "test")
    await scene.act(await scene.opened(), "dispatch", assignee="li")
    await scene.post("callbacks", {"phone": "13800138000"})
    await scene.desk.callbacks.claim(1, "li", MORNING)
    scene.told()
    assert (await scene.ask("DELETE", "users/li", role=Role.ADMIN)).status == 204
    assert scene.told() == ["callback 1 pending", "ticket 1 given back"]


async def test_clocks_that_run_out_and_calls_that_the_desk_missed_in_a_round(scene: Scene) -> None:
    await scene.opened(category="repair")
    await store(scene.pool, missed("7.1"), inbound("7.2", MORNING + SECOND_US, "13900139000", 30))
    scene.told()
    scene.clock.at_us += 5 * MINUTE_US
    await scene.worker.look_around()
    told = scene.told()
    assert sorted(told) == ["callback 1 pending", "ticket 2 opened", "ticket 3 answered", "ticket 3 opened"]
    scene.clock.at_us += 400 * HOUR_US
    await scene.worker.look_around()
    told = scene.told()
    assert len(told) == len(set(told))
    assert {"ticket 1 resolution_overdue", "ticket 2 resolution_overdue"} <= set(told)
    await scene.worker.look_around()
    assert scene.told() == []


@pytest.mark.parametrize("refused", [{"action": "close"}, {"action": "dispatch"}, {"action": "reopen", "why": "x"}])
async def test_what_is_refused_or_came_too_late_is_not_told(scene: Scene, refused: dict[str, str]) -> None:
    ticket = await scene.opened()
    scene.told()
    path = f"tickets/{ticket['number']}/actions"
    assert (await scene.ask("POST", path, refused, Role.MANAGER, If_Match='"1"')).status == 422
    late = await scene.ask("POST", path, {"action": "start"}, Role.MANAGER, If_Match='"9"')
    assert (late.status, scene.told()) == (409, [])


async def test_an_arrival_that_is_told_twice_is_one_ticket_and_one_piece_of_news(scene: Scene) -> None:
    for _ in range(2):
        await scene.heard(missed("7.1"))
    assert scene.told() == ["ticket 1 opened", "callback 1 pending"]
    assert len(facts(missed("7.1"))) == 2
