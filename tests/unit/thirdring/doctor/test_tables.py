"""The table of a PBX's calls, as the doctor sees it."""

import pytest
from pydantic import SecretStr

from telephony.cel.gap import Counts, rows_of
from telephony.cel.table import COLUMNS
from tests.unit.telephony.cel.written import lines
from thirdring.doctor.finding import Weight
from thirdring.doctor.tables import SeenTable, of_tables, tables_of
from thirdring.settings.pbx import Pbx, PbxCel

ROWS = tuple(rows_of(lines("rows")[:200], Counts()))
NAMES: dict[str, int | None] = {"ID": None, "eventtime": None} | dict.fromkeys(COLUMNS, 512)
GOOD = SeenTable("main", "pbx/asteriskcdrdb", "cel", True, NAMES, ROWS)
RELOAD = "asterisk -rx 'module reload cel_odbc.so'"
WHOLE = tuple(row._replace(at_us=row.at_us // 10**6 * 10**6) for row in ROWS)


def found(seen: SeenTable) -> list[tuple[Weight, str]]:
    return [(each.weight, each.lines[0]) for each in of_tables([seen])]


def test_a_table_with_all_that_is_needed_is_not_mentioned() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("seen", "weight", "line"),
    [
        (GOOD._replace(trouble="Access denied"), Weight.PROBLEM, "GRANT SELECT ON cel TO …;"),
        (GOOD._replace(columns={}), Weight.PROBLEM, "GRANT SELECT ON cel TO …;"),
        (
            GOOD._replace(columns={name: most for name, most in NAMES.items() if name != "extra"}),
            Weight.PROBLEM,
            "ALTER TABLE cel ADD COLUMN extra varchar(512);",
        ),
        (GOOD._replace(columns=NAMES | {"extra": 255}), Weight.PROBLEM, "ALTER TABLE cel MODIFY extra varchar(512);"),
        (GOOD._replace(last=tuple(row._replace(extra={}) for row in ROWS)), Weight.PROBLEM, RELOAD),
        (GOOD._replace(last=WHOLE), Weight.HINT, "ALTER TABLE cel MODIFY eventtime datetime(6);"),
        (
            GOOD._replace(last=WHOLE, is_mysql=False),
            Weight.HINT,
            "ALTER TABLE cel ALTER COLUMN eventtime TYPE timestamp(6);",
        ),
        (GOOD._replace(last=()), Weight.NOT_SEEN, "asterisk -rx 'cel show status'"),
    ],
    ids=["not readable", "not there", "without extra", "short", "not filled", "whole", "whole, PostgreSQL", "empty"],
)
def test_others_are_named_with_what_to_do(seen: SeenTable, weight: Weight, line: str) -> None:
    assert found(seen) == [(weight, line)]


def test_what_is_said_of_a_table_that_cannot_be_read_has_no_user_and_no_password() -> None:
    [finding] = of_tables([GOOD._replace(trouble="Access denied")])
    assert (finding.file, "Access denied" in finding.text) == ("pbx/asteriskcdrdb", True)


def test_of_a_database_that_is_away_nothing_of_the_password_is_told() -> None:
    url = SecretStr("postgresql://reader:s3c%2Fret@127.0.0.1:1/db")
    [seen] = tables_of([Pbx(secret=SecretStr("x"), cel=PbxCel(url=url))])
    assert seen.place == "127.0.0.1:1/db"
    assert seen.trouble
    assert "s3c" not in str(seen)
    assert "reader" not in str(seen)
