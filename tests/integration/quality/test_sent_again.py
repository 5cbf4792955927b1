"""A telephone that lost the answer sends the same thing again: it happened once."""

from kit.roles import Role
from tests.integration.quality.kept import Kept, match, of
from tests.integration.quality.test_inspections_over_http import form

KEY = {"idempotency_key": "0f8fad5bd9cb469fa16570867728950e"}


async def test_an_inspection_that_is_sent_again_is_the_same_one(kept: Kept) -> None:
    told = form(lobbies="minor") | KEY
    first, again = [await kept.site.post("inspections", told, Role.DISPATCHER) for _ in range(2)]
    assert again == first
    assert len((await kept.site.get("findings"))["items"]) == 1
    other = await kept.site.ask("POST", "inspections", told, Role.MANAGER)
    assert other.status == 422


async def test_a_duty_that_is_told_again_is_done_once(kept: Kept) -> None:
    path = f"duties/{(await of(kept.site, 'patrol'))[0]['id']}/done"
    first, again = [await kept.site.post(path, {"findings": "3 号楼大堂"} | KEY) for _ in range(2)]
    assert again == first
    assert (await kept.site.ask("POST", path, {"findings": "3 号楼大堂"})).status == 422
    assert (await kept.site.ask("POST", path, KEY, Role.DISPATCHER)).status == 422


async def test_a_duty_that_was_returned_is_done_anew_with_another_key_only(kept: Kept) -> None:
    (duty,) = await of(kept.site, "meeting")
    path, told = f"duties/{duty['id']}", {"findings": "本周工作", "attendees": "全体"}
    done = await kept.site.post(f"{path}/done", told | KEY)
    back = {"action": "return", "why": "没有记录"}
    returned = await kept.site.post(f"{path}/actions", back, Role.MANAGER, **match(done))
    assert returned["state"] == "open"
    anew = await kept.site.post(f"{path}/done", told | {"idempotency_key": "another-key-of-mine"})
    assert (anew["state"], anew["version"]) == ("done", 4)
