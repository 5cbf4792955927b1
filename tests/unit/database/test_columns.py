"""Rows are made from the fields of a dataclass, and statements name their values."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import pytest

from kit.database.columns import Columns
from kit.database.statements import read_statements

NOON = datetime(2026, 11, 29, 12, 0, 0, 5, tzinfo=UTC)
NOON_US = 1_795_953_600_000_005


class Colour(StrEnum):
    RED = "red"


class Stop(NamedTuple):
    since_us: int
    why: Colour


@dataclass(frozen=True)
class Bus:
    id: int
    line: str
    colour: Colour | None = None
    left_at_us: int | None = None
    stops: tuple[Stop, ...] = ()
    doors: tuple[str, ...] = ()
    seats: tuple[int, ...] = ()


BUS = Columns(Bus, key="id", serial=True, named={"line": "route"}, without=("seats",), more=("due_at",))
KEPT = {
    "id": 1,
    "route": "12",
    "colour": Colour.RED,
    "left_at": NOON,
    "stops": '[[5,"red"]]',
    "doors": ["front", "back"],
}
A_BUS = Bus(1, "12", Colour.RED, NOON_US, (Stop(5, Colour.RED),), ("front", "back"))


def test_a_row_has_a_column_for_each_field_by_its_name() -> None:
    assert BUS.row(A_BUS) == KEPT


def test_what_is_not_known_is_null() -> None:
    assert BUS.row(Bus(2, "7")) == {
        "id": 2,
        "route": "7",
        "colour": None,
        "left_at": None,
        "stops": "[]",
        "doors": [],
    }


def test_a_row_becomes_what_it_was_made_from() -> None:
    assert BUS.of({**KEPT, "colour": "red"}) == A_BUS
    assert BUS.of(BUS.row(Bus(2, "7"))) == Bus(2, "7")


def test_what_is_given_is_not_taken_from_the_row() -> None:
    assert BUS.of(KEPT, line="8", seats=(3,)).line == "8"
    assert BUS.of(KEPT, line="8", seats=(3,)).seats == (3,)


def test_a_named_tuple_is_a_row_as_well() -> None:
    stop = Columns(Stop)
    assert stop.row(Stop(NOON_US, Colour.RED)) == {"since": NOON, "why": "red"}
    assert stop.of({"since": NOON, "why": "red"}) == Stop(NOON_US, Colour.RED)


def read(folder: Path, text: str) -> Path:
    file = folder / "buses.sql"
    file.write_text(text)
    return file


def test_a_statement_of_a_whole_row_is_made_from_its_fields(tmp_path: Path) -> None:
    file = read(tmp_path, "-- name: insert\ninsert into buses ({bus.columns}) values ({bus.values})\n")
    statements = read_statements(file, bus=BUS)
    assert statements["insert"] == (
        "insert into buses (route, colour, left_at, stops, doors, due_at) values ($1, $2, $3, $4, $5, $6)"
    )
    _, *values = statements.filled("insert", BUS.row(A_BUS), due_at=None)
    assert values == ["12", "red", NOON, '[[5,"red"]]', ["front", "back"], None]


def test_the_key_is_never_changed_and_a_value_that_comes_twice_has_one_place(tmp_path: Path) -> None:
    file = read(tmp_path, "-- name: save\nupdate buses set {bus.assignments} where id = :id and route <> :route\n")
    statements = read_statements(file, bus=BUS)
    assert statements["save"] == (
        "update buses set route = $1, colour = $2, left_at = $3, stops = $4, doors = $5, due_at = $6"
        " where id = $7 and route <> $1"
    )


def test_a_cast_is_no_value(tmp_path: Path) -> None:
    statements = read_statements(read(tmp_path, "-- name: of_id\nselect :id::bigint\n"))
    assert statements.filled("of_id", id=3) == ["select $1::bigint", 3]


def test_a_value_that_is_not_given_is_refused(tmp_path: Path) -> None:
    statements = read_statements(read(tmp_path, "-- name: of_id\nselect :id\n"))
    with pytest.raises(KeyError, match="id"):
        statements.filled("of_id")


def test_values_by_place_and_by_name_do_not_stand_in_one_statement(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="by place and by name"):
        read_statements(read(tmp_path, "-- name: of_id\nselect :id, $1\n"))


def test_a_name_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="twice"):
        read_statements(read(tmp_path, "-- name: a\nselect 1;\n-- name: a\nselect 2;\n"))
