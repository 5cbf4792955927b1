"""One bucket over HTTP. Each answer is bounded in time and size, and each failure is a BucketError with its reason."""

import asyncio
import os
import re
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from html import unescape
from typing import IO, Any
from urllib.parse import quote, urlsplit

import aiohttp
from yarl import URL

from kit.buckets.options import Options
from kit.buckets.signing import EMPTY_SHA256, Asked, query_text, signed
from kit.buckets.troubles import BucketError, Trouble, trouble_of

CONNECT_SECONDS, SILENCE_SECONDS, WHOLE_SECONDS = 3.0, 5.0, 60.0
_PIECE_BYTES = 1 << 16
_PAGES_MAX = 5_000  # five million files
_SAID_BYTES_MAX = 4 << 20  # a page of a list has at most 1,000 keys
_KEY = re.compile(r"<Key>([^<]*)</Key>")
_NEXT = re.compile(r"<NextContinuationToken>([^<]*)</NextContinuationToken>")
_CODE = re.compile(r"<Code>([A-Za-z0-9.]{1,60})</Code>")


class Bucket:
    """Of one event loop. `close` it."""

    def __init__(self, options: Options, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.options = options
        self.trouble: BucketError | None = None  # what the last request met
        self._now = now
        self._client: aiohttp.ClientSession | None = None
        parts = urlsplit(options.endpoint)
        host = parts.netloc if options.in_path else f"{options.name}.{parts.netloc}"
        self._host, self._base = host, f"{parts.scheme}://{host}"
        self._folder = f"/{options.name}/" if options.in_path else "/"

    async def put(self, key: str, source: IO[bytes], sha256: str) -> None:
        """Sends the whole file. The server compares it with `sha256`."""
        size_bytes = source.seek(0, os.SEEK_END)
        source.seek(0)
        async with self._asked("PUT", key, sha256=sha256, data=source, size_bytes=size_bytes):
            pass

    async def get(self, key: str, sink: IO[bytes], bytes_max: int) -> bool:
        """False: there is no such key. Raises BucketError where it has more bytes."""
        async with self._asked("GET", key, missing_is_fine=True) as answer:
            if answer.status == 404:
                return False
            left = bytes_max
            async for piece in answer.content.iter_chunked(_PIECE_BYTES):
                left -= len(piece)
                if left < 0:
                    raise BucketError(Trouble.DAMAGED, "TooManyBytes")
                await asyncio.to_thread(sink.write, piece)
        return True

    async def has(self, key: str) -> bool:
        async with self._asked("HEAD", key, missing_is_fine=True) as answer:
            return answer.status != 404

    async def drop(self, key: str) -> None:
        async with self._asked("DELETE", key, missing_is_fine=True):
            pass

    async def pages(self, under: str = "", at_once: int = 1000) -> AsyncIterator[list[str]]:
        """All keys below the prefix, without it. Raises BucketError where there is no end of them."""
        prefix = self.options.prefix
        query = {"list-type": "2", "max-keys": str(at_once), "prefix": prefix + under}
        for _ in range(_PAGES_MAX):
            async with self._asked("GET", None, query=query) as answer:
                text = await _text(answer)
            yield [unescape(key).removeprefix(prefix) for key in _KEY.findall(text)]
            found = _NEXT.search(text)
            if found is None or "<IsTruncated>true" not in text:
                return
            if query.get("continuation-token") == (following := unescape(found[1])):
                break
            query["continuation-token"] = following
        raise BucketError(Trouble.OTHER, "EndlessList")

    async def look(self) -> None:
        """Raises BucketError where it cannot be used."""
        async for _page in self.pages(at_once=1):
            return

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None

    @asynccontextmanager
    async def _asked(
        self,
        method: str,
        key: str | None,
        *,
        query: Mapping[str, str] = {},
        sha256: str = EMPTY_SHA256,
        data: Any = None,
        size_bytes: int = 0,
        missing_is_fine: bool = False,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        path = self._folder + ("" if key is None else quote(self.options.prefix + key, safe="/-_.~"))
        headers = signed(Asked(method, self._host, path, query, sha256), self.options.keys, self._now())
        if data is not None:
            headers["content-length"] = str(size_bytes)
        text = query_text(query)
        url = URL(f"{self._base}{path}{f'?{text}' if text else ''}", encoded=True)
        try:
            async with self._session().request(
                method, url, headers=headers, data=data, allow_redirects=False
            ) as answer:
                self.trouble = await _trouble(answer, missing_is_fine)
                if self.trouble is not None:
                    raise self.trouble
                yield answer
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            self.trouble = BucketError(Trouble.AWAY, type(error).__name__)
            raise self.trouble from None

    def _session(self) -> aiohttp.ClientSession:
        if self._client is None:
            ca_file = self.options.ca_file
            context: ssl.SSLContext | bool = True if ca_file is None else ssl.create_default_context(cafile=ca_file)
            self._client = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(ssl=context, limit=8),
                timeout=aiohttp.ClientTimeout(WHOLE_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=SILENCE_SECONDS),
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._client


async def _trouble(answer: aiohttp.ClientResponse, missing_is_fine: bool) -> BucketError | None:
    if answer.status < 300:
        return None
    code = _CODE.search(await _text(answer))
    return trouble_of(answer.status, "" if code is None else code[1], missing_is_fine=missing_is_fine)


async def _text(answer: aiohttp.ClientResponse) -> str:
    said = await answer.content.read(_SAID_BYTES_MAX)
    more = said
    while more and len(said) < _SAID_BYTES_MAX:
        more = await answer.content.read(_SAID_BYTES_MAX - len(said))
        said += more
    return said.decode("utf-8", "replace")
