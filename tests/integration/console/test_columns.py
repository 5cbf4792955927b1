"""Columns of a list, as its address says."""

import re
from collections.abc import Callable

import pytest

from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.web_desk.conftest import DeskWeb


def heads(text: str) -> list[str]:
    return re.findall(r"<th[^>]*>(?:<a [^>]*>)?([^<]+)(?:</a>)?</th>", text)


@pytest.fixture
async def ticket(desk_web: DeskWeb) -> str:
    said = {"category": "repair", "title": "灯坏了", "contact": "张三"}
    return str((await desk_web.post("tickets", said, Role.DISPATCHER))["number"])


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("title,due", ["Number", "What it is about", "Due"]),
        ("due,title,due,number", ["Number", "Due", "What it is about"]),
        ("nonsense,phone", ["Number", "Phone number"]),
    ],
)
async def test_the_address_says_which_columns_there_are(
    said: str, shown: list[str], browse: Callable[..., Browser], ticket: str
) -> None:
    got = await browse().get(f"/tickets?active=true&columns={said}")
    assert heads(got.text) == shown


async def test_what_is_no_column_leaves_those_that_are_shown_anyway(
    browse: Callable[..., Browser], ticket: str
) -> None:
    usual = heads((await browse().get("/tickets?active=true")).text)
    assert heads((await browse().get("/tickets?active=true&columns=<script>,x")).text) == usual
    assert usual[0] == "Number"
    assert "Phone number" not in usual


async def test_a_form_of_columns_becomes_one_address(browse: Callable[..., Browser], ticket: str) -> None:
    got = await browse().get("/tickets?active=true&column.title=yes&column.due=yes")
    assert (got.status, got.headers["Location"]) == (303, "/tickets?active=true&columns=title%2Cdue")


async def test_as_many_rows_are_shown_as_the_address_says(
    browse: Callable[..., Browser], desk_web: DeskWeb, ticket: str
) -> None:
    for number in range(3):
        await desk_web.post("tickets", {"category": "repair", "title": f"灯 {number}"}, Role.DISPATCHER)
    for said, count in (("rows=2", 2), ("rows=3&limit=1", 3), ("limit=1&rows=many", 1), ("rows=99999", 4)):
        got = await browse().get(f"/tickets?active=true&{said}")
        assert got.text.count('data-test="ticket-row"') == count, said
