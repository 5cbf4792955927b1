"""Duties on their pages: told as done, signed by another person, and refused as the API refuses."""

from collections.abc import Callable

from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.quality.kept import Kept, match, of
from tests.integration.quality.test_inspections_over_http import form


async def test_a_patrol_is_told_as_done_and_counts_for_its_line(kept: Kept, browse: Callable[..., Browser]) -> None:
    agent, (first, second) = browse(Role.AGENT, "zh"), await of(kept.site, "patrol")
    listed = await agent.get("/duties?date=2026-11-25")
    assert listed.text.count('data-test="duty-row"') == 6
    assert "第 16 项" in listed.words
    got = await agent.send(f"/duties/{first['id']}/done", findings="3 号楼大堂灯不亮")
    assert "已完成" in got.words
    assert "3 号楼大堂灯不亮" in got.words
    soon = await agent.send(f"/duties/{second['id']}/done", findings="")
    assert (soon.status, "60" in soon.words) == (422, True)
    line = await agent.get("/sheet/16")
    assert f'href="/duties/{first["id"]}"' in line.text


async def test_minutes_are_asked_for_where_they_are_required(kept: Kept, browse: Callable[..., Browser]) -> None:
    (meeting,) = await of(kept.site, "meeting")
    page = await browse(Role.AGENT).get(f"/duties/{meeting['id']}")
    assert 'name="attendees"' in page.text
    lacking = await browse(Role.AGENT, "zh").send(f"/duties/{meeting['id']}/done", findings="本周工作")
    assert (lacking.status, "参加人" in lacking.words) == (422, True)


async def test_a_manager_signs_what_somebody_else_did(kept: Kept, browse: Callable[..., Browser]) -> None:
    done = await kept.site.post("inspections", form(lobbies="minor"), Role.DISPATCHER)
    place = f"/duties/{done['duty']}"
    assert 'data-test="action-sign"' not in (await browse(Role.DISPATCHER).get(place)).text
    manager = browse(Role.MANAGER)
    page = await manager.get(place)
    assert f'href="/inspections/{done["id"]}"' in page.text
    assert "to be signed" in (await manager.get("/duties?unsigned=true&from=2026-11-01&to=2026-11-30")).words
    stale = await manager.send(f"{place}/actions", version="1", action="sign")
    assert (stale.status, 'name="version" value="2"' in stale.text) == (409, True)
    assert "Signed by manager" in (await manager.send(f"{place}/actions", version="2", action="sign")).words


async def test_who_did_it_is_told_that_another_manager_signs(kept: Kept, browse: Callable[..., Browser]) -> None:
    done = await kept.site.post("inspections", form(), Role.MANAGER)
    page = await browse(Role.MANAGER).get(f"/duties/{done['duty']}")
    assert 'data-test="action-sign"' not in page.text
    assert "another manager signs it" in page.words
    refused = await browse(Role.MANAGER, "zh").send(f"/duties/{done['duty']}/actions", version="2", action="sign")
    assert refused.status == 422


async def test_a_manager_says_when_it_was_done_by_the_sites_clock(kept: Kept, browse: Callable[..., Browser]) -> None:
    (meeting,) = await of(kept.site, "meeting")
    manager, told = browse(Role.MANAGER), {"findings": "本周工作", "attendees": "全体"}
    got = await manager.send(f"/duties/{meeting['id']}/done", part=True, at="2026-11-24T16:30", **told)
    assert "11-24 16:30" in got.words
    (training,) = await of(kept.site, "training")
    wrong = await manager.send(f"/duties/{training['id']}/done", part=True, at="yesterday", **told)
    assert wrong.status == 422


async def test_what_was_called_off_says_by_whom_and_why(kept: Kept, browse: Callable[..., Browser]) -> None:
    (meeting,) = await of(kept.site, "meeting")
    off = {"action": "call_off", "why": "全员培训"}
    await kept.site.post(f"duties/{meeting['id']}/actions", off, Role.MANAGER, **match(meeting))
    page = await browse(Role.AGENT).get(f"/duties/{meeting['id']}")
    assert "Called off by manager" in page.words
    assert "全员培训" in page.words


async def test_the_month_at_a_glance_counts_what_was_done(kept: Kept, browse: Callable[..., Browser]) -> None:
    await kept.site.post(f"duties/{(await of(kept.site, 'patrol'))[0]['id']}/done", {})
    page = await browse(Role.MANAGER).get("/duties/month?month=2026-11")
    assert ">1/3</a>" in page.text
    assert (await browse(Role.MANAGER).get("/duties/month?month=2026-13")).status == 422
    assert ">1/3</a>" not in (await browse(Role.MANAGER).get("/duties/month?month=2026-10")).text
