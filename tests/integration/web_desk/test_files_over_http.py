"""Photos and papers of a record: sent, looked at, removed; and what a stranger may send in their place."""

import io
from pathlib import Path

import pytest
from PIL import Image

from kit.roles import Role
from tests.integration.web_desk.conftest import DeskWeb
from tests.integration.web_desk.photos import HEIC, PDF, PLACE, bomb, fetched, jpeg, png, send

DAY_US = 86_400_000_000


@pytest.fixture
async def ticket(desk_web: DeskWeb) -> str:
    return str((await desk_web.opened(title="厨房漏水"))["number"])


async def test_a_photo_of_a_ticket_is_kept_without_what_its_camera_wrote_into_it(
    desk_web: DeskWeb, ticket: str
) -> None:
    answer = await send(desk_web, jpeg(), record="ticket", of=ticket, title="before", taken_at="2026-11-25T01:59:00Z")
    assert answer.status == 201, answer.body
    file = answer.body
    assert (file["kind"], file["width"], file["height"], file["who"]) == ("jpeg", 1200, 800, "agent")
    assert (file["title"], file["taken_at"][:16], file["removable"]) == ("before", "2026-11-25T01:59", True)
    status, kept, headers = await fetched(desk_web, file["content"])
    assert status == 200
    assert PLACE not in kept
    assert b"Exif" not in kept
    assert b"Zhang" not in kept
    assert len(kept) < len(jpeg()) + 2000
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"] == f'inline; filename="ticket-{ticket}-{file["id"]}.jpg"'
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert headers["Cache-Control"] == "no-store"
    _, small, _ = await fetched(desk_web, file["small"])
    assert Image.open(io.BytesIO(small)).size == (480, 320)
    assert (await desk_web.get(f"files?record=ticket&of={ticket}"))["items"] == [file]


async def test_a_photo_that_stands_on_its_side_is_put_upright(desk_web: DeskWeb, ticket: str) -> None:
    file = (await send(desk_web, jpeg(300, 200, turned=True), record="ticket", of=ticket)).body
    assert (file["width"], file["height"]) == (200, 300)


async def test_a_large_photo_is_made_smaller(desk_web: DeskWeb, ticket: str) -> None:
    file = (await send(desk_web, jpeg(8000, 6000), record="ticket", of=ticket)).body
    assert (file["width"], file["height"]) == (4096, 3072)


async def test_a_png_stays_one_and_a_paper_is_saved_and_not_shown(desk_web: DeskWeb, ticket: str) -> None:
    assert (await send(desk_web, png(), record="ticket", of=ticket)).body["kind"] == "png"
    paper = (await send(desk_web, PDF, record="ticket", of=ticket)).body
    assert (paper["kind"], paper["small"], paper["width"]) == ("pdf", None, None)
    status, kept, headers = await fetched(desk_web, paper["content"])
    assert (status, kept) == (200, PDF)
    assert headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("data", [b"<html><script>alert(1)</script>", b"GIF89a" + b"\0" * 80], ids=["html", "gif"])
async def test_what_is_no_picture_and_no_paper_is_refused_whatever_it_is_called(
    data: bytes, desk_web: DeskWeb, ticket: str
) -> None:
    assert (await send(desk_web, data, record="ticket", of=ticket, title="photo.jpg")).status == 415


async def test_damaged_pictures_and_bombs_are_refused_and_nothing_stays(
    desk_web: DeskWeb, ticket: str, tmp_path: Path
) -> None:
    for data, said in ((bomb(), "million pixels"), (jpeg()[:900], "damaged"), (b"\xff\xd8\xff" + b"x" * 90, "damaged")):
        answer = await send(desk_web, data, record="ticket", of=ticket)
        assert answer.status == 422
        assert said in answer.body["detail"]
    assert [file for file in (tmp_path / "files").rglob("*") if file.is_file()] == []


async def test_too_large_or_empty_is_refused(desk_web: DeskWeb, ticket: str) -> None:
    async def pieces() -> object:
        yield b"\xff\xd8\xff"
        for _ in range(11):
            yield b"x" * 1_000_000

    assert (await send(desk_web, b"x" * 10_000_001, record="ticket", of=ticket)).status == 413
    assert (await send(desk_web, pieces(), record="ticket", of=ticket)).status == 413
    assert (await send(desk_web, b"", record="ticket", of=ticket)).status == 422


async def test_the_same_key_makes_no_second_file_and_is_nobody_elses(desk_web: DeskWeb, ticket: str) -> None:
    first, again = [await send(desk_web, jpeg(), record="ticket", of=ticket, key="3f6c1f6e-0001") for _ in range(2)]
    assert first.body == again.body
    other = await send(desk_web, jpeg(), role=Role.MANAGER, record="ticket", of=ticket, key="3f6c1f6e-0001")
    assert other.status == 409
    assert len((await desk_web.get(f"files?record=ticket&of={ticket}"))["items"]) == 1


async def test_the_bytes_of_one_photo_are_kept_once_until_the_last_file_that_names_them_goes(
    desk_web: DeskWeb, ticket: str, tmp_path: Path
) -> None:
    one = (await send(desk_web, jpeg(), record="ticket", of=ticket)).body
    two = (await send(desk_web, jpeg(), record="ticket", of=ticket)).body

    def kept() -> int:
        return len([file for file in (tmp_path / "files").rglob("*") if file.is_file()])

    assert kept() == 2  # the picture and its thumbnail
    assert (await desk_web.ask("DELETE", f"files/{one['id']}?why=twice")).status == 204
    assert kept() == 2
    assert (await fetched(desk_web, two["content"]))[0] == 200
    assert (await desk_web.ask("DELETE", f"files/{two['id']}?why=a+face")).status == 204
    assert kept() == 0
    audit = (await desk_web.get("audit", Role.ADMIN))["items"]
    assert [line["action"] for line in audit][:2] == ["file_removed", "file_removed"]


async def test_others_and_after_a_day_only_a_manager_removes_a_file(desk_web: DeskWeb, ticket: str) -> None:
    file = (await send(desk_web, jpeg(), record="ticket", of=ticket)).body
    path = f"files/{file['id']}?why=wrong+ticket"
    assert (await desk_web.ask("DELETE", path, role=Role.DISPATCHER)).status == 403
    assert (await desk_web.ask("DELETE", f"files/{file['id']}")).status == 422
    desk_web.clock.at_us += DAY_US
    assert (await desk_web.ask("DELETE", path)).status == 403
    assert (await desk_web.ask("DELETE", path, role=Role.MANAGER)).status == 204
    assert (await desk_web.ask("GET", f"files/{file['id']}")).status == 404


async def test_a_record_takes_forty_files(desk_web: DeskWeb, ticket: str) -> None:
    desk_web.web.site.desk.shelf.limits = desk_web.web.site.desk.shelf.limits._replace(of_record=2)  # type: ignore[union-attr]
    for _ in range(2):
        assert (await send(desk_web, png(), record="ticket", of=ticket)).status == 201
    answer = await send(desk_web, png(), record="ticket", of=ticket)
    assert (answer.status, "no room" in answer.body["detail"]) == (422, True)


async def test_the_room_of_the_site_is_bounded(desk_web: DeskWeb, ticket: str) -> None:
    desk_web.web.site.desk.shelf.limits = desk_web.web.site.desk.shelf.limits._replace(total_bytes=100)  # type: ignore[union-attr]
    answer = await send(desk_web, jpeg(), record="ticket", of=ticket)
    assert (answer.status, "used up" in answer.body["detail"]) == (507, True)


async def test_a_workman_sees_and_adds_files_of_own_tickets_alone(desk_web: DeskWeb, ticket: str) -> None:
    file = (await send(desk_web, jpeg(), record="ticket", of=ticket)).body
    assert (await desk_web.ask("GET", f"files?record=ticket&of={ticket}", role=Role.WORKMAN)).status == 404
    assert (await desk_web.ask("GET", f"files/{file['id']}", role=Role.WORKMAN)).status == 404
    assert (await fetched(desk_web, file["content"], Role.WORKMAN))[0] == 404
    assert (await send(desk_web, jpeg(), role=Role.WORKMAN, record="ticket", of=ticket)).status == 404
    assert (await desk_web.ask("GET", "files?record=duty&of=1", role=Role.WORKMAN)).status == 403
    one = await desk_web.get(f"tickets/{ticket}")
    await desk_web.act(one, "dispatch", role=Role.DISPATCHER, assignee="agent")
    assert (await fetched(desk_web, file["content"], Role.WORKMAN))[0] == 404


@pytest.mark.parametrize("record", ["inspection", "duty", "finding", "nonconformity"])
async def test_a_record_that_is_not_there_takes_no_file(record: str, desk_web: DeskWeb) -> None:
    for of in ("7", "x", "99999999999999999999"):
        assert (await send(desk_web, jpeg(), record=record, of=of)).status == 404


async def test_a_nonconformity_takes_files_and_a_step_is_one_of_the_procedure(desk_web: DeskWeb) -> None:
    raised = await desk_web.post("nonconformities", {"title": "消防通道堵塞"})
    assert (await send(desk_web, jpeg(), record="nonconformity", of=str(raised["id"]))).status == 201
    assert (await send(desk_web, jpeg(), record="nonconformity", of=str(raised["id"]), part="x")).status == 422
    moving = await desk_web.opened(category="move_in", title="入住")
    step = moving["steps"][0]["key"]
    assert (await send(desk_web, jpeg(), record="ticket", of=moving["number"], part=step)).body["part"] == step
    assert (await send(desk_web, jpeg(), record="ticket", of=moving["number"], part="nothing")).status == 422


async def test_nobody_without_a_token_sends_or_sees_a_file(desk_web: DeskWeb, ticket: str) -> None:
    file = (await send(desk_web, jpeg(), record="ticket", of=ticket)).body
    assert (await send(desk_web, jpeg(), token="tr_nobody", record="ticket", of=ticket)).status == 401
    async with desk_web.web.session.get(desk_web.web.url + file["content"]) as answer:
        assert answer.status == 401


async def test_the_words_of_a_file_are_masked(desk_web: DeskWeb, ticket: str) -> None:
    file = (await send(desk_web, jpeg(), record="ticket", of=ticket, title="13800138000 的门")).body
    assert file["title"] == "138****8000 的门"


async def test_a_photo_of_an_iphone_becomes_a_jpeg(desk_web: DeskWeb, ticket: str) -> None:
    file = (await send(desk_web, HEIC, record="ticket", of=ticket)).body
    assert (file["kind"], file["width"], file["height"]) == ("jpeg", 64, 48)
    _, kept, _ = await fetched(desk_web, file["content"])
    assert b"Zhang" in HEIC
    assert b"Zhang" not in kept
    red, green, blue = Image.open(io.BytesIO(kept)).convert("RGB").getpixel((32, 24))  # type: ignore[misc]
    assert red > 240
    assert 140 < green < 180
    assert blue < 30
