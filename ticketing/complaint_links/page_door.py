"""The page of a complaint's link: the question, and the answer."""

from aiohttp import web

from kit.database.pool import session
from kit.roles import Role
from ticketing.bodies import ResidentQuery
from ticketing.complaint_links.link import AnswerError, LinkState, read_answer
from ticketing.complaint_links.page import answer_page
from ticketing.http.ask import DeskContext
from ticketing.http.resident_door import ResidentRequest
from ticketing.workflows.hearing import answer_by_link, look_at_link


async def show(request: web.Request, query: ResidentQuery, _role: Role | None) -> web.Response:
    return await _ComplaintRequest(request, query.lang).answer(send=False)


async def send(request: web.Request, query: ResidentQuery, _role: Role | None) -> web.Response:
    return await _ComplaintRequest(request, query.lang).answer(send=True)


class _ComplaintRequest(ResidentRequest):
    @property
    def subject(self) -> str:
        _ = self.say
        return _("Your complaint")

    async def use(self, desk: DeskContext, token: str, send: bool) -> web.Response:
        async with session(desk.pool) as connection:
            state = await look_at_link(connection, desk.desk, token, self.site.now_us())
        if state is not LinkState.USABLE:
            return self._not_now(state)
        if not send:
            return self.html(200, answer_page({}, {}, self.language, self.say))
        told = await self.told()
        try:
            answer = read_answer(told)
        except AnswerError as error:
            faults = {fault.field: self.fault(fault.why) for fault in error.faults}
            return self.html(422, answer_page(told, faults, self.language, self.say))
        state = await answer_by_link(desk.pool, desk.desk, token, answer, self.site.now_us())
        return self.back() if state is LinkState.USABLE else self._not_now(state)

    def _not_now(self, state: LinkState | None) -> web.Response:
        _ = self.say
        if state is None:
            return self.unknown()
        if state is LinkState.ANSWERED:
            return self.message(200, _("Thank you. Your answer has reached us."))
        if state is LinkState.SETTLED_AGAIN:
            return self.message(410, _("Your complaint was settled again. Please ask us for a new link."))
        return self.message(410, _("This link has ended. If anything is left to do, please call us."))
