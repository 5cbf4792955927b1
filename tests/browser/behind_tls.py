"""A proxy with TLS before the service, as docs/security.md asks for: it passes `Host` on and says that it is TLS."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import trustme
from aiohttp import ClientSession, ClientTimeout, hdrs, web

_OF_ONE_LINK = (hdrs.TRANSFER_ENCODING, hdrs.CONNECTION, hdrs.CONTENT_LENGTH)


@asynccontextmanager
async def behind_tls(url: str) -> AsyncIterator[str]:
    """The address to open instead. Its certificate is known to nobody."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    async with ClientSession(auto_decompress=False, timeout=ClientTimeout(total=None)) as session:

        async def pass_on(request: web.Request) -> web.StreamResponse:
            headers = {name: text for name, text in request.headers.items() if name not in _OF_ONE_LINK}
            headers[hdrs.X_FORWARDED_PROTO] = "https"
            body = await request.read()
            to = url + request.raw_path
            async with session.request(request.method, to, headers=headers, data=body, allow_redirects=False) as got:
                kept = [(name, text) for name, text in got.headers.items() if name not in _OF_ONE_LINK]
                answer = web.StreamResponse(status=got.status)
                answer.headers.extend(kept)
                await answer.prepare(request)
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
            yield f"https://localhost:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()
