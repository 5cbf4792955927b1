"""A photo of a point of an inspection is seen at what came of the point too."""

from typing import Any

from kit.roles import Role
from tests.integration.quality.kept import Kept
from tests.integration.quality.test_inspections_over_http import filled, form
from tests.integration.web_desk.photos import png, send


async def test_a_finding_and_its_nonconformity_show_the_photos_of_their_point_and_no_others(kept: Kept) -> None:
    site = kept.site
    inspection = f"{(await filled(site, form(lobbies='minor', safety='major')))['id']}"

    async def sent(record: str, of: str, part: str = "") -> int:
        more = {"part": part} if part else {}
        answer = await send(site, png(), role=Role.DISPATCHER, record=record, of=of, **more)
        assert answer.status == 201, answer.body
        return int(answer.body["id"])

    async def shown(record: str, of: Any) -> list[int]:
        return [one["id"] for one in (await site.get(f"files?record={record}&of={of}"))["items"]]

    lobbies, safety = await sent("inspection", inspection, "lobbies"), await sent("inspection", inspection, "safety")
    whole = await sent("inspection", inspection)
    findings = {one["item"]: one for one in (await site.get("findings"))["items"]}
    minor, major = findings["lobbies"], findings["safety"]
    later = await sent("finding", f"{major['id']}")
    proof = await sent("nonconformity", f"{major['nonconformity']}")
    assert await shown("inspection", inspection) == [lobbies, safety, whole]
    assert await shown("finding", minor["id"]) == [lobbies]
    assert await shown("finding", major["id"]) == [safety, later]
    assert await shown("nonconformity", major["nonconformity"]) == [safety, later, proof]
