"""Photos in a bucket: shared, removed, moved over, backed up and restored."""

import hashlib
import io
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from kit.buckets.bucket import Bucket
from kit.buckets.troubles import BucketError, Trouble
from kit.database import site
from kit.database.embedded import EmbeddedPostgres
from kit.database.pool import DatabasePool, session
from tests.integration.backup.site import KNOWN, NOW, empty_database
from tests.integration.buckets.server import BUCKET, S3
from tests.integration.store.test_files_kept import photo_of
from thirdring.backup.archive import reading
from thirdring.backup.files import put_files
from thirdring.backup.making import make
from ticketing.files.file import Record
from ticketing.files.folder import Folder
from ticketing.files.in_bucket import InBucket
from ticketing.files.keeper import FilesKeeper
from ticketing.files.shelf import Shelf
from ticketing.files.store import FileStore

TICKET = "20261125-0001"


@pytest.fixture
async def kept(s3: S3, tmp_path: Path) -> AsyncIterator[InBucket]:
    async with aclosing(InBucket(Bucket(s3.options), Folder(tmp_path / "files"))) as made:
        yield made


@pytest.fixture
async def shelf(kept: InBucket, pool: DatabasePool, tmp_path: Path) -> Shelf:
    async with session(pool) as connection:
        await site.put(connection, "site-of-this-test")
    return Shelf(tmp_path / "files", kept=kept)


@pytest.fixture
def store(pool: DatabasePool, shelf: Shelf) -> FileStore:
    return FileStore(pool, shelf)


def on_disk(shelf: Shelf) -> list[Path]:
    return [file for file in shelf.folder.rglob("*") if file.is_file()]


async def test_a_photo_lies_in_the_bucket_once_until_nobody_names_it(s3: S3, store: FileStore, shelf: Shelf) -> None:
    first = await photo_of(store, shelf, Record.TICKET, TICKET)
    second = await photo_of(store, shelf, Record.TICKET, "20261125-0002")
    assert s3.listed() == sorted(f"estate-1/{sha[:2]}/{sha}" for sha in (first.sha256, first.small_sha256))
    assert on_disk(shelf) == []
    content = await shelf.kept.read(first.sha256)
    assert content is not None
    with content:
        assert content.read(3) == b"\xff\xd8\xff"
    await store.remove(first, 1)
    assert f"estate-1/{second.sha256[:2]}/{second.sha256}" in s3.listed()
    await store.remove(second, 1)
    assert s3.listed() == ["estate-1/site.id"]


async def test_bytes_that_nobody_names_go_and_another_sites_stay(s3: S3, store: FileStore, shelf: Shelf) -> None:
    file = await photo_of(store, shelf, Record.TICKET, TICKET)
    lost = "ab" + "0" * 62
    for prefix in ("estate-1/", "estate-2/"):
        s3.client.put_object(Bucket=BUCKET, Key=f"{prefix}ab/{lost}", Body=b"left by a crash")
    assert await store.clean() == 1
    assert f"estate-2/ab/{lost}" in s3.listed()
    assert await shelf.kept.has(file.sha256)


async def test_a_place_of_another_site_is_told_and_nothing_is_deleted_there(
    s3: S3, store: FileStore, shelf: Shelf
) -> None:
    lost = "ab" + "0" * 62
    s3.client.put_object(Bucket=BUCKET, Key="estate-1/site.id", Body=b"another site")
    s3.client.put_object(Bucket=BUCKET, Key=f"estate-1/ab/{lost}", Body=b"named there")
    keeper = FilesKeeper(store)
    await keeper.look_around()
    await keeper.look()
    assert keeper.trouble is not None
    assert "files.bucket.prefix" in keeper.trouble.reason
    assert f"estate-1/ab/{lost}" in s3.listed()


async def test_bytes_that_a_cleaning_took_before_their_row_was_written_are_put_again(
    store: FileStore, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = shelf.put

    async def put_and_cleaned(file: Path) -> str:
        sha256 = await put(file)
        await store.clean()
        return sha256

    monkeypatch.setattr(shelf, "put", put_and_cleaned)
    file = await photo_of(store, shelf, Record.TICKET, TICKET)
    assert await shelf.kept.has(file.sha256)
    assert await shelf.kept.has(file.small_sha256)


async def test_what_is_damaged_in_the_bucket_is_not_shown_for_what_it_is_called(
    s3: S3, store: FileStore, shelf: Shelf
) -> None:
    file = await photo_of(store, shelf, Record.TICKET, TICKET)
    s3.client.put_object(Bucket=BUCKET, Key=f"estate-1/{file.sha256[:2]}/{file.sha256}", Body=b"something else")
    with pytest.raises(BucketError) as told:
        await shelf.kept.read(file.sha256)
    assert told.value.trouble is Trouble.DAMAGED


async def test_what_is_longer_than_its_record_says_is_not_written_to_the_disk(
    s3: S3, store: FileStore, shelf: Shelf, kept: InBucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = await photo_of(store, shelf, Record.TICKET, TICKET)
    s3.client.put_object(Bucket=BUCKET, Key=f"estate-1/{file.sha256[:2]}/{file.sha256}", Body=b"x" * 5_000_000)
    written: list[int] = []

    class Sink(io.BytesIO):
        def write(self, data: Any, /) -> int:
            written.append(len(data))
            return super().write(data)

    monkeypatch.setattr(kept, "_sink", Sink)
    with pytest.raises(BucketError) as told:
        await kept.read(file.sha256, file.size_bytes)
    assert told.value.trouble is Trouble.DAMAGED
    assert sum(written) <= file.size_bytes


async def test_a_mark_of_a_gigabyte_is_not_read_to_its_end(s3: S3, store: FileStore) -> None:
    s3.client.put_object(Bucket=BUCKET, Key="estate-1/site.id", Body=b"x" * 5_000_000)
    keeper = FilesKeeper(store)
    await keeper.look()
    assert keeper.trouble is not None
    assert (keeper.trouble.trouble, keeper.trouble.said) == (Trouble.OTHER_SITE, "TooManyBytes")


async def test_photos_of_before_are_shown_from_the_folder_and_counted_with_those_of_the_bucket(
    pool: DatabasePool, store: FileStore, shelf: Shelf, kept: InBucket
) -> None:
    before = await photo_of(FileStore(pool, Shelf(shelf.folder)), Shelf(shelf.folder), Record.TICKET, TICKET)
    after = await photo_of(store, shelf, Record.TICKET, TICKET, "blue")
    for file in (before, after):
        content = await kept.read(file.sha256)
        assert content is not None
        content.close()
    assert await store.clean() == 0
    await store.remove(before, 1)
    assert on_disk(shelf) == []


async def test_a_backup_has_the_photos_of_a_bucket_and_a_restore_puts_them_back_there(
    s3: S3, pool: DatabasePool, store: FileStore, shelf: Shelf, kept: InBucket, tmp_path: Path
) -> None:
    file = await photo_of(store, shelf, Record.TICKET, TICKET)
    keys = s3.listed()
    async with session(pool) as connection:
        await make(connection, tmp_path, tmp_path / "b.tar", NOW, lambda *_: None, kept)
    for key in keys:
        s3.client.delete_object(Bucket=BUCKET, Key=key)
    with reading(tmp_path / "b.tar", KNOWN) as archive:
        archive.verify(lambda _size_bytes: None)
        await put_files(archive, tmp_path, kept, lambda _size_bytes: None)
    assert s3.listed() == keys
    content = await kept.read(file.sha256)
    assert content is not None
    content.close()
    assert on_disk(shelf) == []


async def test_what_is_damaged_is_left_out_of_a_backup_and_counted_wherever_it_lies(
    s3: S3, pool: DatabasePool, store: FileStore, shelf: Shelf, kept: InBucket, tmp_path: Path
) -> None:
    file = await photo_of(store, shelf, Record.TICKET, TICKET)
    s3.client.put_object(Bucket=BUCKET, Key=f"estate-1/{file.sha256[:2]}/{file.sha256}", Body=b"something else")
    folder = Folder(tmp_path / "here")
    for name, text in ("a" * 64, b"no such hash"), (hashlib.sha256(b"paper").hexdigest(), b"paper"):
        (tmp_path / "one").write_bytes(text)
        await folder.put(tmp_path / "one", name)
    async with session(pool) as connection:
        manifest = await make(connection, tmp_path, tmp_path / "b.tar", NOW, lambda *_: None, kept)
        of_folder = await make(connection, tmp_path, tmp_path / "f.tar", NOW, lambda *_: None, folder)
    assert (manifest.damaged_files, of_folder.damaged_files) == (1, 1)
    with reading(tmp_path / "f.tar", KNOWN) as archive:
        await put_files(archive, tmp_path, back := Folder(tmp_path / "files"), lambda _size_bytes: None)
    assert [page async for page in back.pages()] == [[hashlib.sha256(b"paper").hexdigest()]]


async def test_a_backup_without_them_says_where_they_are(
    s3: S3, pool: DatabasePool, postgres: EmbeddedPostgres, store: FileStore, shelf: Shelf, kept: InBucket,
    tmp_path: Path,
) -> None:  # fmt: skip
    await photo_of(store, shelf, Record.TICKET, TICKET)
    async with session(pool) as connection, empty_database(postgres):
        manifest = await make(connection, tmp_path, tmp_path / "b.tar", NOW, lambda *_: None, kept, BUCKET)
    assert manifest.files() == []
    with reading(tmp_path / "b.tar", KNOWN) as archive:
        assert archive.manifest.files_in == BUCKET


async def test_a_bucket_that_is_away_is_told_and_comes_back(s3: S3, store: FileStore) -> None:
    keeper = FilesKeeper(store)
    assert await keeper.look()
    said = [keeper.trouble]
    s3.client.delete_object(Bucket=BUCKET, Key="estate-1/site.id")
    s3.client.delete_bucket(Bucket=BUCKET)
    assert await keeper.look()
    said.append(keeper.trouble)
    s3.client.create_bucket(Bucket=BUCKET)
    assert await keeper.look()
    said.append(keeper.trouble)
    assert [one and one.trouble for one in said] == [None, Trouble.NO_BUCKET, None]
