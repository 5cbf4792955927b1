"""The link of a household: the form, and its answers. It needs no token of the API, and shows nothing of anybody."""

import math
import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qsl

from aiohttp import hdrs, web

from kit.http.database import StoreAway, away
from kit.http.language import language
from kit.http.site import SITE, HttpSite
from kit.i18n import Language, translations
from kit.roles import Role
from ticketing.front.ask import DESK, DeskContext
from ticketing.surveys.answers import AnswersError
from ticketing.surveys.bodies import LanguageQuery
from ticketing.surveys.page import POLICY, Translate, form_page, message_page
from ticketing.surveys.responses_store import AnsweredError, Channel, Link, LinkState, ResponseStore
from ticketing.surveys.states import ImpossibleError

_SHAPE = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)
_FORM = "application/x-www-form-urlencoded"
_FIELD_MAX, _FIELDS_MAX = 4_000, 100


async def show(request: web.Request, query: LanguageQuery, _role: Role | None) -> web.Response:
    return await _LinkRequest(request, query).answer(send=False)


async def send(request: web.Request, query: LanguageQuery, _role: Role | None) -> web.Response:
    return await _LinkRequest(request, query).answer(send=True)


class _LinkRequest:
    """One request on a link, in the language of who asks."""

    def __init__(self, request: web.Request, query: LanguageQuery) -> None:
        self.request = request
        self.site: HttpSite = request.app[SITE]
        self.asked = query.lang
        self.language: Language = query.lang or language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
        self.say: Translate = translations(self.language).gettext

    async def answer(self, *, send: bool) -> web.Response:
        _, desk, token = self.say, self.request.app[DESK], self.request.match_info["token"]
        if desk is None or not _SHAPE.fullmatch(token):
            return self._unknown()
        wait_seconds = desk.link_gate.wait_seconds(token, self.site.monotonic())
        if wait_seconds:
            text = _("Please wait a little and try again.")
            return self._message(429, text, {hdrs.RETRY_AFTER: str(math.ceil(wait_seconds))})
        try:
            with away():
                return await self._use(desk, token, send)
        except StoreAway:
            text = _("We cannot take your answers right now. Please try again in a few minutes.")
            return self._message(503, text, {hdrs.RETRY_AFTER: "60"})

    async def _use(self, desk: DeskContext, token: str, send: bool) -> web.Response:
        store = ResponseStore(desk.pool, desk.desk.rules.site.zone, desk.desk.news)
        link = await store.link(token, self.site.now_us())
        if link is None:
            return self._unknown()
        if link.state is not LinkState.USABLE:
            return self._not_now(link)
        if not send:
            return self._html(200, form_page(link.campaign.survey, {}, {}, self.language, self.say))
        told = await self._told()
        try:
            await store.answer(link.campaign.survey.id, link.household, told, Channel.LINK, "", self.site.now_us())
        except AnswersError as error:
            faults = {fault.question: self._fault(fault.why) for fault in error.faults}
            return self._html(422, form_page(link.campaign.survey, told, faults, self.language, self.say))
        except (AnsweredError, ImpossibleError):  # meanwhile
            return await self._use(desk, token, send=False)
        lang = f"?lang={self.asked}" if self.asked else ""
        return self._html(303, "", {hdrs.LOCATION: f"/s/{token}{lang}"})

    async def _told(self) -> Mapping[str, str]:
        """What is no form, or no text, is no answer."""
        if self.request.content_type != _FORM:
            return {}
        body = (await self.request.read()).decode("ascii", "replace")
        try:
            fields = parse_qsl(body, max_num_fields=_FIELDS_MAX)
        except ValueError:
            return {}
        return {name: text for name, text in fields if len(text) <= _FIELD_MAX}

    def _fault(self, why: str) -> str:
        _ = self.say
        if why == "too_long":
            return _("This is too long.")
        return _("Please choose an answer.")

    def _not_now(self, link: Link) -> web.Response:
        _ = self.say
        if link.state is LinkState.ANSWERED:
            return self._message(200, _("Thank you. Your answers have reached us."), title=self._title(link))
        if link.state is LinkState.NOT_YET:
            text = _("This survey begins on {day}.").format(day=self._day(link.campaign.survey.first))
            return self._message(200, text, title=self._title(link))
        return self._message(410, _("This survey is over. Thank you."), title=self._title(link))

    def _day(self, day: date) -> str:
        return f"{day.month} 月 {day.day} 日" if self.language == "zh" else day.isoformat()

    def _title(self, link: Link) -> str:
        return link.campaign.survey.title.shown(self.language)

    def _unknown(self) -> web.Response:
        _ = self.say
        return self._message(404, _("This link is not known. Take the newest one that you were sent, whole."))

    def _message(
        self, status: int, text: str, headers: Mapping[str, str] | None = None, title: str = ""
    ) -> web.Response:
        _ = self.say
        page = message_page(title or _("Survey"), text, self.language, self.say)
        return self._html(status, page, headers)

    def _html(self, status: int, page: str, headers: Mapping[str, str] | None = None) -> web.Response:
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
