"""Which of these rows a list of quality finds by its filter: what an open page asks when something has changed."""

import pytest

from kit.roles import Role
from tests.integration.web_desk.conftest import DeskWeb


@pytest.mark.parametrize("path", ["nonconformities", "inspections", "findings", "duties", "surveys", "readings"])
async def test_every_list_takes_ids_and_finds_nothing_by_what_is_no_id(path: str, desk_web: DeskWeb) -> None:
    for ids in ("1,2", "x", "9" * 30, "²", "1,,2"):
        assert (await desk_web.get(f"{path}?among={ids}", Role.ADMIN))["items"] == [], ids


async def test_what_changed_is_told_apart_by_the_filter(desk_web: DeskWeb) -> None:
    made = [
        (await desk_web.post("nonconformities", {"title": "灯", "department": each}, Role.MANAGER))["id"]
        for each in ("工程部", "客服部")
    ]
    among = ",".join(map(str, made))
    for query, found in (("", made[::-1]), ("&department=工程部", made[:1]), ("&state=closed", [])):
        got = await desk_web.get(f"nonconformities?among={among}{query}", Role.MANAGER)
        assert [one["id"] for one in got["items"]] == found, query
