"""What counts to a line of the sheet is found as a list of its own, with as many rows as the line has evidence."""

from kit.roles import Role
from tests.integration.quality.kept import Kept, match, of
from tests.integration.quality.test_inspections_over_http import form


async def test_the_duties_of_a_line_are_those_of_its_evidence(kept: Kept) -> None:
    first, _second = await of(kept.site, "patrol")
    off = {"action": "call_off", "why": "台风"}
    await kept.site.post(f"duties/{first['id']}/actions", off, Role.MANAGER, **match(first))
    for line in (8, 16, 21):
        day = (await kept.site.get("objectives"))["items"][line - 1]
        listed = await kept.site.get(f"duties?objective={line}&from={day['from']}&to={day['to']}")
        rows = await kept.site.get(f"objectives/{line}/evidence")
        assert [one["id"] for one in listed["items"]] == [int(row["ref"]) for row in rows["items"]]
        assert len(rows["items"]) == 1


async def test_the_inspections_of_a_line_are_those_with_a_result_that_counts(kept: Kept) -> None:
    nothing_to_clean = form(lobbies="not_applicable", grounds="not_applicable", greening="not_applicable")
    await kept.site.post("inspections", nothing_to_clean, Role.DISPATCHER)
    await kept.site.post("inspections", form() | {"department": "工程部"}, Role.DISPATCHER)
    for line, count in ((1, 2), (18, 1), (3, 0)):
        listed = (await kept.site.get(f"inspections?objective={line}"))["items"]
        rows = (await kept.site.get(f"objectives/{line}/evidence"))["items"]
        assert (len(listed), len(rows)) == (count, count)


async def test_mine_are_the_nonconformities_that_i_am_responsible_for(kept: Kept) -> None:
    for responsible in ("agent", "工程部 赵"):
        one = await kept.site.post("nonconformities", {"title": "通道堵塞"}, Role.MANAGER)
        issue = {"action": "issue", "responsible": responsible, "due": "2026-11-27"}
        await kept.site.post(f"nonconformities/{one['id']}/actions", issue, Role.MANAGER, **match(one))
    assert [one["responsible"] for one in (await kept.site.get("nonconformities?mine=true"))["items"]] == ["agent"]
