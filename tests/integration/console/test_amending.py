"""Tickets are corrected on their page: nothing that somebody else wrote meanwhile is overwritten."""

from collections.abc import Callable
from typing import Any

from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.web_desk.conftest import DeskWeb

FIELDS = ("title", "category", "priority", "contact")


def form_of(ticket: Any, **typed: str) -> dict[str, str]:
    """The form to correct a ticket, as it was drawn from it, with what somebody typed into it."""
    drawn = {f"was-{name}": str(ticket[name]) for name in FIELDS}
    fields = {name: str(ticket[name]) for name in FIELDS} | typed
    return {"version": str(ticket["version"]), "drawn": " ".join(FIELDS), **drawn, **fields}


async def history(desk_web: DeskWeb, number: str) -> list[str]:
    return [each["what"] for each in (await desk_web.get(f"tickets/{number}"))["history"]]


async def test_a_form_says_what_it_was_drawn_with(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    made = await desk_web.opened(title="灯坏了", contact="李四")
    got = await browse().get(f"/tickets/{made['number']}")
    for name in FIELDS:
        assert f'name="was-{name}" value="{made[name]}"' in got.text


async def test_only_what_changed_is_saved_and_stands_in_the_history(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened(title="灯坏了", contact="李四")
    got = await browse(language="zh").send(
        f"/tickets/{made['number']}/amend", part=True, **form_of(made, title="灯坏了，3 楼")
    )
    assert (got.status, "修改：标题 " in got.words) == (200, True)
    assert (await history(desk_web, made["number"]))[1:] == ["amended: title"]


async def test_a_contact_is_removed_by_an_empty_field(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    made = await desk_web.opened(contact="李四")
    assert (
        await browse().send(f"/tickets/{made['number']}/amend", part=True, **form_of(made, contact=""))
    ).status == 200
    assert (await desk_web.get(f"tickets/{made['number']}"))["contact"] == ""


async def test_where_nothing_changed_a_word_says_so_and_nothing_is_asked_for(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened()
    got = await browse(language="zh").send(f"/tickets/{made['number']}/amend", part=True, **form_of(made))
    assert (got.status, "没有改动" in got.words) == (422, True)
    assert await history(desk_web, made["number"]) == ["opened"]


async def test_who_was_slower_sees_each_field_side_by_side_and_overwrites_none_of_the_others(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened(title="灯坏了", contact="李四")
    place, page = f"/tickets/{made['number']}/amend", browse()
    assert (await page.send(place, part=True, **form_of(made, title="3 楼的灯", category="complaint"))).status == 200
    mine = form_of(made, title="大厅的灯", priority="urgent")
    late = await page.send(place, part=True, **mine)
    assert late.status == 409
    assert "Title 灯坏了 3 楼的灯 大厅的灯" in late.words
    assert "Category Repair Complaint not changed: theirs stays" in late.words
    assert "Priority" not in late.words.partition("As it is now")[0]
    assert (await page.send(place, part=True, **{**mine, "version": "2"})).status == 200
    now = await desk_web.get(f"tickets/{made['number']}")
    assert (now["title"], now["category"], now["priority"]) == ("大厅的灯", "complaint", "urgent")


async def test_what_others_wrote_is_masked_side_by_side_as_everywhere(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened(title="灯坏了")
    place = f"/tickets/{made['number']}/amend"
    assert (await browse().send(place, part=True, **form_of(made, title="call 13800138000"))).status == 200
    late = await browse(Role.AGENT).send(place, part=True, **form_of(made, title="大厅的灯"))
    assert (late.status, "大厅的灯" in late.words, "13800138000" in late.text) == (409, True, False)


async def test_the_answer_to_a_complaint_does_not_overwrite_how_it_was_settled(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened(category="complaint")
    place = f"/tickets/{made['number']}/amend"
    drawn = {"drawn": "valid response settlement", "was-valid": "", "was-response": "", "was-settlement": ""}
    assert (await browse().send(place, part=True, version="1", **drawn, settlement="换了灯")).status == 200
    late = await browse().send(place, part=True, version="1", **drawn, response="我们去看看")
    assert (late.status, "How it was settled – 换了灯 not changed" in late.words) == (409, True)
    assert (await browse().send(place, part=True, version="2", **drawn, response="我们去看看")).status == 200
    complaint = (await desk_web.get(f"tickets/{made['number']}"))["complaint"]
    assert (complaint["settlement"], complaint["response"]) == ("换了灯", "我们去看看")


async def test_a_ticket_that_is_done_is_not_offered_to_be_merged(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened()
    assert "The same matter" in (await browse().get(f"/tickets/{made['number']}")).words
    await desk_web.act(made, "resolve", Role.DISPATCHER, resolution="done")
    assert "The same matter" not in (await browse().get(f"/tickets/{made['number']}")).words
