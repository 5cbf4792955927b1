"""In whatever way a duty, inspection, finding, nonconformity or survey changes, the live stream hears of it once."""

import pytest

from kit.database.pool import session
from kit.roles import Role
from tests.integration.news.conftest import Scene
from tests.integration.quality.test_inspections_over_http import form
from tests.integration.surveys.conftest import SURVEY
from tests.unit.ticketing.moments import at

ISSUE = {"responsible": "li", "due": "2026-11-27"}
ACT = {"corrective": "cleaned", "preventive": "daily round"}


async def duties(scene: Scene) -> dict[str, dict[str, object]]:
    await scene.keeper.look_around()
    scene.told()
    return {one["name"]: one for one in (await scene.get("duties"))["items"]}


async def test_the_calendar_makes_duties_and_tells_those_that_are_missed(scene: Scene) -> None:
    await scene.keeper.look_around()
    made = scene.told()
    assert made
    assert made == [f"duty {number} made" for number in range(1, len(made) + 1)]
    scene.clock.at_us = at("2026-11-25 23:30")
    await scene.keeper.look_around()
    soon = scene.told()
    assert soon
    assert {told.split()[2] for told in soon} == {"due_soon"}
    scene.clock.at_us = at("2026-11-26 00:00")
    await scene.keeper.look_around()
    missed = [told for told in scene.told() if told.endswith("missed")]
    assert missed == [told.replace("due_soon", "missed") for told in soon]
    await scene.keeper.look_around()
    assert scene.told() == []


async def test_a_calendar_that_becomes_known_confirms_or_calls_off_what_was_a_guess(scene: Scene) -> None:
    number = (await duties(scene))["patrol"]["id"]
    async with session(scene.pool) as connection:
        await connection.execute("update duties set provisional = true where id = $1", number)
        off = await connection.fetchval(
            "insert into duties (kind, first_day, number, since, until, provisional) values"
            " ('patrol', '2026-11-25', 9, '2026-11-25 00:00+08', '2026-11-26 00:00+08', true) returning id"
        )
    await scene.keeper.look_around()
    assert sorted(scene.told()) == sorted([f"duty {number} confirmed", f"duty {off} call_off"])


async def test_duties_over_http(scene: Scene) -> None:
    known = await duties(scene)
    patrol, meeting = known["patrol"], known["meeting"]
    await scene.post(f"duties/{patrol['id']}/done", {"findings": "none"}, Role.MANAGER)
    await scene.on("duties", {**patrol, "version": 2}, "return", why="not done")
    assert scene.told() == [f"duty {patrol['id']} done", f"duty {patrol['id']} return"]
    await scene.on("duties", meeting, "call_off", why="holiday")
    assert scene.told() == [f"duty {meeting['id']} call_off"]


async def test_an_inspection_with_all_that_comes_of_it(scene: Scene) -> None:
    duty = (await duties(scene))["daily_inspection"]["id"]
    await scene.post("inspections", form(lobbies="minor", lighting="major"), Role.DISPATCHER)
    assert sorted(scene.told()) == [
        f"duty {duty} done",
        "finding 1 found",
        "finding 2 found",
        "inspection 1 filled",
        "nonconformity 1 raised",
    ]
    await scene.on("duties", await scene.get(f"duties/{duty}"), "sign")
    assert scene.told() == [f"duty {duty} sign"]


async def test_findings_by_hand_and_by_the_weekly_form(scene: Scene) -> None:
    weekly = (await duties(scene))["weekly_inspection"]["id"]
    await scene.post("inspections", form(lobbies="minor", lighting="minor", greening="minor"), Role.MANAGER)
    first, second, third = sorted((await scene.get("findings"))["items"], key=lambda one: str(one["id"]))
    scene.told()
    await scene.on("findings", first, "correct", why="swept")
    await scene.on("findings", second, "escalate", why="again")
    assert scene.told() == ["finding 1 correct", "finding 2 escalate", "nonconformity 1 raised"]
    looked = [{"finding": first["id"], "ok": True}, {"finding": third["id"], "ok": False, "note": "still"}]
    await scene.post("inspections", form("weekly", looked), Role.MANAGER)
    assert sorted(scene.told()) == [
        f"duty {weekly} done",
        "finding 1 pass",
        "finding 3 fail",
        "inspection 2 filled",
        "nonconformity 2 raised",
    ]


async def test_a_nonconformity_from_its_beginning_to_its_end_with_its_finding(scene: Scene) -> None:
    await scene.post("inspections", form(lobbies="major"), Role.MANAGER)
    one = (await scene.get("nonconformities"))["items"][0]
    scene.told()
    for action, fields in (("issue", ISSUE), ("act", ACT), ("reject", {"why": "no"}), ("act", ACT)):
        one = await scene.on("nonconformities", one, action, **fields)
        assert scene.told() == [f"nonconformity 1 {action}"]
    one = await scene.on("nonconformities", one, "verify", why="seen")
    one = await scene.on("nonconformities", one, "close")
    assert scene.told() == ["nonconformity 1 verify", "nonconformity 1 close", "finding 1 close"]
    await scene.on("nonconformities", one, "reopen", why="again", due="2026-11-28")
    assert scene.told() == ["nonconformity 1 reopen", "finding 1 reopen"]


async def test_nonconformities_by_hand_and_those_that_are_due_soon_or_overdue(scene: Scene) -> None:
    one = await scene.post("nonconformities", {"title": "x", "department": "works"}, Role.MANAGER)
    await scene.on("nonconformities", one, "issue", **ISSUE)
    assert scene.told() == ["nonconformity 1 raised", "nonconformity 1 issue"]
    for moment, what in (("2026-11-27 23:30", "due_soon"), ("2026-11-28 00:00", "overdue")):
        scene.clock.at_us = at(moment)
        for _ in range(2):
            await scene.keeper.look_around()
        assert [told for told in scene.told() if told.startswith("nonconf")] == [f"nonconformity 1 {what}"]
    other = await scene.post("nonconformities", {"title": "y", "department": "works"}, Role.MANAGER)
    await scene.on("nonconformities", other, "cancel", why="twice")
    assert scene.told() == ["nonconformity 2 raised", "nonconformity 2 cancel"]


async def test_a_promise_that_was_broken(scene: Scene) -> None:
    await scene.opened()
    scene.clock.at_us = at("2026-11-28 12:00")
    await scene.worker.look_around()
    scene.told()
    for _ in range(2):
        await scene.keeper.look_around()
    assert [told for told in scene.told() if told.startswith("nonconf")] == [
        "nonconformity 1 raised",  # the first response is late
        "nonconformity 2 raised",  # and so is the resolution
    ]


@pytest.mark.parametrize("anonymous", [False, True])
async def test_a_survey_from_its_draft_to_its_end(scene: Scene, anonymous: bool) -> None:
    survey = await scene.made(anonymous=anonymous)
    asked = {**SURVEY, "anonymous": anonymous}
    amended = await scene.ask("PUT", f"surveys/{survey['id']}", asked, Role.MANAGER, If_Match='"1"')
    [link] = await scene.links(amended.body)
    survey = await scene.moved(amended.body, "open")
    assert scene.told() == [f"survey 1 {what}" for what in ("created", "amend", "invite", "open")]
    assert (await scene.page(link, {"q1": "2", "q4": "cold"})).status == 303
    answered = {"what": "answered", "id": 1, "kind": "yearly", "state": "open"}
    assert scene.events() == ([] if anonymous else [("survey", answered)])  # when would say who
    await scene.page(link, {"q1": "5"})  # once a household
    [finding] = (await scene.get("surveys/1/findings", Role.DISPATCHER))["items"]
    said = {"title": "x", "department": "works"}
    await scene.post(f"surveys/1/findings/{finding['response']}/nonconformity", said, Role.MANAGER)
    assert scene.told() == ["nonconformity 1 raised"]
    await scene.moved(survey, "close")
    assert scene.told() == ["survey 1 close"]


async def test_an_answer_that_an_agent_writes_down(scene: Scene, home: int) -> None:
    survey, _ = await scene.running()
    scene.told()
    await scene.post(f"surveys/{survey['id']}/responses", {"household": home, "answers": {"q1": "5"}})
    assert scene.told() == ["survey 1 answered"]
