"""A proxy before the service. With TLS it is as docs/security.md asks for: it passes `Host` on and says that it is TLS.

Without, a test says by a `Line` how well it gets through.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import trustme
from aiohttp import ClientSession, ClientTimeout, hdrs, web

_OF_ONE_LINK = (hdrs.TRANSFER_ENCODING, hdrs.CONNECTION, hdrs.CONTENT_LENGTH)
_WORKERS = ("/walk-worker.js", "/w/worker.js")
_SOONER = b"(real => { self.setTimeout = (act, ms) => real(act, ms / 20); })(self.setTimeout);\n"


def _open() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass
class Line:
    """`refuses`: with which status the proxy answers by itself. Pages wait until `flows` is set."""

    refuses: int | None = None
    flows: asyncio.Event = field(default_factory=_open)


@asynccontextmanager
async def behind_tls(url: str) -> AsyncIterator[str]:
    """The address to open instead. Its certificate is known to nobody."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    async with _proxy(url, Line(), context) as port:
        yield f"https://localhost:{port}"


@asynccontextmanager
async def behind_line(url: str, line: Line) -> AsyncIterator[str]:
    """Here the workers wait for a twentieth of their time."""
    async with _proxy(url, line, None) as port:
        yield f"http://localhost:{port}"


@asynccontextmanager
async def _proxy(url: str, line: Line, context: ssl.SSLContext | None) -> AsyncIterator[int]:
    async with ClientSession(auto_decompress=False, timeout=ClientTimeout(total=None)) as session:

        async def pass_on(request: web.Request) -> web.StreamResponse:
            await line.flows.wait()
            if line.refuses:
                return web.Response(status=line.refuses, text="bad gateway")
            headers = {name: text for name, text in request.headers.items() if name not in _OF_ONE_LINK}
            if context:
                headers[hdrs.X_FORWARDED_PROTO] = "https"
            sooner = _SOONER if not context and request.path in _WORKERS else b""
            if sooner:
                headers[hdrs.ACCEPT_ENCODING] = "identity"
            body = await request.read()
            to = url + request.raw_path
            async with session.request(request.method, to, headers=headers, data=body, allow_redirects=False) as got:
                kept = [(name, text) for name, text in got.headers.items() if name not in _OF_ONE_LINK]
                answer = web.StreamResponse(status=got.status)
                answer.headers.extend(kept)
                await answer.prepare(request)
                await answer.write(sooner)
                async for piece in got.content.iter_any():
                    await answer.write(piece)
                return answer

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", pass_on)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
        await site.start()
        try:
            yield runner.addresses[0][1]
        finally:
            await runner.cleanup()
