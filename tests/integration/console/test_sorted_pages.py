"""The order of a list: by its heads, in its address, in its views and in the file that is made of it."""

import html
import re
from collections.abc import Callable

import pytest

from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.console.test_exports import file_of, noted, rows_of
from tests.integration.web_desk.conftest import DeskWeb


@pytest.fixture
async def three(desk_web: DeskWeb) -> list[str]:
    """The newest first."""
    opened = []
    for title, priority in (("normal", "normal"), ("critical", "critical"), ("urgent", "urgent")):
        said = {"category": "repair", "title": title, "priority": priority}
        opened.append(str((await desk_web.post("tickets", said, Role.DISPATCHER))["number"]))
    return opened[::-1]


def numbers(text: str) -> list[str]:
    return re.findall(r'id="ticket-([^"]+)"', text)


def links(text: str, name: str) -> list[str]:
    return [html.unescape(path) for path in re.findall(rf'<a href="([^"]+)"[^>]*>{name}[^<]*</a>', text)]


async def test_a_head_sorts_by_its_column_and_says_which_way(browse: Callable[..., Browser], three: list[str]) -> None:
    urgent, critical, normal = three
    plain = await browse().get("/tickets?active=true&columns=priority,opened")
    assert numbers(plain.text) == three
    assert 'aria-sort="descending"><a href="/tickets?active=true&amp;sort=opened' in plain.text
    [by_priority, _] = links(plain.text, "Priority")
    assert by_priority == "/tickets?active=true&sort=priority&columns=priority%2Copened"
    risen = await browse().get(by_priority)
    assert numbers(risen.text) == [critical, urgent, normal]
    assert risen.text.count("aria-sort=") == 1
    assert 'aria-sort="ascending"><a href="/tickets?active=true&amp;sort=-priority' in risen.text
    assert numbers((await browse().get(links(risen.text, "Priority")[0])).text) == [normal, urgent, critical]


async def test_an_order_stays_where_one_looks_for_more_and_chooses_another_view(
    browse: Callable[..., Browser], three: list[str]
) -> None:
    got = await browse().get("/tickets?active=true&sort=priority")
    assert 'aria-current="page">Open<' in got.text
    assert got.text.count('<input type="hidden" name="sort" value="priority">') == 2  # of the filters, of the columns
    assert links(got.text, "Mine") == ["/tickets?sort=priority&active=true&mine=true"]
    assert links(got.text, "Overdue") == ["/tickets?sort=due&due=overdue"]
    assert "sort=" not in got.text.split("data-heard=")[1].split('"')[1]
    of_view = await browse().get("/tickets?due=overdue&sort=due")
    assert 'aria-current="page">Overdue<' in of_view.text
    assert links(of_view.text, "Open")[0] == "/tickets?active=true"  # nobody chose that order


async def test_the_rows_after_the_first_page_go_on_in_its_order(
    browse: Callable[..., Browser], three: list[str]
) -> None:
    got = await browse().get("/tickets?active=true&sort=-priority&limit=2")
    more = html.unescape(re.search(r'hx-get="(/tickets\?[^"]+)"', got.text).group(1))  # type: ignore[union-attr]
    assert numbers(got.text) + numbers((await browse().get(more, part=True)).text) == [three[2], three[0], three[1]]


async def test_a_file_is_in_the_order_of_its_page(desk_web: DeskWeb, three: list[str], pool: object) -> None:
    _, content = await file_of(desk_web, "/tickets/export?active=true&sort=priority&columns=title", Role.MANAGER)
    assert [row[1] for row in rows_of(content)[1:]] == ["critical", "urgent", "normal"]
    assert (await noted(pool))[-1]["filters"] == ["active"]  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/callbacks?open=true&sort=-born", "/calls?direction=inbound&sort=-arrived"])
async def test_other_lists_have_heads_to_sort_by(path: str, browse: Callable[..., Browser], desk_web: DeskWeb) -> None:
    await desk_web.post("callbacks", {"phone": "13800138001"}, Role.DISPATCHER)
    got = await browse().get(path)
    assert got.status == 200
    assert ('aria-sort="descending"' in got.text) == path.startswith("/callbacks")  # there is no call


async def test_an_order_that_does_not_exist_is_refused_in_words(browse: Callable[..., Browser]) -> None:
    got = await browse().get("/tickets?active=true&sort=title")
    assert got.status == 422
    assert "sort" in got.text
