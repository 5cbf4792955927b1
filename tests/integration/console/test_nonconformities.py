"""Nonconformities on their pages: from raised to closed, by whom the API lets; a conflict is told in words."""

from collections.abc import Callable

from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.quality.kept import Kept
from tests.integration.quality.test_inspections_over_http import form

ISSUE = {"action": "issue", "responsible": "agent", "due": "2026-11-27"}
ACT = {"action": "act", "corrective": "清理通道", "preventive": "每日巡查"}


async def raised(kept: Kept) -> str:
    one = await kept.site.post("nonconformities", {"title": "通道堵塞", "department": "工程部"})
    return f"/nonconformities/{one['id']}"


async def test_it_goes_from_raised_to_closed_on_its_page(kept: Kept, browse: Callable[..., Browser]) -> None:
    agent, manager = browse(Role.AGENT, "zh"), browse(Role.MANAGER, "zh")
    made = await agent.send("/nonconformities", title="通道堵塞", description="2 号楼")
    place = made.headers["HX-Redirect"]
    assert "下一步由经理处理" in (await agent.get(place)).words
    assert (await agent.send(f"{place}/actions", part=True, version="1", **ISSUE)).status == 403
    assert "已开具" in (await manager.send(f"{place}/actions", part=True, version="1", **ISSUE)).words
    assert 'data-test="nonconformity-row"' in (await agent.get("/nonconformities?open=true&mine=true")).text
    assert "已整改" in (await agent.send(f"{place}/actions", part=True, version="2", **ACT)).words
    verified = await manager.send(f"{place}/actions", version="3", action="verify", why="现场查看")
    assert "已验证" in verified.words
    closed = await manager.send(f"{place}/actions", version="4", action="close")
    assert "已关闭" in closed.words
    assert "每日巡查" in closed.words


async def test_who_was_slower_is_told_what_changed(kept: Kept, browse: Callable[..., Browser]) -> None:
    place = await raised(kept)
    manager = browse(Role.MANAGER, "zh")
    await manager.send(f"{place}/actions", part=True, version="1", **ISSUE)
    late = await manager.send(f"{place}/actions", version="1", action="cancel", why="重复登记")
    assert late.status == 409
    assert "已开具" in late.words
    assert 'name="version" value="2"' in late.text
    assert (await manager.send(f"{place}/actions", version="2", action="cancel", why="重复登记")).status == 200


async def test_it_leads_to_the_finding_that_it_is_about(kept: Kept, browse: Callable[..., Browser]) -> None:
    await kept.site.post("inspections", form(safety="major"), Role.DISPATCHER)
    page = await browse(Role.MANAGER).get("/nonconformities/1")
    assert 'href="/findings/1"' in page.text
    assert 'href="/nonconformities/1"' in (await browse(Role.MANAGER).get("/findings/1")).text


async def test_what_is_overdue_is_a_view_and_says_so(kept: Kept, browse: Callable[..., Browser]) -> None:
    place = await raised(kept)
    await browse(Role.MANAGER).send(f"{place}/actions", part=True, version="1", **ISSUE)
    assert "No nonconformity is overdue." in (await browse().get("/nonconformities?overdue=true")).words
    await kept.at("2026-11-28 10:00")
    listed = await browse().get("/nonconformities?overdue=true")
    assert "2026-11-27 overdue" in listed.words
