"""The link of a household: the form, and its answers."""

from datetime import date

from aiohttp import web

from kit.roles import Role
from ticketing.bodies import ResidentQuery
from ticketing.http.ask import DeskContext
from ticketing.http.resident_door import ResidentRequest
from ticketing.surveys.answers import AnswersError
from ticketing.surveys.page import form_page
from ticketing.surveys.responses_store import AnsweredError, Channel, Link, LinkState, ResponseStore
from ticketing.surveys.states import ImpossibleError


async def show(request: web.Request, query: ResidentQuery, _role: Role | None) -> web.Response:
    return await _SurveyRequest(request, query.lang).answer(send=False)


async def send(request: web.Request, query: ResidentQuery, _role: Role | None) -> web.Response:
    return await _SurveyRequest(request, query.lang).answer(send=True)


class _SurveyRequest(ResidentRequest):
    @property
    def subject(self) -> str:
        _ = self.say
        return _("Survey")

    async def use(self, desk: DeskContext, token: str, send: bool) -> web.Response:
        store = ResponseStore(desk.pool, desk.desk.rules.site.zone, desk.desk.news)
        link = await store.link(token, self.site.now_us())
        if link is None:
            return self.unknown()
        if link.state is not LinkState.USABLE:
            return self._not_now(link)
        if not send:
            return self.html(200, form_page(link.campaign.survey, {}, {}, self.language, self.say))
        told = await self.told()
        try:
            await store.answer(link.campaign.survey.id, link.household, told, Channel.LINK, "", self.site.now_us())
        except AnswersError as error:
            faults = {fault.question: self.fault(fault.why) for fault in error.faults}
            return self.html(422, form_page(link.campaign.survey, told, faults, self.language, self.say))
        except (AnsweredError, ImpossibleError):  # meanwhile
            return await self.use(desk, token, send=False)
        return self.back()

    def _not_now(self, link: Link) -> web.Response:
        _ = self.say
        if link.state is LinkState.ANSWERED:
            return self.message(200, _("Thank you. Your answers have reached us."), title=self._title(link))
        if link.state is LinkState.NOT_YET:
            text = _("This survey begins on {day}.").format(day=self._day(link.campaign.survey.first))
            return self.message(200, text, title=self._title(link))
        return self.message(410, _("This survey is over. Thank you."), title=self._title(link))

    def _day(self, day: date) -> str:
        return f"{day.month} 月 {day.day} 日" if self.language == "zh" else day.isoformat()

    def _title(self, link: Link) -> str:
        return link.campaign.survey.title.shown(self.language)
