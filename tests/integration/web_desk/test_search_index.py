"""A search by index finds the same tickets as a look at every one of them."""

from collections.abc import AsyncIterator, Iterator
from itertools import product
from random import Random
from typing import Any

import pytest
import pytest_asyncio

from kit.database.pool import DatabasePool, Session, session
from kit.database.where import Where
from kit.http.listed import listed
from kit.pinyin import spellings
from tests.unit.metrics.prometheus.desk_shapes import RULES
from tests.unit.ticketing.moments import at
from ticketing.households import found as found_households
from ticketing.households.bodies import HouseholdsQuery
from ticketing.households.found import few_found as few_households
from ticketing.households.lists import HOUSEHOLDS, wanted_households
from ticketing.http.lists import narrow_by_words, part_of
from ticketing.http.place_words import place_said
from ticketing.places.place import pieces_of, searched_of
from ticketing.tickets import found as found_tickets
from ticketing.tickets.found import few_found as few_tickets
from ticketing.tickets.lists import TICKETS, TicketsQuery, wanted_tickets
from ticketing.workflows.searched import mask_all

NOW_US = at("2026-11-30 10:00")
WORDS = (
    *("水管漏水", "电梯", "WiFi坏了", "第2次", "13812345678", "1-2"),
    *("ÄRGER", "a_b", "100%", "c\\d", "ab\nba", "İı", "ΣΑΣ", "\x1f"),
)
NAMES = ("张三", "王伟", "Li Wei", "单雄信", "O'Neil", "张")
FILL = {
    "households": "insert into households (estate, building, unit, room, notes) values ($1, $2, $3, $4, $5)",
    "residents": "insert into residents (household, name, part) values ($1, $2, 'owner')",
    "places": """insert into places (kind, estate, building, name, searched, pinyin, same_as)
        values ('lift', $1, $2, $3, $4, array_to_tsvector($5::text[]), $6)""",
    "tickets": """insert into tickets (
            number, status, source, category, priority, title, contact, resolution, household, place_id, opened_at,
            clock_from, due_at
        ) values ($1, 'open', 'manual', 'repair', 'normal', $2, $3, $4, $5, $6, now(), now(), now())""",
}

EVERY = """
    (
        place_id in (select p.id from places p where p.searched like all(?::text[]))
        or number like ? or title ilike ? or contact ilike ? or resolution ilike ?
        or household in (
            select h.id from households h
            where (
                concat_ws('-', nullif(h.building, ''), nullif(h.unit, ''), h.room) ilike any(?::text[])
                and h.estate ilike ?
            )
                or exists (select from residents r where r.household = h.id and r.name ilike ?)
                or exists (
                    select from resident_phones p join residents r on r.id = p.resident
                    where r.household = h.id and p.number ~ '[0-9]{4}' and right(p.number, 4) = ?
                )
        )
    )
"""
EVERY_MASKED = """
    (
        place_id in (select p.id from places p where p.searched like all(?::text[]))
        or number like ? or t.searched ilike ?
        or household in (
            select h.id from households h
            where (
                split_part(h.searched, E'\\n', 1) ilike any(?::text[])
                and split_part(h.searched, E'\\n', 2) ilike ?
            )
                or exists (select from residents r where r.household = h.id and r.searched ilike ?)
                or exists (
                    select from resident_phones p join residents r on r.id = p.resident
                    where r.household = h.id and p.number ~ '[0-9]{4}' and right(p.number, 4) = ?
                )
        )
    )
"""

SPELLED = """
    (
        t.pinyin @@ ?::tsquery
        or place_id in (select p.id from places p where p.pinyin @@ ?::tsquery)
        or household in (
            select p.id from households p where p.pinyin @@ ?::tsquery
            union all
            select p.household from residents p where p.pinyin @@ ?::tsquery
        )
    )
"""


def some(random: Random, known: tuple[str, ...]) -> str:
    return "".join(random.choice(known) for _ in range(random.randrange(4)))


async def fill(connection: Session, random: Random) -> None:
    flats = list(product(("1", "3", "A", ""), ("", "2"), ("101", "1201")))
    for flat in flats:
        await connection.execute(FILL["households"], random.choice(("花园", "")), *flat, some(random, WORDS))
    for household in range(1, len(flats) + 1):
        await connection.execute(FILL["residents"], household, NAMES[household % len(NAMES)])
    for number, (building, name) in enumerate((("3", "电梯"), ("", "3号门"), ("A", "大堂")), start=1):
        words, spelled = searched_of(name, building, "花园"), sorted(spellings(name))
        await connection.execute(FILL["places"], "花园", building, name, words, spelled, str(number))
    for resident in range(1, len(flats) + 1, 3):
        phone = f"+8613900000{resident:04}"
        await connection.execute("insert into resident_phones values ($1, $2, $2)", resident, phone)
    for number in range(150):
        household = random.choice([None, *range(1, len(flats) + 1)])
        place = None if household else random.choice([None, 1, 2, 3])
        texts = some(random, WORDS), random.choice(NAMES), some(random, WORDS)
        await connection.execute(FILL["tickets"], f"202611{number % 30 + 1:02}-{number:04}", *texts, household, place)


@pytest_asyncio.fixture
async def filled(pool: DatabasePool) -> AsyncIterator[Session]:
    async with session(pool) as connection:
        await fill(connection, Random(7))
    await mask_all(pool)
    async with session(pool) as connection:
        await connection.execute("update tickets set title = title || '漏' where number like '%-001_'")  # not masked
        yield connection


def asked() -> Iterator[str]:
    """Whole words, pieces of them, places as they are said, numbers, pinyin, and what nobody wrote."""
    random = Random(11)
    yield from (
        *NAMES,
        "飞碟",
        "3-2-101",
        "3栋101",
        "3号楼",
        "2单元",
        "1201室",
        "花园",
        "A栋",
        "3号电梯",
        "电梯",
        "大堂",
    )
    yield from ("20261105-0004", "0004", "2026", "-00", "1105-", "26-0", "zs", "ww", "w", "ZhangSan", "dt", "liwei")
    yield from ("li wei", "LI WEI", "o'neil", "O'NEIL")
    yield from ("漏", "a", "1", "%", "_", "\\", "..", " ", "i", "ß", "ς", "ἀ", "13812345678", "138****5678", "12345")
    for _ in range(60):
        text = random.choice(WORDS) + random.choice(("", *WORDS))
        first = random.randrange(len(text))
        piece = text[first : first + random.randrange(1, 6)]
        yield random.choice((piece, piece.upper(), piece.lower(), piece.swapcase()))


async def looked_at(connection: Session, text: str, *, masked: bool) -> list[str]:
    """Each ticket is looked at, without an index of words."""
    wanted, part, condition = Where(), part_of(text), EVERY_MASKED if masked else EVERY
    pieces = [part_of(piece) for piece in pieces_of(text)]
    values = [pieces, *[part] * (2 if masked else 4), *place_said(text), part, text]
    narrow_by_words(wanted, text, condition, values, SPELLED)
    query: Any = TicketsQuery.model_construct(limit=500)
    return [row["number"] for row in (await listed(connection, TICKETS, wanted, query)).rows]


async def tickets(connection: Session, text: str, *, masked: bool, found: list[str] | None) -> list[str]:
    query: Any = TicketsQuery.model_construct(q=text, limit=500)
    wanted = wanted_tickets(query, "1001", RULES, NOW_US, masked=masked, found=found)
    return [row["number"] for row in (await listed(connection, TICKETS, wanted, query)).rows]


async def households(connection: Session, text: str, *, masked: bool, found: list[int] | None) -> list[int]:
    query: Any = HouseholdsQuery.model_construct(q=text, limit=500)
    wanted = wanted_households(query, RULES, masked=masked, found=found)
    return [row["id"] for row in (await listed(connection, HOUSEHOLDS, wanted, query)).rows]


@pytest.mark.parametrize("masked", [False, True])
async def test_a_search_finds_by_index_what_a_look_at_every_ticket_finds(
    filled: Session, masked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found_tickets, "_COMMON", 1_000)
    found = {text: await few_tickets(filled, text, masked=masked) for text in asked()}
    few = {text: rows for text, rows in found.items() if rows is not None}
    assert len(few) > 60
    assert sum(bool(rows) for rows in few.values()) > 40
    for text, rows in few.items():
        every = await looked_at(filled, text, masked=masked)
        assert await tickets(filled, text, masked=masked, found=rows) == every, text
        assert set(rows) == set(every), text


@pytest.mark.parametrize("masked", [False, True])
async def test_where_many_are_found_it_is_the_same_as_well(filled: Session, masked: bool) -> None:
    for text in asked():
        every = await looked_at(filled, text, masked=masked)
        assert await tickets(filled, text, masked=masked, found=None) == every, text


@pytest.mark.parametrize("masked", [False, True])
async def test_a_search_finds_by_index_what_a_look_at_every_household_finds(filled: Session, masked: bool) -> None:
    found = {text: await few_households(filled, text, masked=masked) for text in asked()}
    few = {text: rows for text, rows in found.items() if rows is not None}
    assert len(few) > 60
    assert sum(bool(rows) for rows in few.values()) > 30
    for text, rows in few.items():
        every = await households(filled, text, masked=masked, found=None)
        assert await households(filled, text, masked=masked, found=rows) == every, text
        assert set(rows) == set(every), text


async def test_what_many_have_and_what_is_too_short_for_the_index_is_looked_for_in_all(
    filled: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [await few_tickets(filled, text, masked=False) for text in ("漏", "1", "202")] == [None, None, None]
    assert [await few_households(filled, text, masked=False) for text in ("漏", "1")] == [None, None]
    assert await few_tickets(filled, "张三", masked=False) is None  # many of the newest
    for module in (found_tickets, found_households):
        monkeypatch.setattr(module, "FEW", 1)
    assert await few_tickets(filled, "20261101-", masked=False) is None
    assert await few_households(filled, "花园", masked=False) is None
