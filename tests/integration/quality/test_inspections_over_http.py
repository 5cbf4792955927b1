from typing import Any

import pytest

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from tests.integration.quality.kept import Kept, match, of
from tests.integration.web_desk.conftest import DeskWeb
from ticketing.inspections.forms import FORMS


def form(name: str = "daily", rechecks: list[dict[str, Any]] | None = None, **results: str) -> dict[str, Any]:
    """All in order but for what is named."""
    told = [{"item": item.key, "result": results.get(item.key, "ok"), "note": "3 号楼"} for item in FORMS[name].items]
    return {"form": name, "results": told, "rechecks": rechecks or []}


async def filled(site: DeskWeb, body: dict[str, Any], role: Role = Role.DISPATCHER) -> Any:
    return await site.post("inspections", body, role)


async def test_a_daily_form_does_its_duty_and_a_manager_signs_that(kept: Kept) -> None:
    site = kept.site
    inspection = await filled(site, form(lobbies="minor"))
    assert (inspection["form"], inspection["day"], inspection["who"]) == ("daily", "2026-11-25", "dispatcher")
    assert (inspection["ok_count"], inspection["minor_count"], inspection["major_count"]) == (10, 1, 0)
    (duty,) = await of(site, "daily_inspection", "&state=done")
    assert (duty["id"], duty["findings"]) == (inspection["duty"], "1")
    assert duty["evidence"] == f"/api/v1/inspections/{inspection['id']}"
    await site.post(f"duties/{duty['id']}/actions", {"action": "sign"}, Role.MANAGER, **match(duty))
    assert (await site.get(f"inspections/{inspection['id']}"))["signed_by"] == "manager"


async def test_the_duty_of_a_form_is_not_done_without_it(kept: Kept) -> None:
    (duty,) = await of(kept.site, "daily_inspection")
    answer = await kept.site.ask("POST", f"duties/{duty['id']}/done", {}, Role.DISPATCHER)
    assert (answer.status, answer.body["possible"]) == (422, ["daily"])


async def test_a_minor_finding_is_corrected_by_word_and_looked_at_again_by_the_weekly_form(kept: Kept) -> None:
    site = kept.site
    await filled(site, form(lobbies="minor", lighting="minor"))
    second, first = (await site.get("findings?unsettled=true"))["items"]
    assert (first["title"]["zh"], first["state"], first["note"]) == ("大堂、电梯、楼道保洁", "open", "3 号楼")
    word = {"action": "correct", "why": "已补扫"}
    corrected = await site.post(f"findings/{first['id']}/actions", word, Role.AGENT, **match(first))
    assert (corrected["state"], [row["what"] for row in corrected["history"]]) == ("corrected", ["found", "correct"])
    forms = {one["key"]: one for one in (await site.get("forms"))["items"]}
    assert (forms["daily"]["rechecks"], forms["weekly"]["rechecks"]) == ([], [first["id"], second["id"]])
    lacking = await site.ask("POST", "inspections", form("weekly"), Role.MANAGER)
    assert (lacking.status, lacking.body["errors"][0]["parameter"]) == (422, "rechecks")
    looked = [{"finding": first["id"], "ok": True}, {"finding": second["id"], "ok": False, "note": "仍不亮"}]
    await filled(site, form("weekly", looked), Role.MANAGER)
    states = {one["id"]: one for one in (await site.get("findings"))["items"]}
    assert (states[first["id"]]["state"], states[second["id"]]["state"]) == ("closed", "escalated")
    (raised,) = (await site.get("nonconformities?open=true"))["items"]
    assert (raised["finding"], raised["state"]) == (second["id"], "raised")
    assert "仍不亮" in raised["description"]
    (duty,) = await of(site, "weekly_inspection")
    assert duty["state"] == "done"


async def test_any_other_finding_gets_a_nonconformity_that_closes_it(kept: Kept, pool: DatabasePool) -> None:
    site = kept.site
    await filled(site, form(safety="major"))
    (finding,) = (await site.get("findings"))["items"]
    assert (finding["state"], finding["possible"]) == ("escalated", [])
    one = await site.get(f"nonconformities/{finding['nonconformity']}")
    issue = {"action": "issue", "responsible": "工程部 赵", "due": "2026-11-27"}
    path = f"nonconformities/{one['id']}/actions"
    assert (await site.ask("POST", path, issue, Role.DISPATCHER, "", **match(one))).status == 403
    for step in (
        issue,
        {"action": "act", "corrective": "清理通道", "preventive": "每日巡查"},
        {"action": "verify", "why": "现场查看"},
        {"action": "close"},
    ):
        stale = match(one)
        one = await site.post(path, step, Role.MANAGER, **stale)
        again = await site.ask("POST", path, step, Role.MANAGER, "", **stale)
        assert (again.status, again.body["current"]) == (409, one)
    assert (one["state"], one["issued_by"], one["due"], one["preventive"]) == (
        *("closed", "manager", "2026-11-27", "每日巡查"),
    )
    assert [row["what"] for row in one["history"]] == ["raised", "issue", "act", "verify", "close"]
    assert (await site.get(f"findings/{finding['id']}"))["state"] == "closed"
    reopen = {"action": "reopen", "why": "又被堵", "due": "2026-12-01"}
    one = await site.post(path, reopen, Role.MANAGER, **match(one))
    assert (one["state"], (await site.get(f"findings/{finding['id']}"))["state"]) == ("issued", "escalated")
    impossible = await site.ask("POST", path, {"action": "close"}, Role.MANAGER, "", **match(one))
    assert (impossible.status, impossible.body["possible"]) == (422, ["act", "cancel"])
    async with session(pool) as connection:
        assert await connection.fetchval("select count(*) from audit where action like '%nonconformity'") == 5


async def test_a_manager_gives_a_minor_finding_a_nonconformity(kept: Kept) -> None:
    site = kept.site
    await filled(site, form(lobbies="minor"))
    (finding,) = (await site.get("findings"))["items"]
    path, body = f"findings/{finding['id']}/actions", {"action": "escalate", "why": "第三次"}
    assert (await site.ask("POST", path, body, Role.AGENT, "", **match(finding))).status == 403
    escalated = await site.post(path, body, Role.MANAGER, **match(finding))
    assert (await site.get(f"nonconformities/{escalated['nonconformity']}"))["source"] == "finding"
    stale = await site.ask("POST", path, body, Role.MANAGER, "", **match(finding))
    assert (stale.status, stale.body["current"]["state"]) == (409, "escalated")


async def test_inspections_feed_appearance_and_cleaning_and_prove_it(kept: Kept) -> None:
    site = kept.site
    inspection = await filled(site, form(grounds="minor", greening="not_applicable"))
    cleaning = {"objective": 18, "day": "2026-11-24", "series": "cleaning", "met": 38, "total": 38}
    await site.post("readings", cleaning, Role.MANAGER)
    line = await site.get("objectives/18")
    assert (line["met"], line["eligible"], line["rule_version"]) == (39, 40, 3)
    rows = (await site.get("objectives/18/evidence"))["items"]
    assert [(row["kind"], row["outcome"], row["met"], row["eligible"]) for row in rows] == [
        ("reading", "met", 38, 38),
        ("inspection", "missed", 1, 2),
    ]
    assert (await site.get(rows[1]["link"].removeprefix("/api/v1/")))["id"] == inspection["id"]
    appearance = await site.get("objectives/1")
    assert (appearance["met"], appearance["eligible"], appearance["status"]) == (1, 1, "met")


async def test_nothing_is_stored_of_a_form_that_is_refused(kept: Kept, pool: DatabasePool) -> None:
    answer = await kept.site.ask("POST", "inspections", form() | {"results": form()["results"][1:]}, Role.DISPATCHER)
    assert (answer.status, answer.body["errors"][0]["parameter"]) == (422, "results")
    assert (await kept.site.ask("POST", "inspections", form(), Role.AGENT)).status == 403
    assert (await kept.site.ask("POST", "inspections", form() | {"day": "2026-11-26"}, Role.DISPATCHER)).status == 422
    async with session(pool) as connection:
        assert await connection.fetchval("select count(*) from inspections") == 0


async def test_an_issued_nonconformity_is_told_once_when_it_is_due_and_once_when_it_is_overdue(kept: Kept) -> None:
    site = kept.site
    one = await site.post("nonconformities", {"title": "消防通道堵塞"}, Role.AGENT)
    issue = {"action": "issue", "responsible": "赵", "due": "2026-11-26"}
    await site.post(f"nonconformities/{one['id']}/actions", issue, Role.MANAGER, **match(one))
    for text, what in (
        ("2026-11-26 22:00", []),
        ("2026-11-26 23:30", ["due_soon"]),
        ("2026-11-27 00:00", ["overdue"]),
        ("2026-11-27 09:00", []),
    ):
        await kept.at(text)
        assert [news.what for news in kept.raised] == what, text
    shown = await site.get(f"nonconformities/{one['id']}")
    assert (shown["overdue"], [row["what"] for row in shown["history"]]) == (
        *(True, ["raised", "issue", "due_soon", "overdue"]),
    )
    assert [item["id"] for item in (await site.get("nonconformities?overdue=true"))["items"]] == [one["id"]]


@pytest.mark.parametrize("path", ["inspections/1", "findings/1", "nonconformities/1", "duties/1"])
async def test_what_is_not_there_is_said(site: DeskWeb, path: str) -> None:
    assert (await site.ask("GET", path)).status == 404


@pytest.mark.parametrize("kind", ["inspections", "findings", "nonconformities", "duties"])
async def test_the_cursor_of_another_list_is_refused(site: DeskWeb, kind: str) -> None:
    assert (await site.ask("GET", f"{kind}?cursor=WzEsInRpY2tldHMiLCJ4Il0")).status == 422
