"""Each page over HTTP: who sees it, in which language, and what is refused the same way as by the API."""

from collections.abc import Callable
from dataclasses import replace

import aiohttp
import pytest

from console.built import built
from console.pages import PAGES
from kit.database.pool import DatabasePool
from kit.http.operation import Operation
from kit.roles import ADMINS, DISPATCHERS, MANAGERS, READERS, Role
from tests.integration.console.browser import Browser
from tests.integration.console.places import DOORS
from tests.integration.console.shifts import desk_with_shifts
from tests.integration.quality.kept import begun
from tests.integration.quality.test_inspections_over_http import form
from tests.integration.surveys.conftest import SURVEY
from tests.integration.web.site_in_memory import TOKENS, answered_call
from tests.integration.web_desk.conftest import DeskWeb
from ticketing.workflows.service_desk import ServiceDesk

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}'
VIEW = {"/tickets": "?active=true", "/callbacks": "?open=true", "/calls": "?live=false"}
ROWS = ("/callbacks/{id}", "/desk/callbacks/{id}", "/today/callbacks/{id}", "/shifts/days/{day}")
PARTS = ("/desk/ringing", "/desk/rescues", "/desk/beside", "/desk/state", "/today/people", "/shifts/now")
SHEETS = tuple(f"/{kind}/sheet{one}" for kind in ("households", "places", "shifts") for one in ("", "/{sheet}"))
"""For those who import: test_household_sheets.py, test_place_sheets.py and test_roster_sheets.py."""
FOUND = ("/tickets/{number}/same", "/tickets/where")  # parts of a form
NO_PAGES = (*DOORS, "/w/{token}", "/wall", *FOUND, "/desk/calls/{pbx}/{linkedid}", *PARTS, *ROWS, *SHEETS)
SHOWN = [one for one in PAGES if one.method == "GET" and one.media_type == "text/html" and one.path not in NO_PAGES]


FORMS = {
    "/households/new": DISPATCHERS,
    "/surveys/new": MANAGERS,
    "/inspections/codes": MANAGERS,
}  # shown to those alone who may send them


@pytest.fixture
def desk(pool: DatabasePool) -> ServiceDesk:
    return desk_with_shifts(pool)


async def a_place(operation: Operation, desk_web: DeskWeb) -> str:
    if "{number}" in operation.path:
        return operation.path.format(number=(await desk_web.opened())["number"])
    if "{objective}" in operation.path:
        return operation.path.format(objective=10)
    if "{pbx}" in operation.path:
        desk_web.web.site.calls.calls.append(answered_call())  # type: ignore[attr-defined]
        return operation.path.format(pbx="main", linkedid="1764036000.1")
    if "{shift}" in operation.path:
        return operation.path.format(day="2026-11-25", shift="night")
    if "{id}" in operation.path and operation.path.startswith("/surveys"):
        return operation.path.format(id=(await desk_web.post("surveys", SURVEY, Role.MANAGER))["id"])
    if operation.path in ("/households/{id}", "/places/{id}"):
        return operation.path.format(id=await one_of_estate(operation.path.split("/")[1], desk_web))
    if "{id}" in operation.path:
        return operation.path.format(id=await one_of_quality(operation.path.split("/")[1], desk_web))
    return {
        "/tickets": "/tickets?active=true",
        "/callbacks": "/callbacks?open=true",
        "/calls": "/calls?live=false",
        "/duties": "/duties?date=2026-11-25",
        "/inspections": "/inspections?limit=50",
        "/surveys": "/surveys?limit=50",
        "/findings": "/findings?limit=50",
        "/nonconformities": "/nonconformities?open=true",
        "/readings": "/readings?limit=50",
        "/households": "/households?limit=50",
        "/places": "/places?retired=false",
    }.get(operation.path, operation.path)


async def one_of_estate(kind: str, desk_web: DeskWeb) -> int:
    """The id of a household or a place."""
    body = {"households": {"room": "101", "people": [{"name": "张三", "part": "owner"}]}}
    known = (await desk_web.get(kind))["items"]
    one = known[0] if known else await desk_web.post(kind, body.get(kind, {"kind": "gate", "name": "东门"}), Role.ADMIN)
    return int(one["id"])


async def one_of_quality(kind: str, desk_web: DeskWeb) -> int:
    """The id of a duty, an inspection, a finding, a nonconformity or a reading."""
    assert desk_web.web.site.desk is not None
    await begun(desk_web.web.site.desk.pool, desk_web.desk.rules, desk_web.clock)
    if not (await desk_web.get("inspections"))["items"]:
        await desk_web.post("inspections", form(lobbies="minor", safety="major"), Role.DISPATCHER)
        await desk_web.post("readings", {"objective": 3, "day": "2026-11-24", "met": 9, "total": 10})
    return int((await desk_web.get(kind))["items"][0]["id"])


@pytest.mark.parametrize("operation", SHOWN, ids=lambda one: one.id)
async def test_every_page_is_there_for_every_reader_in_both_languages(
    operation: Operation, desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    place = await a_place(operation, desk_web)
    may = ADMINS if operation.path.startswith("/admin") else FORMS.get(operation.path, READERS)
    for language, other in (("en", "中文"), ("zh", "English")):
        for role in may:
            got = await browse(role, language).get(place)
            if place == "/" and role is Role.AGENT:
                assert (got.status, got.headers["Location"]) == (303, "/desk")
                continue
            assert (got.status, got.headers["Content-Language"]) == (200, language), got.words
            assert other in got.words
    for role in {Role.METRICS, *READERS} - may:
        assert (await browse(role).get(place)).status == 403
    seen = {"/": 303, "/desk": 303, "/me": 200, "/tickets": 200, "/tickets/{number}": 404, "/trades": 200}
    seen |= {"/shifts": 200, "/shifts/turns/{day}/{shift}": 200}
    assert (await browse(Role.WORKMAN).get(place)).status == seen.get(operation.path, 403)


@pytest.mark.parametrize("place", PARTS)
async def test_a_part_of_the_desk_is_there_for_every_reader(
    place: str, desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    for role in READERS:
        assert (await browse(role).get(place, part=True)).status == 200
    assert (await browse(Role.METRICS).get(place, part=True)).status == 403


async def test_no_page_has_a_script_or_a_style_inline_or_from_elsewhere(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    for operation in SHOWN:
        got = await browse(Role.ADMIN).get(await a_place(operation, desk_web))
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


async def sent_bytes(desk_web: DeskWeb, path: str, coding: str = "gzip") -> int:
    """How many bytes go over the network for this file."""
    said = {"Accept-Encoding": coding, "Authorization": f"Bearer {TOKENS[Role.MANAGER]}", "Accept": "text/html"}
    async with (
        aiohttp.ClientSession(auto_decompress=False) as plain,
        plain.get(desk_web.web.url + path, headers=said) as answer,
    ):
        assert answer.status == 200
        if path.startswith("/built/"):
            assert answer.headers.get("Content-Encoding", "identity") == coding
        return len(await answer.read())


async def test_a_first_load_is_small_on_the_network(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    page = await browse(Role.MANAGER).get("/tickets/new")
    parts = {part.partition('"')[0] for part in page.text.split('"/built/')[1:]}
    scripts = [name for name in built().names.values() if name.endswith(".js")]
    sizes = {name: await sent_bytes(desk_web, f"/built/{name}") for name in {*parts, *scripts}}
    of_phone = built().names["phone.js"]  # loaded only where an agent has a phone in the page
    assert sizes[of_phone] <= 65_000
    assert sum(sizes[name] for name in scripts if name != of_phone) <= 60_000
    assert sum(sizes[name] for name in parts) + await sent_bytes(desk_web, "/tickets/new") <= 150_000
    plain = await sent_bytes(desk_web, f"/built/{scripts[0]}", "identity")
    assert plain > sizes[scripts[0]]


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


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Calls are deleted after 730 days."), ("zh", "通话保留 730 天后删除。")]
)
async def test_a_call_that_is_not_there_says_how_long_calls_are_kept(
    browse: Callable[..., Browser], language: str, said: str
) -> None:
    got = await browse(Role.AGENT, language).get("/calls/main/1.404")
    assert (got.status, said in got.words) == (404, True)


async def test_tickets_of_the_same_matter_are_found_by_readers_alone(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    one, other = [await desk_web.opened(title="电梯异响") for _ in range(2)]
    for role in READERS:
        got = await browse(role).get(f"/tickets/{one['number']}/same?q=%E7%94%B5%E6%A2%AF", part=True)
        assert (got.status, other["number"] in got.words, one["number"] in got.words) == (200, True, False)
    place = f"/tickets/{one['number']}/same"
    assert [(await browse(role).get(place, part=True)).status for role in (Role.METRICS, Role.WORKMAN)] == [403, 404]
