"""A real Asterisk writes its record into a real PostgreSQL by its own module: a table tells what the file tells."""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from kit.database.embedded import EmbeddedPostgres
from kit.database.pool import connect, ensure_database
from telephony.cel.gap import Counts, Gap
from telephony.cel.heard import Heard
from telephony.cel.reading import frames_of
from telephony.cel.sources import CsvFile, Source
from telephony.cel.table_rows import Table
from tests.pbx.lab import Lab
from tests.pbx.shapes import SHAPES

_PLAYED = ("queue_ringall", "dial_no_answer", "abandon_later", "blind_transfer_refer")
_TABLE = """CREATE TABLE cel (id serial PRIMARY KEY, eventtype varchar(30) NOT NULL, eventtime timestamp NOT NULL,
userdeftype varchar(255) NOT NULL, cid_name varchar(80) NOT NULL, cid_num varchar(80) NOT NULL, cid_ani varchar(80)
NOT NULL, cid_rdnis varchar(80) NOT NULL, cid_dnid varchar(80) NOT NULL, exten varchar(80) NOT NULL, context varchar(80)
NOT NULL, channame varchar(80) NOT NULL, appname varchar(80) NOT NULL, appdata varchar(512) NOT NULL, amaflags int
NOT NULL, accountcode varchar(20) NOT NULL, peeraccount varchar(20) NOT NULL, uniqueid varchar(150) NOT NULL, linkedid
varchar(150) NOT NULL, userfield varchar(255) NOT NULL, peer varchar(80) NOT NULL, extra varchar(512))"""


@contextmanager
def postgresql(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a database with the table, and what Asterisk has to know of it."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    server = EmbeddedPostgres(folder, {"fsync": "off"}, ("127.0.0.1", port))
    server.start()
    try:
        url = server.url("pbx")
        parts = urlsplit(url)
        conf = f"[global]\nhostname=127.0.0.1\nport={port}\ndbname=pbx\nuser={parts.username}\n"
        yield url, {"cel_pgsql.conf": f"{conf}password={parts.password}\ntable=cel\n"}
    finally:
        server.stop()


async def _create(url: str) -> None:
    await ensure_database(url)
    session = await connect(url)
    await session.execute(_TABLE)
    await session.close()


def _told(source: Source, gap: Gap) -> tuple[list[bytes], Counts]:
    counts = Counts()
    try:
        return list(frames_of(gap, Heard(), source, None, counts)), counts
    finally:
        source.close()


async def test_the_table_of_cel_pgsql_tells_what_the_file_tells(tmp_path: Path) -> None:
    with postgresql(tmp_path) as (url, files):
        await _create(url)
        lab = Lab([shape for shape in SHAPES if shape.name in _PLAYED], records=True, files=files)
        began_us = time.time_ns() // 1000
        await lab.open()
        try:
            await asyncio.gather(*(lab.play(corner, 3) for corner in lab.corners))
            gap = Gap(began_us, time.time_ns() // 1000)
            file, table = CsvFile(lab.asterisk.folder / "log" / "cel-custom" / "thirdring.csv"), Table(url, "cel")
            for _ in range(60):  # the last rows are on their way
                expected, counts = _told(file, gap)
                found, _ = await asyncio.to_thread(_told, table, gap)
                if found == expected and counts.rows > 40:
                    return
                await asyncio.sleep(0.5)
            assert (found, counts.rows > 40) == (expected, True)
        finally:
            await lab.close()
