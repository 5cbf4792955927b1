"""In whatever way a callback changes, the live stream hears of it once."""

from functools import partial

from kit.instants import HOUR_US, MINUTE_US
from kit.roles import Role
from tests.integration.news.conftest import MORNING, Scene, missed
from tests.unit.ticketing.calls import inbound, outbound
from ticketing.callbacks.changes import agent_did_not_pick_up

PHONE = {"phone": "13800138000"}


async def test_asked_for_claimed_released_and_settled_by_word(scene: Scene) -> None:
    await scene.post("callbacks", PHONE)
    await scene.post("callbacks", PHONE)  # joins the one there is
    assert scene.told() == ["callback 1 pending"] * 2
    await scene.post("callbacks/1/claim")
    await scene.post("callbacks/1/release")
    await scene.post("callbacks/next")
    assert scene.told() == ["callback 1 calling", "callback 1 pending", "callback 1 calling"]
    await scene.post("callbacks/1/outcome", {"state": "unreachable", "why": "moved"}, Role.MANAGER)
    await scene.post("callbacks/1/outcome", {"state": "pending", "why": "back"}, Role.MANAGER)
    await scene.post("callbacks/1/outcome", {"state": "cancelled", "why": "no need"}, Role.MANAGER)
    assert scene.told() == ["callback 1 unreachable", "callback 1 pending", "callback 1 cancelled"]


async def test_missed_calls_make_one_and_calls_try_and_prove_it(scene: Scene) -> None:
    await scene.heard(missed("7.1"))
    await scene.heard(missed("7.2", MORNING + MINUTE_US))
    assert scene.told() == ["ticket 1 opened", "callback 1 pending", "ticket 2 opened", "callback 1 pending"]
    for _ in range(2):
        await scene.heard(outbound("8.1", MORNING + 3 * MINUTE_US, "13800138000", None))
    assert scene.told() == ["callback 1 pending"]
    for _ in range(2):
        await scene.heard(outbound("8.2", MORNING + 40 * MINUTE_US, "13800138000", 30))
    assert scene.told() == ["callback 1 reached"]


async def test_the_caller_who_calls_again_and_is_answered(scene: Scene) -> None:
    await scene.heard(missed("7.1"))
    scene.told()
    await scene.heard(inbound("7.2", MORNING + HOUR_US, "13800138000", 30))
    assert scene.told() == ["ticket 2 opened", "ticket 2 answered", "callback 1 reached"]


async def test_an_agent_who_did_not_pick_up_the_click_to_call(scene: Scene) -> None:
    await scene.post("callbacks", PHONE)
    await scene.post("callbacks/1/claim")
    scene.told()
    rules = scene.desk.rules
    missing = partial(
        agent_did_not_pick_up, agent="agent", at_us=scene.clock(), policy=rules.callbacks, zone=rules.site.zone
    )
    await scene.desk.callbacks.change(1, missing)
    assert scene.told() == ["callback 1 pending"]


async def test_claims_that_run_out_in_a_round_or_by_another_claim(scene: Scene) -> None:
    await scene.post("callbacks", PHONE)
    await scene.heard(missed("7.1"))
    await scene.desk.callbacks.claim(1, "li", MORNING)
    scene.told()
    later_us = MORNING + 2 * HOUR_US
    await scene.desk.callbacks.claim(2, "wang", later_us)
    assert scene.told() == ["callback 1 pending", "callback 2 calling"]
    scene.clock.at_us = later_us + 2 * HOUR_US
    assert [await scene.desk.callbacks.release_expired(scene.clock()) for _ in range(2)] == [1, 0]
    assert scene.told() == ["callback 2 pending"]
    await scene.desk.callbacks.claim(2, "wang", scene.clock())
    assert [await scene.desk.callbacks.release_agent("wang") for _ in range(2)] == [1, 0]
    assert scene.told() == ["callback 2 calling", "callback 2 pending"]


async def test_the_ticket_is_resolved_reopened_and_merged(scene: Scene) -> None:
    ticket, other = await scene.opened(phone="13800138000"), await scene.opened()
    scene.told()
    ticket = await scene.act(ticket, "resolve", Role.MANAGER, resolution="done")
    assert scene.told() == ["ticket 1 resolve", "callback 1 pending"]
    ticket = await scene.act(ticket, "reopen", Role.MANAGER, why="again")
    assert scene.told() == ["ticket 1 reopen", "callback 1 cancelled"]
    await scene.act(ticket, "resolve", Role.MANAGER, resolution="done")
    assert scene.told() == ["ticket 1 resolve", "callback 2 pending"]
    await scene.post(f"tickets/{other['number']}/merge", {"into": ticket["number"]}, If_Match='"1"')
    assert sorted(scene.told()) == ["ticket 1 took in", "ticket 2 merged"]


async def test_a_claim_that_somebody_else_has_is_not_told(scene: Scene) -> None:
    await scene.post("callbacks", PHONE)
    await scene.desk.callbacks.claim(1, "li", MORNING)
    scene.told()
    assert (await scene.ask("POST", "callbacks/1/claim")).status == 409
    assert (await scene.ask("POST", "callbacks/1/release")).status == 422
    assert (await scene.ask("POST", "callbacks/next")).status == 204
    assert scene.told() == []


async def test_given_to_somebody_left_by_them_and_passed_on(scene: Scene) -> None:
    await scene.post("callbacks", PHONE)
    scene.told()
    for name in ("agent", None, "agent"):
        await scene.post("callbacks/1/assign", {"assignee": name}, Role.DISPATCHER)
    assert scene.told() == ["callback 1 pending"] * 3
    await scene.desk.callbacks.pass_assigned_on("agent", "agent2")
    await scene.desk.callbacks.pass_assigned_on("agent", None)  # they have none any more
    assert scene.told() == ["callback 1 pending"]
