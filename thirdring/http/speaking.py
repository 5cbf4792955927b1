"""What speaks HTTP on a connection. A request that is none is told so without its own words and without our parts."""

import asyncio
from http import HTTPStatus

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from kit.http.guard import HEADERS


class Speaking(RequestHandler):
    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        super().handle_error(request, status, exc, message)  # it logs, and raises where an answer has begun
        answer = web.Response(status=status, text=HTTPStatus(status).phrase, headers=HEADERS)
        answer.force_close()
        return answer


def speaking(server: web.Server) -> Speaking:
    """Makes the protocol handler as the server itself would."""
    made_with = server._kwargs  # noqa: SLF001 - there is no other way to its options
    return Speaking(server, loop=asyncio.get_running_loop(), **made_with)
