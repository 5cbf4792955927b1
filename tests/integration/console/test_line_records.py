"""A line of the sheet leads to the pages of its records, which have as many rows as the line has evidence."""

import re
from collections.abc import Callable
from html import unescape

from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.quality.kept import Kept
from tests.integration.quality.test_inspections_over_http import form


async def test_each_count_is_that_of_the_list_and_of_the_evidence(kept: Kept, browse: Callable[..., Browser]) -> None:
    page = browse(Role.MANAGER)
    await kept.site.post("inspections", form(lobbies="minor"), Role.DISPATCHER)
    for series, role in (("greening", Role.MANAGER), ("cleaning", Role.AGENT)):
        told = {"objective": 18, "day": "2026-11-24", "series": series, "met": 19, "total": 20}
        await kept.site.post("readings", told, role)
    for line in (1, 8, 16, 18, 21):
        shown = await page.get(f"/sheet/{line}")
        found = re.findall(r'href="([^"]+)" data-test="line-records">[^(]+\((\d+)\)', shown.text)
        counts = []
        for path, said in found:
            listed = await page.get(unescape(path))
            counts.append(len(re.findall(r'data-test="(?:duty|reading|inspection)-row"', listed.text)))
            assert counts[-1] == int(said)
            assert f"Line {line}" in listed.words
        rows = (await kept.site.get(f"objectives/{line}/evidence"))["items"]
        assert sum(counts) == len(rows) > 0


async def test_a_line_that_is_measured_has_no_such_records(kept: Kept, browse: Callable[..., Browser]) -> None:
    assert "line-records" not in (await browse().get("/sheet/10")).text
