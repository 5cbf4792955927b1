"""What is wrong as a page, for a browser. Programs get JSON: they do not ask for HTML, or ask under /api."""

import json
import re
from collections.abc import Mapping
from html import escape
from importlib.resources import files

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from console.built import built
from kit.http.language import Language, language
from kit.http.problems import MEDIA_TYPE

_PAGE = files("console.frame").joinpath("problem.html").read_text("utf-8")
_POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
_FOR_PROGRAMS = re.compile(r"/(api|metrics|healthz|readyz)(/|$)")
_NOT_FOUND = 404
_NOTHING_HERE: Mapping[Language, tuple[str, str]] = {
    "en": (
        "There is no page at this address",
        (
            "Is the address complete? That of a ticket ends with its number, such as /tickets/20261129-0154, that of a "
            "call with the PBX and the call's identifier. A row of a board that belongs to no call has no such page."
        ),
    ),
    "zh": (
        "此地址没有页面",
        (
            "请检查地址是否完整：工单页面以工单号结尾，例如 /tickets/20261129-0154；"
            "来电页面以交换机名称和通话编号结尾。看板中未关联来电的行没有来电页面。"
        ),
    ),
}
_HOME: Mapping[Language, str] = {"en": "What is here", "zh": "查看全部内容"}


@web.middleware
async def readable(request: web.Request, handler: Handler) -> web.StreamResponse:
    response = await handler(request)
    if not isinstance(response, web.Response) or response.content_type != MEDIA_TYPE or not _by_a_browser(request):
        return response
    return _page(response, language(request.headers.get(hdrs.ACCEPT_LANGUAGE, "")))


def _by_a_browser(request: web.Request) -> bool:
    asked = request.headers.get(hdrs.ACCEPT, "").lower()
    return request.method in ("GET", "HEAD") and "text/html" in asked and not _FOR_PROGRAMS.match(request.path)


def _page(problem: web.Response, spoken: Language) -> web.Response:
    told = json.loads(problem.text or "{}")
    title, detail = _NOTHING_HERE[spoken] if problem.status == _NOT_FOUND else (told["title"], told["detail"])
    said = {
        "style": built().path("console.css"),
        "tag": "zh-CN" if spoken == "zh" else "en",
        "title": title,
        "detail": detail,
        "home": _HOME[spoken],
    }
    kept = (hdrs.RETRY_AFTER, hdrs.ALLOW)
    headers: dict[str, str] = {str(name): problem.headers[name] for name in kept if name in problem.headers}
    return web.Response(
        text=_PAGE.format_map({name: escape(value) for name, value in said.items()}),
        status=problem.status,
        content_type="text/html",
        headers={**headers, "Content-Language": spoken, "Content-Security-Policy": _POLICY},
    )
