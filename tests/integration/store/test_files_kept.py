"""What becomes of photos later: retention, orphans, backup and restore, a household that is deleted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from kit.database.embedded import EmbeddedPostgres
from kit.database.pool import DatabasePool, session
from tests.integration.backup.site import backed_up, restored
from tests.unit.ticketing.moments import SHANGHAI, at
from thirdring.backup import BackupError
from thirdring.purge import purge
from thirdring.settings.groups import Retention
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.files.file import File, Record
from ticketing.files.folder import Folder
from ticketing.files.kinds import Kind
from ticketing.files.making import made_of
from ticketing.files.shelf import Shelf
from ticketing.files.store import FileStore
from ticketing.site_rules import SiteRules
from ticketing.tickets.states import Action
from ticketing.tickets.ticket import Asked, Source, Ticket
from ticketing.workflows.service_desk import ServiceDesk

NOW_US = at("2026-11-25 10:00")
KEEP = Retention(personal_days=20, files_days=10)


def days_later(days: int) -> datetime:
    return datetime(2026, 11, 25, 2, tzinfo=UTC) + timedelta(days=days)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "files")


@pytest.fixture
def store(pool: DatabasePool, shelf: Shelf) -> FileStore:
    return FileStore(pool, shelf)


@pytest.fixture
def desk(pool: DatabasePool) -> ServiceDesk:
    return ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays())))


async def photo_of(store: FileStore, shelf: Shelf, record: Record, of: str, colour: str = "red") -> File:
    with shelf.taking("agent") as folder:
        Image.new("RGB", (60, 40), colour).save(folder / "sent", "JPEG")
        made = await made_of(folder / "sent", folder)
        draft = File(
            id=0, record=record, record_id=of, kind=Kind.JPEG, sha256="", size_bytes=0, at_us=NOW_US, who="agent"
        )
        return await store.add(draft, made)


async def opened(desk: ServiceDesk) -> Ticket:
    return await desk.tickets.open(Ticket("", NOW_US, Source.HAND, category="repair"), "agent")


async def resolve(desk: ServiceDesk, ticket: Ticket) -> None:
    await desk.tickets.act(ticket.number, Action.RESOLVE, Asked("agent", NOW_US, ticket.version, resolution="done"), {})


async def test_photos_of_settled_tickets_go_in_their_time_and_those_of_open_ones_stay(
    pool: DatabasePool, desk: ServiceDesk, store: FileStore, shelf: Shelf
) -> None:
    settled, still_open = await opened(desk), await opened(desk)
    await resolve(desk, settled)
    for ticket, colour in ((settled, "red"), (still_open, "blue")):
        await photo_of(store, shelf, Record.TICKET, ticket.number, colour)
    assert (await purge(pool, KEEP, days_later(9))).files == 0
    assert (await purge(pool, KEEP, days_later(11), dry_run=True)).files == 1
    assert (await purge(pool, KEEP, days_later(11))).files == 1
    assert await store.clean() == 2
    assert await store.of(Record.TICKET, settled.number) == []
    assert len(await store.of(Record.TICKET, still_open.number)) == 1
    assert (await purge(pool, KEEP, days_later(900))).files == 0


async def test_photos_go_with_what_their_ticket_says_of_people(
    pool: DatabasePool, desk: ServiceDesk, store: FileStore, shelf: Shelf
) -> None:
    ticket = await opened(desk)
    await resolve(desk, ticket)
    await photo_of(store, shelf, Record.TICKET, ticket.number)
    keep = Retention(personal_days=20, files_days=4000)
    assert (await purge(pool, keep, days_later(21))).files == 1
    assert (await purge(pool, keep, days_later(22))).tickets == 0


async def test_photos_of_a_nonconformity_stay_while_it_is_open(
    pool: DatabasePool, store: FileStore, shelf: Shelf
) -> None:
    async with session(pool) as connection:
        number = await connection.fetchval(
            "insert into nonconformities (source, title, raised_at, raised_by) values ('hand', 't', now(), 'a')"
            " returning id"
        )
    await photo_of(store, shelf, Record.NONCONFORMITY, str(number))
    assert (await purge(pool, KEEP, days_later(11))).files == 0
    async with session(pool) as connection:
        await connection.execute("update nonconformities set state = 'closed'")
    assert (await purge(pool, KEEP, days_later(11))).files == 1


async def test_bytes_that_no_row_names_are_removed_and_others_stay(store: FileStore, shelf: Shelf) -> None:
    file = await photo_of(store, shelf, Record.TICKET, "20261125-0001")
    lost = Folder(shelf.folder).path("ab" + "0" * 62)
    lost.parent.mkdir(exist_ok=True)
    lost.write_bytes(b"left by a crash")
    assert await store.clean() == 1
    assert not lost.exists()
    assert Folder(shelf.folder).path(file.sha256).exists()


async def test_a_file_comes_back_from_a_backup_byte_for_byte(
    pool: DatabasePool, postgres: EmbeddedPostgres, store: FileStore, shelf: Shelf, tmp_path: Path
) -> None:
    file = await photo_of(store, shelf, Record.TICKET, "20261125-0001")
    await backed_up(pool, tmp_path, tmp_path / "b.tar")
    async with restored(tmp_path / "b.tar", tmp_path / "again", postgres) as other:
        again = Shelf(tmp_path / "again" / "files")
        assert await FileStore(other, again).of(Record.TICKET, "20261125-0001") == [file]
    for sha256 in (file.sha256, file.small_sha256):
        assert Folder(again.folder).path(sha256).read_bytes() == Folder(shelf.folder).path(sha256).read_bytes()
        assert Folder(again.folder).path(sha256).stat().st_mode & 0o777 == 0o600


async def test_a_file_that_is_not_what_its_name_says_is_not_restored(
    pool: DatabasePool,
    postgres: EmbeddedPostgres,
    store: FileStore,
    shelf: Shelf,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A backup leaves it out today; older ones took it along."""
    file = await photo_of(store, shelf, Record.TICKET, "20261125-0001")
    Folder(shelf.folder).path(file.sha256).write_bytes(b"something else")
    monkeypatch.setattr("thirdring.backup.files.digest_of", lambda _source: file.sha256)
    await backed_up(pool, tmp_path, tmp_path / "b.tar")
    with pytest.raises(BackupError, match="damaged"):
        async with restored(tmp_path / "b.tar", tmp_path / "again", postgres):
            pass


async def test_photos_of_a_household_that_is_deleted_go(
    pool: DatabasePool, desk: ServiceDesk, store: FileStore, shelf: Shelf
) -> None:
    async with session(pool) as connection:
        home = await connection.fetchval("insert into households (building, room) values ('3', '1201') returning id")
    ticket = await desk.tickets.open(Ticket("", NOW_US, Source.HAND, category="repair", household=home), "agent")
    await photo_of(store, shelf, Record.TICKET, ticket.number)
    await desk.households.forget(home, "manager", NOW_US)
    assert await store.of(Record.TICKET, ticket.number) == []
