"""Tables of CEL in a real PostgreSQL and a real MariaDB, filled with what a real Asterisk wrote of itself."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kit.database import others
from kit.database.embedded import EmbeddedPostgres
from kit.database.others import AwayError, Database, Rows
from kit.database.pool import ensure_database
from telephony.cel.frames import WHOLE_SECOND_US
from telephony.cel.gap import Counts, Gap
from telephony.cel.heard import Heard
from telephony.cel.reading import frames_of
from telephony.cel.sources import CsvFile, Source
from telephony.cel.table_rows import PAGE_ROWS, Table
from tests.integration.cel.mariadb import mariadb, why_no_mariadb
from tests.integration.cel.tables import READER, SECRET, Filled, of_mariadb, of_postgresql, recorded
from tests.unit.telephony.cel.written import extent, lines

S = 1_000_000
PRECISE, WHOLE = "precise", "whole"


@pytest.fixture(scope="module", params=["postgresql", "mariadb"])
def filled(request: pytest.FixtureRequest) -> Iterator[Filled]:
    if request.param == "mariadb":
        if reason := why_no_mariadb():
            pytest.skip(reason)
        with mariadb() as root:
            yield _with_tables(of_mariadb(root), "datetime(6)", "datetime")
    else:
        postgres: EmbeddedPostgres = request.getfixturevalue("postgres")
        url = postgres.url("cel_of_a_pbx")
        asyncio.run(ensure_database(url))
        yield _with_tables(of_postgresql(url), "timestamp", "timestamp(0)")


def _with_tables(filled: Filled, precise: str, whole: str) -> Filled:
    filled.create(PRECISE, precise)
    filled.create(WHOLE, whole)
    return filled


def told(source: Source, gap: Gap) -> list[str]:
    """What the journal is told of a gap."""
    try:
        return [frame.decode() for frame in frames_of(gap, Heard(), source, None, Counts())]
    finally:
        source.close()


@pytest.mark.parametrize("begin", [0, 9])
def test_a_table_tells_what_the_file_tells(filled: Filled, tmp_path: Path, begin: int) -> None:
    (tmp_path / "rows").write_bytes(b"".join(lines("rows")))
    whole = extent()
    gap = Gap(whole.since_us + begin * S, whole.since_us + (begin + 5) * S)
    expected = told(CsvFile(tmp_path / "rows"), gap)
    assert len(expected) > 100
    assert told(Table(filled.reader, PRECISE), gap) == expected


def test_whole_seconds_are_told_with_their_margin(filled: Filled) -> None:
    first, *frames, _ = told(Table(filled.reader, WHOLE), extent())
    assert f"\r\nMargin: {WHOLE_SECOND_US}\r\n" in f"{first}\r\n"
    assert sum("Event: CelRow" in frame for frame in frames) > 1_000
    assert told(Table(filled.reader, PRECISE), extent())[0] == first.replace(str(WHOLE_SECOND_US), "250000")


def test_when_the_last_row_was_written_is_known_by_utc(filled: Filled) -> None:
    source = Table(filled.reader, PRECISE)
    last = lines("rows")[-1].split(b'"')[3]
    assert source.last_us() == int(last.replace(b".", b""))
    source.close()


def test_a_late_gap_is_found_by_a_few_short_questions(filled: Filled) -> None:
    asked: list[int] = []

    def connect(url: str) -> Database:
        return _Counting(others.opened(url), asked)

    whole, source = extent(), Table(filled.reader, PRECISE, connect)
    told(source, Gap(whole.until_us - S, whole.until_us))
    assert len(asked) < 12
    assert sum(asked) < len(recorded())
    assert max(asked) <= PAGE_ROWS


class _Counting:
    def __init__(self, database: Database, asked: list[int]) -> None:
        self._database = database
        self._asked = asked
        self.is_mysql = database.is_mysql

    def ask(self, statement: str) -> Rows:
        rows = self._database.ask(statement)
        self._asked.append(len(rows))
        return rows

    def close(self) -> None:
        self._database.close()


def test_who_reads_cannot_write(filled: Filled) -> None:
    database = others.opened(filled.reader)
    with pytest.raises(AwayError):
        database.ask(f"DELETE FROM {PRECISE}")
    database.close()


@pytest.mark.parametrize("table", ["nothing", "no_id"])
def test_a_table_that_is_not_there_or_has_no_id_says_so(filled: Filled, table: str) -> None:
    if table == "no_id":
        filled.execute("CREATE TABLE no_id (eventtime varchar(30))", ())
        filled.execute(f"GRANT SELECT ON no_id TO {READER}", ())
    with pytest.raises(AwayError):
        told(Table(filled.reader, table), extent())


def test_no_word_of_a_refusal_has_the_password(filled: Filled) -> None:
    parts = urlsplit(filled.reader)
    wrong = filled.reader.replace(SECRET, "another-word")
    refused = parts._replace(netloc=f"{READER}:another-word@127.0.0.1:1", query="").geturl()
    for url in (wrong, refused):
        with pytest.raises(AwayError) as raised:
            others.opened(url)
        assert str(raised.value)
        assert "another-word" not in str(raised.value)


def test_a_slow_postgresql_may_be_closed_from_another_thread(postgres: EmbeddedPostgres) -> None:
    database = others.opened(postgres.url("postgres"))
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(database.ask, "SELECT pg_sleep(60)")
        while not database._loop.is_running():  # type: ignore[attr-defined]
            time.sleep(0.01)
        database.close()
        with pytest.raises(AwayError):
            answer.result(30)
    assert database._loop.is_closed()  # type: ignore[attr-defined]
    database.close()


def test_after_trouble_it_asks_again(filled: Filled) -> None:
    source, answers = Table(filled.reader, PRECISE), Table(filled.reader, PRECISE)
    source._table = "nothing"
    with pytest.raises(AwayError):
        source.last_us()
    source._table = PRECISE
    assert source.last_us() == answers.last_us()
    source.close()
    answers.close()
