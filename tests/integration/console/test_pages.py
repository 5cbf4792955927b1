"""Each page over HTTP: who sees it, in which language, and what is refused the same way as by the API."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from console.pages import PAGES
from kit.http.operation import Operation
from kit.roles import READERS, Role
from tests.integration.console.browser import Browser
from tests.integration.web.site_in_memory import TOKENS, answered_call
from tests.integration.web_desk.conftest import DeskWeb

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}'
VIEW = {"/tickets": "?active=true", "/callbacks": "?open=true", "/calls": "?live=false"}
NO_PAGES = ("/sign-in", "/signed-in", "/desk/calls/{pbx}/{linkedid}")
SHOWN = [one for one in PAGES if one.method == "GET" and one.media_type == "text/html" and one.path not in NO_PAGES]


@pytest.fixture
def browse(desk_web: DeskWeb) -> Callable[..., Browser]:
    """A browser of somebody in this role. A token stands for the cookie: no page asks for a word then."""

    class AsRole(Browser):
        token = ""

        async def _ask(self, method: str, path: str, said: Any, fields: Any, headers: Any) -> Any:
            given = {**headers, "Authorization": f"Bearer {self.token}"}
            return await super()._ask(method, path, said, fields, given)

    def browser(role: Role = Role.DISPATCHER, language: str = "en") -> Browser:
        made = AsRole(desk_web.web.url, desk_web.web.session, language=language)
        made.token = TOKENS[role]
        return made

    return browser


async def a_place(operation: Operation, desk_web: DeskWeb) -> str:
    if "{number}" in operation.path:
        return operation.path.format(number=(await desk_web.opened())["number"])
    if "{objective}" in operation.path:
        return operation.path.format(objective=10)
    if "{pbx}" in operation.path:
        desk_web.web.site.calls.calls.append(answered_call())  # type: ignore[attr-defined]
        return operation.path.format(pbx="main", linkedid="1764036000.1")
    return {
        "/tickets": "/tickets?active=true",
        "/callbacks": "/callbacks?open=true",
        "/calls": "/calls?live=false",
    }.get(operation.path, operation.path)


@pytest.mark.parametrize("operation", SHOWN, ids=lambda one: one.id)
async def test_every_page_is_there_for_every_reader_in_both_languages(
    operation: Operation, desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    place = await a_place(operation, desk_web)
    for language, other in (("en", "中文"), ("zh", "English")):
        for role in READERS:
            got = await browse(role, language).get(place)
            assert (got.status, got.headers["Content-Language"]) == (200, language), got.words
            assert other in got.words
    assert (await browse(Role.METRICS).get(place)).status == 403
    seen = {"/desk": 303, "/tickets": 200, "/tickets/{number}": 404}.get(operation.path, 403)
    assert (await browse(Role.WORKMAN).get(place)).status == seen


async def test_no_page_has_a_script_or_a_style_inline_or_from_elsewhere(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    for operation in SHOWN:
        got = await browse().get(await a_place(operation, desk_web))
        assert "<script>" not in got.text
        assert "<style" not in got.text
        assert " style=" not in got.text
        assert "http://" not in got.text.replace(desk_web.web.url, "")
        assert "default-src 'self'" in got.headers["Content-Security-Policy"]


async def test_what_a_stranger_wrote_stays_text_on_every_page(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened(title=HOSTILE[:200], contact=HOSTILE[:200], phone="13800138000")
    await desk_web.act(made, "dispatch", Role.DISPATCHER, trade=HOSTILE[:60])
    await desk_web.post("callbacks", {"ticket": made["number"]})
    for place in (
        "/tickets?active=true",
        f"/tickets/{made['number']}",
        "/callbacks?open=true",
        f"/tickets?q={HOSTILE[:9]}",
    ):
        got = await browse().get(place.replace('"', "%22").replace("<", "%3C").replace(">", "%3E"))
        assert got.status == 200
        assert "<script>alert" not in got.text
        assert "<img src=x" not in got.text
        assert "49" not in got.words.replace(made["number"], "")


async def test_an_agent_sees_masked_numbers_and_the_full_one_for_a_reason(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened(Role.MANAGER, phone="13800138000")
    agent, place = browse(Role.AGENT), f"/tickets/{made['number']}"
    await agent.send(f"{place}/actions", version="1", action="start")
    assert "13800138000" not in (await agent.get(place)).text
    assert (await agent.send(f"{place}/unmask")).status == 422
    got = await agent.send(f"{place}/unmask", why="they asked to be called at work")
    assert "+8613800138000" in got.words


async def test_a_ticket_goes_from_dispatch_to_done_on_its_page(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened()
    page, place = browse(language="zh"), f"/tickets/{made['number']}/actions"
    assert "已派工" in (await page.send(place, version="1", action="dispatch", trade="水电")).words
    assert "处理中" in (await page.send(place, version="2", action="start")).words
    got = await page.send(place, version="3", action="resolve", resolution="换了灯泡")
    assert "已办结" in got.words
    assert "换了灯泡" in got.words


async def test_what_the_api_refuses_the_page_refuses_in_the_readers_words(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened()
    page, place = browse(language="zh"), f"/tickets/{made['number']}/actions"
    refused = await page.send(place, version="1", action="resolve")
    assert (refused.status, "处理结果" in refused.words or "填写" in refused.words) == (422, True), refused.words
    assert (await page.send(place, action="start")).status == 428
    late = await page.send(place, version="7", action="start")
    assert late.status == 409
    assert 'name="version" value="1"' in late.text


async def test_who_was_too_late_is_told_what_changed_and_may_decide_anew(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened()
    await desk_web.act(made, "dispatch", Role.DISPATCHER, trade="水电")
    page, place = browse(), f"/tickets/{made['number']}/actions"
    late = await page.send(place, version="1", action="start")
    assert late.status == 409
    assert "dispatched" in late.words
    assert "水电" in late.words
    assert (await page.send(place, version="2", action="start")).status == 200


async def test_a_step_may_be_waived_by_whom_the_api_lets(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    place = f"/tickets/{(await desk_web.opened(category='move_in'))['number']}"
    assert "Waive" not in (await browse(Role.AGENT).get(place)).words

    async def waive(role: Role) -> int:
        fields = {"step": "documents", "waive": "true", "why": "known for years"}
        return (await browse(role).send(f"{place}/steps", part=True, version="1", **fields)).status

    assert (await waive(Role.AGENT), await waive(Role.MANAGER)) == (422, 200)


async def test_a_ticket_is_opened_by_hand_and_looked_at(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    got = await browse().send("/tickets", category="repair", title="大厅的灯坏了", source="walk_in")
    assert got.status == 204
    page = await browse().get(got.headers["HX-Redirect"])
    assert "大厅的灯坏了" in page.words


async def test_merging_leads_to_the_ticket_that_goes_on(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    first, second = await desk_web.opened(), await desk_web.opened()
    got = await browse().send(f"/tickets/{second['number']}/merge", version="1", into=first["number"])
    assert got.headers["HX-Redirect"] == f"/tickets/{first['number']}"


async def test_a_callback_is_claimed_called_and_told_of(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    made = await desk_web.opened(phone="13800138000")
    asked = await desk_web.post("callbacks", {"ticket": made["number"]})
    agent, place = browse(Role.AGENT), f"/callbacks/{asked['id']}"
    assert "being called" in (await agent.send(f"{place}/claim")).words
    assert (await agent.send(f"{place}/release")).status == 200
    assert (await agent.send("/callbacks/next")).headers["HX-Redirect"].startswith("/callbacks?mine=true")
    assert (await agent.send(f"{place}/call")).status == 403  # whom one picks out oneself, one needs a reason for
    assert (await agent.send(f"{place}/unmask", why="they asked to be called now")).status == 200
    assert (await agent.send(f"{place}/call")).status == 200
    assert desk_web.dialled.calls == [(asked["id"], "agent")]
    got = await agent.send(f"{place}/outcome", state="reached", why="spoke at the gate")
    assert "reached" in got.words


async def test_a_list_goes_on_where_it_ended(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    for _ in range(3):
        await desk_web.opened()
    first = await browse().get("/tickets?active=true&limit=2")
    assert first.text.count('data-test="ticket-row"') == 2
    [more] = [part.partition('"')[0] for part in first.text.split('hx-get="')[1:]]
    rest = await browse().get(more.replace("&amp;", "&"), part=True)
    assert rest.text.count('data-test="ticket-row"') == 1
    assert "hx-get" not in rest.text


@pytest.mark.parametrize("place", ["/tickets/20200101-0001", "/calls/main/1.1", "/tickets?status=nonsense", "/nothing"])
async def test_what_is_not_there_is_told_on_a_page(place: str, browse: Callable[..., Browser]) -> None:
    got = await browse(language="zh").get(place)
    assert got.status in (404, 422)
    assert got.headers["Content-Type"].startswith("text/html")
    assert "<h1>" in got.text


async def send_raw(desk_web: DeskWeb, path: str, body: bytes, media_type: str) -> int:
    said = {"Content-Type": media_type, "Authorization": f"Bearer {TOKENS[Role.DISPATCHER]}"}
    async with desk_web.web.session.post(desk_web.web.url + path, data=body, headers=said) as answer:
        return answer.status


FORM = "application/x-www-form-urlencoded"
BROKEN_FORMS = {
    b"title=%ff": FORM,
    b"title=\xff": FORM,
    b"title=%00&category=repair": FORM,
    b"title=a&title=b&category=repair": FORM,
    b"a=b&" * 10_000: FORM,
    b"title=a&category=repair": "text/plain",
    b'{"title":"a","category":"repair"}': "application/json",
    b"--x": "multipart/form-data",
    b"--x\r\n": "multipart/form-data; boundary=x",
}


@pytest.mark.parametrize("body", BROKEN_FORMS, ids=lambda body: body[:20].decode("ascii", "replace"))
async def test_a_form_that_no_page_of_ours_sends_is_refused(body: bytes, desk_web: DeskWeb) -> None:
    made = await desk_web.opened()
    for path in ("/tickets", f"/tickets/{made['number']}/actions", "/sign-in", "/sign-out"):
        assert await send_raw(desk_web, path, body, BROKEN_FORMS[body]) in (403, 415, 422)


async def test_a_call_solved_without_a_word_asks_for_the_words(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    number = (await desk_web.opened())["number"]
    desk_web.web.site.calls.calls.append(answered_call())  # type: ignore[attr-defined]
    desk_web.web.site.calls.tickets["1764036000.1"] = number  # type: ignore[attr-defined]
    got = await browse().send("/desk/calls/main/1764036000.1/ticket", version="1", solved="true")
    assert got.status == 422, got.words


@pytest.mark.parametrize("linkedid", ["1764036000.1/receipt", "1764036000.1?x=y", "1764036000.1#x", "../.."])
async def test_a_call_that_somebody_typed_is_asked_for_as_a_call_and_nothing_else(
    linkedid: str, desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    desk_web.web.site.calls.calls.append(answered_call())  # type: ignore[attr-defined]
    place = f"/tickets/{(await desk_web.opened())['number']}"
    assert (await browse().send(f"{place}/calls", version="1", call=f"main/{linkedid}")).status in (200, 422)
    got = await browse().get(place)
    assert got.status == 200
    assert "/calls/main" not in got.text


async def test_who_was_slower_is_told_what_changed_with_numbers_masked(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened(title="call 13800138000")
    await desk_web.act(made, "dispatch", Role.DISPATCHER, trade="水电 13800138000", why="they said 13800138000")
    late = await browse(Role.AGENT).send(f"/tickets/{made['number']}/actions", version="1", action="start")
    assert late.status == 409
    assert "dispatched" in late.words
    assert "13800138000" not in late.text


async def test_built_files_are_kept_for_good_and_nothing_else_is_handed_out(browse: Callable[..., Browser]) -> None:
    page = await browse().get("/tickets/new")
    named = {part.partition('"')[0] for part in page.text.split('"/built/')[1:]}
    assert len(named) == 3
    for name in named:
        got = await browse().get(f"/built/{name}")
        assert (got.status, "immutable" in got.headers["Cache-Control"]) == (200, True)
    for name in ("names.json", "stamp", "..%2Fbuild.py", "%00"):
        assert (await browse().get(f"/built/{name}")).status == 404


async def test_a_workman_finds_the_own_work_does_it_and_sees_nothing_else(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    desk_web.desk.rules = replace(desk_web.desk.rules, trades={"水电": ["workman"]})
    given, other = await desk_web.opened(title="水管漏水"), await desk_web.opened(title="别的事")
    given = await desk_web.act(given, "dispatch", Role.DISPATCHER, trade="水电")
    workman = browse(Role.WORKMAN, "zh")
    assert (await workman.get("/desk")).headers["Location"] == "/tickets?active=true"
    shown = await workman.get("/tickets?active=true")
    assert ("水管漏水" in shown.words, "别的事" in shown.words, "待拨打" in shown.words) == (True, False, False)
    place = f"/tickets/{given['number']}"
    assert "水管漏水" in (await workman.get(place)).words
    assert (await workman.get(f"/tickets/{other['number']}")).status == 404
    done = await workman.send(f"{place}/actions", version=str(given["version"]), action="resolve", resolution="已修好")
    assert "已办结" in done.words
