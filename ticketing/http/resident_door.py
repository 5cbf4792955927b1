"""A page that a resident opens by a link. It needs no token of the API, and shows nothing of anybody."""

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import hdrs, web

from kit.http.database import StoreAway, away
from kit.http.door import CLIENT
from kit.http.language import language
from kit.http.site import SITE, HttpSite
from kit.i18n import Language, translations
from ticketing.http.ask import DESK, DeskContext
from ticketing.resident_page import POLICY, Translate, message_page

_SHAPE = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)
_FORM = "application/x-www-form-urlencoded"
_FIELD_MAX, _FIELDS_MAX = 4_000, 100


class ResidentRequest(ABC):
    """One request on a link, in the language of who asks. `asked` is the language that the address names."""

    def __init__(self, request: web.Request, asked: Language | None) -> None:
        self.request = request
        self.site: HttpSite = request.app[SITE]
        self.asked = asked
        self.language: Language = asked or language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
        self.say: Translate = translations(self.language).gettext

    @property
    @abstractmethod
    def subject(self) -> str:
        """The title of a page that names nothing else."""

    @abstractmethod
    async def use(self, desk: DeskContext, token: str, send: bool) -> web.Response: ...

    async def answer(self, *, send: bool) -> web.Response:
        _, desk, token = self.say, self.request.app[DESK], self.request.match_info["token"]
        if desk is None or not _SHAPE.fullmatch(token):
            return self.unknown()
        wait_seconds = desk.link_gate.wait_seconds(token, self.site.monotonic())
        if wait_seconds:
            text = _("Please wait a little and try again.")
            return self.message(429, text, {hdrs.RETRY_AFTER: str(math.ceil(wait_seconds))})
        try:
            with away():
                async with self.site.turns.of(f"links {self.request[CLIENT]}"):
                    return await self.use(desk, token, send)
        except StoreAway:
            text = _("We cannot take your answers right now. Please try again in a few minutes.")
            return self.message(503, text, {hdrs.RETRY_AFTER: "60"})

    async def told(self) -> Mapping[str, str]:
        """What is no form, or no text, is no answer."""
        if self.request.content_type != _FORM:
            return {}
        body = (await self.request.read()).decode("ascii", "replace")
        try:
            fields = parse_qsl(body, max_num_fields=_FIELDS_MAX)
        except ValueError:
            return {}
        return {name: text for name, text in fields if len(text) <= _FIELD_MAX}

    def fault(self, why: str) -> str:
        _ = self.say
        if why == "too_long":
            return _("This is too long.")
        return _("Please choose an answer.")

    def back(self) -> web.Response:
        """To the page itself, so that nothing is sent twice by a reload."""
        lang = f"?lang={self.asked}" if self.asked else ""
        return self.html(303, "", {hdrs.LOCATION: f"{self.request.rel_url.raw_path}{lang}"})

    def unknown(self) -> web.Response:
        _ = self.say
        return self.message(404, _("This link is not known. Take the newest one that you were sent, whole."))

    def message(
        self, status: int, text: str, headers: Mapping[str, str] | None = None, title: str = ""
    ) -> web.Response:
        return self.html(status, message_page(title or self.subject, text, self.language), headers)

    def html(self, status: int, page: str, headers: Mapping[str, str] | None = None) -> web.Response:
        return web.Response(
            status=status,
            body=page.encode(),
            headers={
                hdrs.CONTENT_TYPE: "text/html; charset=utf-8",
                hdrs.CONTENT_LANGUAGE: self.language,
                "Content-Security-Policy": POLICY,
                **(headers or {}),
            },
        )
