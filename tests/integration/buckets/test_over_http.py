"""What people meet where photos lie in a bucket."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kit.buckets.bucket import Bucket
from kit.buckets.options import Options
from kit.buckets.signing import Keys
from kit.roles import Role
from tests.integration.buckets.server import S3
from tests.integration.web_desk.conftest import DeskWeb, desk, desk_web
from tests.integration.web_desk.photos import PDF, fetched, jpeg, send
from ticketing.files.folder import Folder
from ticketing.files.in_bucket import InBucket

__all__ = ["desk", "desk_web"]


@pytest.fixture
async def site(s3: S3, desk_web: DeskWeb, tmp_path: Path) -> AsyncIterator[DeskWeb]:
    async with aclosing(InBucket(Bucket(s3.options), Folder(tmp_path / "files"))) as kept:
        desk_web.web.site.desk.shelf.kept = kept  # type: ignore[union-attr]
        yield desk_web


async def test_a_photo_and_a_paper_come_from_the_bucket_as_they_went_in_for_those_who_may_see_them(
    site: DeskWeb, s3: S3
) -> None:
    ticket = str((await site.opened())["number"])
    photo = (await send(site, jpeg(), record="ticket", of=ticket)).body
    paper = (await send(site, PDF, record="ticket", of=ticket)).body
    assert len(s3.listed()) == 3
    status, content, headers = await fetched(site, photo["content"])
    assert (status, len(content), headers["Content-Type"]) == (200, photo["size_bytes"], "image/jpeg")
    assert headers["Content-Length"] == str(photo["size_bytes"])
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert (await fetched(site, photo["small"]))[0] == 200
    assert (await fetched(site, paper["content"]))[1] == PDF
    assert (await fetched(site, photo["content"], Role.WORKMAN))[0] == 404
    removed = await site.ask("DELETE", f"files/{photo['id']}?why=wrong")
    assert removed.status == 204
    assert len([key for key in s3.listed() if "site.id" not in key]) == 1


async def test_while_the_bucket_is_away_a_photo_waits_and_its_key_makes_it_one_file_later(
    site: DeskWeb, s3: S3, free_port: int, tmp_path: Path
) -> None:
    ticket = str((await site.opened())["number"])
    shelf = site.web.site.desk.shelf  # type: ignore[union-attr]
    assert shelf is not None
    there = shelf.kept
    away = Options(f"http://127.0.0.1:{free_port}", "photos", Keys("AKIAUS", "a-long-random-word", "us-east-1"))
    async with aclosing(InBucket(Bucket(away), Folder(tmp_path / "files"))) as kept:
        shelf.kept = kept
        refused = await send(site, jpeg(), record="ticket", of=ticket, key="photo-0001")
        assert (refused.status, refused.headers["Retry-After"]) == (503, "30")
        assert "bucket does not answer" in refused.body["detail"]
        assert "Nothing that was typed is lost" in refused.body["detail"]
        assert "127.0.0.1" not in refused.body["detail"]
        said = await site.ask("PATCH", f"tickets/{ticket}", {"title": "灯坏了两盏"}, If_Match='"1"')
        assert said.status == 200  # all else goes on
        assert (await site.get(f"files?record=ticket&of={ticket}"))["items"] == []
    shelf.kept = there
    for _ in range(2):
        assert (await send(site, jpeg(), record="ticket", of=ticket, key="photo-0001")).status == 201
    [file] = (await site.get(f"files?record=ticket&of={ticket}"))["items"]
    s3.client.delete_object(Bucket="photos", Key=next(key for key in s3.listed() if "site" not in key))
    answers = [(await fetched(site, file[name]))[0] for name in ("content", "small")]
    assert sorted(answers) == [200, 404]


async def test_a_photo_that_was_damaged_in_the_bucket_says_so_and_the_same_one_added_again_mends_it(
    site: DeskWeb, s3: S3
) -> None:
    ticket = str((await site.opened())["number"])
    photo = (await send(site, jpeg(), record="ticket", of=ticket)).body
    for key in s3.listed():
        s3.client.put_object(Bucket="photos", Key=key, Body=b"something else")
    with capture_logs() as logged:
        for _ in range(3):
            for name in ("content", "small"):
                status, said, _headers = await fetched(site, photo[name])
                assert (status, b"are damaged: add the same file again" in said) == (404, True)
    told = [line for line in logged if line["log_level"] == "warning" and "not what was put" in line["event"]]
    assert [line["damaged"] for line in told] == [1, 2]
    assert not [line for line in told if any(key.rpartition("/")[2] in str(line) for key in s3.listed())]
    assert (await send(site, jpeg(), record="ticket", of=ticket)).status == 201
    assert [(await fetched(site, photo[name]))[0] for name in ("content", "small")] == [200, 200]
