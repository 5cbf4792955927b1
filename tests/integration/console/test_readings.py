"""Readings on their pages: entered, confirmed by another person, corrected, and drawn with their past."""

from collections.abc import Callable

from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.quality.kept import Kept

FEES = {"objective": "3", "day": "2026-11-24", "series": "water", "met": "91.5", "total": "100", "unit": "元"}


async def entered(browse: Callable[..., Browser], **changed: str) -> str:
    sent = await browse(Role.AGENT).send("/readings", part=True, **{**FEES, **changed})
    assert sent.status == 204, sent.words
    return sent.headers["HX-Redirect"]


async def test_what_an_agent_enters_counts_once_a_manager_has_confirmed_it(
    kept: Kept, browse: Callable[..., Browser]
) -> None:
    place = await entered(browse)
    manager = browse(Role.MANAGER, "zh")
    page = await manager.get(place)
    assert "91.5 / 100 元" in page.words.replace("91.50", "91.5")
    assert "第 3 项" in page.words
    assert 'data-test="reading-row"' in (await manager.get("/readings?state=told")).text
    assert f'href="{place}"' not in (await manager.get("/sheet/3")).text
    assert "已确认" in (await manager.send(f"{place}/actions", version="1", action="confirm")).words
    assert f'href="{place}"' in (await manager.get("/sheet/3")).text
    assert "没有待经理确认的填报数" in (await manager.get("/readings?state=told")).words


async def test_who_entered_it_is_told_that_another_manager_confirms(kept: Kept, browse: Callable[..., Browser]) -> None:
    place = await entered(browse)
    manager = browse(Role.MANAGER)
    await manager.send(f"{place}/actions", version="1", action="reject", why="数字不对")
    sent = await browse(Role.AGENT).send("/readings", part=True, **{**FEES, "met": "92"})
    assert sent.headers["HX-Redirect"] == place
    assert 'data-test="action-confirm"' in (await manager.get(place)).text
    assert 'data-test="action-confirm"' not in (await browse(Role.AGENT).get(place)).text
    corrected = await manager.send(f"{place}/corrections", met="93", total="100", why="补录", version="3")
    assert "补录" in corrected.words


async def test_other_figures_for_the_same_day_lead_to_those_that_are_there(
    kept: Kept, browse: Callable[..., Browser]
) -> None:
    place = await entered(browse)
    other = await browse(Role.AGENT, "zh").send("/readings", part=True, **{**FEES, "met": "80"})
    assert (other.status, f'href="{place}"' in other.text) == (409, True)


async def test_what_is_no_figure_is_refused_in_words(kept: Kept, browse: Callable[..., Browser]) -> None:
    page = browse(Role.AGENT, "zh")
    for field, text in (("met", "101"), ("met", "many"), ("day", "2027-01-01"), ("objective", "4")):
        sent = await page.send("/readings", part=True, **{**FEES, field: text})
        assert sent.status == 422, (field, sent.words)


async def test_the_past_of_a_figure_is_drawn(kept: Kept, browse: Callable[..., Browser]) -> None:
    place = await entered(browse)
    assert "<rect" not in (await browse().get(place)).text
    await entered(browse, day="2026-11-23")
    assert (await browse().get(place)).text.count("<rect") == 2
    assert (await browse().get("/readings?objective=3&series=water")).text.count("<rect") == 2
    assert "<rect" not in (await browse().get("/readings?objective=3")).text
