"""Inspections on their pages: filled in by whom the API lets, refused in the reader's words."""

from collections.abc import Callable

from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.quality.kept import Kept
from tests.integration.quality.test_inspections_over_http import form
from ticketing.inspections.forms import FORMS

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def typed(**changed: str) -> dict[str, str]:
    return {"form": "daily", **{f"result.{item.key}": "ok" for item in FORMS["daily"].items}, **changed}


async def test_a_form_is_handed_in_and_looked_at(kept: Kept, browse: Callable[..., Browser]) -> None:
    page = browse(Role.DISPATCHER)
    sent = await page.send("/inspections", part=True, **typed(department="客服部"))
    assert (sent.status, sent.headers["HX-Redirect"]) == (204, "/inspections/1")
    assert "客服部" in (await page.get("/inspections/1")).words
    assert 'href="/inspections/1"' in (await page.get("/sheet/18")).text
    again = await page.get("/inspections/new?form=daily")
    assert "Filled in today: 客服部" in again.words


async def test_what_lacks_words_is_refused_by_the_name_of_the_point(kept: Kept, browse: Callable[..., Browser]) -> None:
    page = browse(Role.DISPATCHER, "zh")
    bare = await page.send("/inspections", part=True, **typed(**{"result.lobbies": "minor"}))
    assert (bare.status, "大堂、电梯、楼道保洁" in bare.words) == (422, True), bare.words
    lacking = typed()
    del lacking["result.safety"]
    refused = await page.send("/inspections", part=True, **lacking)
    assert (refused.status, "消防通道、安全隐患" in refused.words) == (422, True), refused.words


async def test_a_form_is_shown_to_whom_it_is_for_and_named_to_the_others(
    kept: Kept, browse: Callable[..., Browser]
) -> None:
    for role, daily, weekly in (
        (Role.AGENT, False, False),
        (Role.DISPATCHER, True, False),
        (Role.MANAGER, True, True),
    ):
        for name, there in (("daily", daily), ("weekly", weekly)):
            page = await browse(role).get(f"/inspections/new?form={name}")
            assert ('data-test="inspection-form"' in page.text) is there
    assert (await browse(Role.AGENT).send("/inspections", part=True, **typed())).status == 403
    assert (await browse(Role.MANAGER).get("/inspections/new?form=yearly")).status == 404


async def test_words_of_a_form_stay_text(kept: Kept, browse: Callable[..., Browser]) -> None:
    page = browse(Role.DISPATCHER)
    fields = {"result.lobbies": "minor", "what.lobbies": HOSTILE, "place.lobbies": HOSTILE, "notes": HOSTILE}
    await page.send("/inspections", part=True, **typed(department=HOSTILE[:60], **fields))
    for place in ("/inspections/1", "/findings/1", "/findings?limit=50", "/inspections?limit=50", "/duties?limit=50"):
        got = await page.get(place)
        assert got.status == 200
        assert "<script>alert" not in got.text
        assert "<img src=x" not in got.text


async def test_who_was_slower_with_a_finding_is_told_how_it_stands(kept: Kept, browse: Callable[..., Browser]) -> None:
    await kept.site.post("inspections", form(lobbies="minor"), Role.DISPATCHER)
    page, place = browse(Role.AGENT, "zh"), "/findings/1/actions"
    assert (await page.send(place, version="1", action="correct", why="已补扫")).status == 200
    late = await page.send(place, version="1", action="correct", why="我也补扫了")
    assert late.status == 409
    assert "已口头整改" in late.words
    assert "已补扫" in late.words
    assert 'name="version" value="2"' in late.text


async def test_a_round_that_was_sent_before_is_said_to_be(kept: Kept, browse: Callable[..., Browser]) -> None:
    walk = {"walk": "walk-of-this-test"}
    first = await kept.site.post("inspections", {**form(), **walk}, Role.DISPATCHER)
    again = await kept.site.post("inspections", {**form(), **walk, "department": "工程部"}, Role.DISPATCHER)
    page = await browse(Role.MANAGER).get(f"/inspections/{again['id']}")
    assert f'href="/inspections/{first["id"]}"' in page.text
    assert "this round was sent before" in page.words
