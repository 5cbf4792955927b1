"""Many rows are written by one statement, an array for each column."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from kit.database.batch import Batch, Json
from kit.database.statements import read_statements

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


class Colour(StrEnum):
    RED = "red"


class Bus(NamedTuple):
    line: str
    number: int
    colour: Colour | None
    left_at: datetime | None
    late_seconds: float
    full: bool
    stops: Json


BUS = Batch(Bus, "bus", key=("line", "number"))


def test_a_statement_of_many_rows_is_made_from_the_fields(tmp_path: Path) -> None:
    file = tmp_path / "buses.sql"
    file.write_text(
        "-- name: put\ninsert into buses ({bus.columns}) select * from unnest({bus.arrays})"
        " on conflict (line, number) do update set {bus.excluded}\n"
    )
    statements = read_statements(file, bus=BUS)
    assert statements["put"] == (
        "insert into buses (line, number, colour, left_at, late_seconds, full, stops) select * from unnest($1::text[],"
        " $2::int4[], $3::text[], $4::timestamptz[], $5::float8[], $6::bool[], $7::json[]) on conflict (line, number)"
        " do update set colour = excluded.colour, left_at = excluded.left_at, late_seconds = excluded.late_seconds,"
        " full = excluded.full, stops = excluded.stops"
    )
    rows = [Bus("12", 1, Colour.RED, NOON, 1.5, True, Json("[]")), Bus("7", 2, None, None, 0.0, False, Json("[1]"))]
    _, *values = statements.filled("put", BUS.arrays(rows))
    assert values == [["12", "7"], [1, 2], ["red", None], [NOON, None], [1.5, 0.0], [True, False], ["[]", "[1]"]]


def test_of_no_rows_there_is_an_empty_array_for_each_column() -> None:
    assert BUS.arrays([]) == {f"bus_{name}": [] for name in Bus._fields}
