"""Databases that hold what a real Asterisk wrote of itself, in tables as cel_pgsql and FreePBX have them."""

import asyncio
import csv
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

import pymysql

from kit.database.addresses import address_of
from kit.database.pool import Session, connect
from tests.unit.telephony.cel.written import lines

AHEAD_SECONDS = 8 * 3600  # its clock shows the time of Shanghai
READER, SECRET = "reader", "a-long-word"

_Values = tuple[str, ...]
_T = TypeVar("_T")
_COLUMNS = "eventtype, eventtime, uniqueid, linkedid, channame, exten, appname, appdata, extra, cid_num"
_TABLE = """CREATE TABLE {name} (id {id}, eventtype varchar(30) NOT NULL, eventtime {time} NOT NULL,
cid_num varchar(80) NOT NULL DEFAULT '', exten varchar(80), context varchar(80), channame varchar(80),
appname varchar(80), appdata varchar(300), uniqueid varchar(150), linkedid varchar(150), extra varchar(512))"""


class Filled(NamedTuple):
    """`execute` is the owner's; `reader` is the address of a user who may read the tables and nothing else."""

    reader: str
    id_type: str
    execute: Callable[[str, Sequence[_Values]], None]

    def create(self, name: str, time: str) -> None:
        self.execute(_TABLE.format(name=name, id=self.id_type, time=time), ())
        self.execute(f"GRANT SELECT ON {name} TO {READER}", ())
        self.add(name, recorded())

    def add(self, name: str, rows: Sequence[_Values]) -> None:
        numbers = [f"${number}" if "serial" in self.id_type else "%s" for number in range(1, 11)]
        self.execute(f"INSERT INTO {name} ({_COLUMNS}) VALUES ({', '.join(numbers)})", rows)


@cache
def recorded() -> tuple[_Values, ...]:
    return tuple(values(row) for row in csv.reader(line.decode() for line in lines("rows")))


def values(row: Sequence[str]) -> _Values:
    """Of a line of cel_custom, with local time without its zone."""
    seconds, micros = row[1].split(".")
    at = datetime.fromtimestamp(int(seconds) + AHEAD_SECONDS, UTC)
    return (row[0], f"{at:%Y-%m-%d %H:%M:%S}.{micros}", *row[2:])


def of_mariadb(root: str) -> Filled:
    [(host, port)] = address_of(f"{root}/mysql").hosts

    def execute(statement: str, rows: Sequence[_Values]) -> None:
        with pymysql.connect(host=host, port=port, user="root", autocommit=True) as connection:
            cursor = connection.cursor()
            cursor.execute("CREATE DATABASE IF NOT EXISTS asteriskcdrdb")
            cursor.execute("USE asteriskcdrdb")
            cursor.execute(f"CREATE USER IF NOT EXISTS {READER} IDENTIFIED BY '{SECRET}'")
            cursor.executemany(statement, rows) if rows else cursor.execute(statement)

    reader = f"mysql://{READER}:{SECRET}@{host}:{port}/asteriskcdrdb"
    return Filled(reader, "int AUTO_INCREMENT PRIMARY KEY", execute)


def of_postgresql(owner: str) -> Filled:
    def execute(statement: str, rows: Sequence[_Values]) -> None:
        async def run(session: Session) -> None:
            cast = statement.replace("$2", "CAST(CAST($2 AS text) AS timestamp)")
            await (session.executemany(cast, rows) if rows else session.execute(statement))

        _in_session(owner, run)

    async def make_reader(session: Session) -> None:
        await session.execute(f"CREATE ROLE {READER} LOGIN PASSWORD '{SECRET}'")

    _in_session(owner, make_reader)
    parts = urlsplit(owner)
    reader = parts._replace(netloc=f"{READER}:{SECRET}@{parts.netloc.rpartition('@')[2]}").geturl()
    return Filled(reader, "serial PRIMARY KEY", execute)


def _in_session(url: str, work: Callable[[Session], Awaitable[_T]]) -> _T:
    async def run() -> _T:
        session = await connect(url)
        try:
            return await work(session)
        finally:
            await session.close()

    return asyncio.run(run())
