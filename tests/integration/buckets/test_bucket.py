"""Our own requests to a server that checks signatures with the library of the vendor."""

import io
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any

import pytest
from aiohttp import web

from kit.buckets.bucket import Bucket
from kit.buckets.options import Options
from kit.buckets.signing import Keys
from kit.buckets.troubles import BucketError, Trouble
from tests.integration.buckets.server import BUCKET, S3

CONTENT = "一张照片".encode() * 40_000


def options_at(address: str) -> Options:
    return Options(address, BUCKET, Keys("AKIAUS", "a-long-random-word", "us-east-1"))


async def put(bucket: Bucket, key: str, content: bytes) -> None:
    await bucket.put(key, io.BytesIO(content), sha256(content).hexdigest())


async def got(bucket: Bucket, key: str) -> bytes | None:
    sink = io.BytesIO()
    return sink.getvalue() if await bucket.get(key, sink, len(CONTENT)) else None


async def trouble_of(options: Any, **of: Any) -> Trouble:
    bucket = Bucket(options, **of)
    try:
        with pytest.raises(BucketError) as told:
            await bucket.look()
    finally:
        await bucket.close()
    assert options.keys.secret_key not in f"{told.value} {told.value.reason} {told.value.said}"
    return told.value.trouble


async def test_what_is_put_is_there_for_others_too_until_it_is_dropped(s3: S3, bucket: Bucket) -> None:
    await put(bucket, "ab/1", CONTENT)
    assert s3.client.get_object(Bucket=BUCKET, Key="estate-1/ab/1")["Body"].read() == CONTENT
    assert await got(bucket, "ab/1") == CONTENT
    assert (await bucket.has("ab/1"), await bucket.has("ab/2")) == (True, False)
    await bucket.drop("ab/1")
    assert await got(bucket, "ab/1") is None
    await bucket.drop("ab/1")
    assert s3.listed() == []


async def test_no_more_is_taken_than_was_asked_for(bucket: Bucket) -> None:
    await put(bucket, "ab/1", CONTENT)
    sink = io.BytesIO()
    with pytest.raises(BucketError) as told:
        await bucket.get("ab/1", sink, len(CONTENT) - 1)
    assert told.value.trouble is Trouble.DAMAGED
    assert len(sink.getvalue()) < len(CONTENT)
    assert await bucket.get("ab/1", io.BytesIO(), len(CONTENT))


async def test_an_empty_file_and_an_odd_key_are_signed_rightly(s3: S3, bucket: Bucket) -> None:
    await put(bucket, "ab/a b+c=d~é", b"")
    assert s3.listed() == ["estate-1/ab/a b+c=d~é"]
    assert await got(bucket, "ab/a b+c=d~é") == b""


async def test_a_long_list_comes_page_by_page_and_without_what_others_keep(s3: S3, bucket: Bucket) -> None:
    names = [f"{number:02x}/{number}" for number in range(25)]
    for name in names:
        await put(bucket, name, name.encode())
    s3.client.put_object(Bucket=BUCKET, Key="estate-2/ab/1", Body=b"theirs")
    pages = [page async for page in bucket.pages(at_once=10)]
    assert [len(page) for page in pages] == [10, 10, 5]
    assert [name for page in pages for name in page] == names


async def test_a_wrong_secret_an_unknown_key_and_a_missing_bucket_are_told_apart(s3: S3) -> None:
    options = s3.options
    assert await trouble_of(options._replace(keys=options.keys._replace(secret_key="another"))) is Trouble.REFUSED
    assert await trouble_of(options._replace(keys=Keys("AKIANOBODY", "word", "us-east-1"))) is Trouble.REFUSED
    assert await trouble_of(options._replace(name="no-such-bucket")) is Trouble.NO_BUCKET


async def test_a_server_that_is_not_there_is_away(free_port: int) -> None:
    assert await trouble_of(options_at(f"http://127.0.0.1:{free_port}")) is Trouble.AWAY


@asynccontextmanager
async def serving(port: int, answer: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


@asynccontextmanager
async def answering(port: int, status: int, body: str, headers: Any) -> AsyncIterator[str]:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, text=body, headers=headers)

    async with serving(port, answer) as address:
        yield address


@pytest.mark.parametrize(
    ("status", "code", "trouble"),
    [
        (503, "SlowDown", Trouble.AWAY),
        (502, "", Trouble.AWAY),
        (301, "PermanentRedirect", Trouble.ELSEWHERE),
        (307, "", Trouble.ELSEWHERE),
        (400, "AuthorizationHeaderMalformed", Trouble.ELSEWHERE),
        (403, "RequestTimeTooSkewed", Trouble.CLOCK),
        (507, "XMinioStorageFull", Trouble.FULL),
        (400, "MalformedXML", Trouble.OTHER),
    ],
)
async def test_each_refusal_of_a_server_has_its_reason(
    status: int, code: str, trouble: Trouble, free_port: int
) -> None:
    elsewhere = {"Location": "http://elsewhere.example/"}
    async with answering(free_port, status, f"<Error><Code>{code}</Code></Error>", elsewhere) as address:
        assert await trouble_of(options_at(address)) is trouble


@pytest.mark.parametrize("turns", [False, True])
async def test_a_list_without_an_end_is_left(free_port: int, monkeypatch: pytest.MonkeyPatch, turns: bool) -> None:
    """The server names the same page again and again, or a new one each time."""
    monkeypatch.setattr("kit.buckets.bucket._PAGES_MAX", 5)
    asked = 0

    async def answer(_request: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        assert asked < 50
        token = f"t{asked if turns else ''}"
        text = f"<IsTruncated>true</IsTruncated><Key>x</Key><NextContinuationToken>{token}</NextContinuationToken>"
        return web.Response(text=text)

    async with serving(free_port, answer) as address:
        bucket = Bucket(options_at(address))
        with pytest.raises(BucketError) as told:
            _ = [page async for page in bucket.pages()]
        await bucket.close()
    assert told.value.trouble is Trouble.OTHER
    assert asked == (5 if turns else 2)
