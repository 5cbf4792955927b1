"""A workman does a ticket by a link: whose it is, what each act does, and what a stranger with or without it gets."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from dataclasses import replace as changed
from pathlib import Path
from typing import Any

import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.integration.web.site_in_memory import web_of
from tests.integration.web_desk.conftest import Answer, Clock, DeskWeb, Dialled
from tests.integration.web_desk.photos import jpeg
from tests.unit.ticketing.moments import SHANGHAI
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.files.shelf import Shelf
from ticketing.http.ask import DeskContext
from ticketing.site_rules import SiteRules
from ticketing.workflows.service_desk import ServiceDesk

NUMBER = "13812345678"
ALL = Role.MANAGER
HOUR_US = 3_600_000_000
RULES = SiteRules(Site(SHANGHAI, Workdays()), links_show_number=True)


@pytest.fixture
async def web(pool: DatabasePool, tmp_path: Path) -> AsyncIterator[DeskWeb]:
    desk, clock = ServiceDesk(pool, RULES), Clock()
    site = DeskContext(desk, pool, {"zhang": [], "agent": []}, shelf=Shelf(tmp_path / "files"))
    async with web_of(desk=site, now_us=clock) as opened:
        yield DeskWeb(opened, desk, Dialled(desk, clock))


@dataclass
class Phone:
    """A telephone with a link on it, and with the word that the page gave it."""

    web: DeskWeb
    token: str
    word: str = "p" * 32
    keys: list[str] = field(default_factory=list)

    async def ask(self, method: str, path: str = "", json: Any = None, data: Any = None) -> Answer:
        url = f"{self.web.web.url}/api/v1/work/{self.token}{path}"
        cookies = {"Cookie": f"thirdring-work={self.word}"} if self.word else {}
        async with self.web.web.session.request(method, url, json=json, data=data, headers=cookies) as answer:
            text = await answer.read()
            is_json = "json" in answer.headers.get("Content-Type", "")
            return Answer(answer.status, await answer.json(content_type=None) if is_json else text, answer.headers)

    async def act(self, what: str, key: str = "", **said: str) -> Answer:
        key = key or f"key-{len(self.keys):04}"
        self.keys.append(key)
        return await self.ask("POST", "/acts", {"what": what, "key": key, **said})


async def dispatched(web: DeskWeb, **to: str) -> Any:
    ticket = await web.opened(ALL, title="厨房漏水", phone=NUMBER, contact="王女士")
    return await web.act(ticket, "dispatch", ALL, **(to or {"assignee": "zhang"}))


async def linked(web: DeskWeb, ticket: Any) -> Phone:
    made = await web.ask("POST", f"tickets/{ticket['number']}/work_links", role=Role.DISPATCHER)
    assert made.status == 201, made.body
    return Phone(web, made.body["path"].removeprefix("/w/"))


async def test_the_work_goes_from_accepted_to_done_and_the_ticket_with_it(web: DeskWeb) -> None:
    ticket = await dispatched(web)
    phone = await linked(web, ticket)
    path = f"tickets/{ticket['number']}"
    assert (await phone.act("read")).body["accepted"] is False
    assert (await phone.act("accept", at="2026-11-25T01:58:00Z")).body["here"] is True
    assert (await web.get(path, ALL))["status"] == "dispatched"
    assert (await phone.act("arrive")).body["status"] == "in_progress"
    assert (await phone.act("note", text="总阀已关")).status == 200
    paused = await phone.act("parts", text="角阀")
    assert (paused.body["paused"], paused.body["status"]) == (True, "in_progress")
    assert (await phone.act("arrive")).body["paused"] is False
    done = await phone.act("done", text="换了角阀")
    assert (done.body["standing"], done.body["status"]) == ("done", "resolved")
    now = await web.get(path, ALL)
    assert (now["assignee"], now["resolution"], now["status"]) == ("zhang", "换了角阀", "resolved")
    assert [line["what"] for line in now["history"]][2:] == ["start", "pause", "resume", "resolve"]
    assert {line["who"] for line in now["history"][2:]} == {"zhang"}
    [link] = (await web.get(f"{path}/work_links"))["items"]
    assert [one["what"] for one in link["acts"]] == [
        *("read", "accept", "arrive", "note", "parts", "arrive", "done"),
    ]
    assert (link["acts"][1]["device_at"][:16], link["acts"][1]["at"][:16]) == ("2026-11-25T01:58", "2026-11-25T02:00")
    assert link["read_at"]
    assert link["accepted_at"]


async def test_an_act_that_is_sent_again_changes_nothing(web: DeskWeb) -> None:
    phone = await linked(web, await dispatched(web))
    for _ in range(3):
        assert (await phone.act("arrive", key="the-same-key")).status == 200
        assert (await phone.act("note", key="another-key", text="x")).status == 200
    assert len((await phone.ask("GET")).body["acts"]) == 2


async def test_before_it_is_accepted_a_link_tells_place_and_matter_alone(web: DeskWeb) -> None:
    phone = await linked(web, await dispatched(web))
    seen = (await phone.ask("GET")).body
    assert (seen["title"], seen["contact"], seen["acts"], seen["files"], seen["may_call"]) == (
        "厨房漏水",
        "",
        [],
        [],
        False,
    )
    assert NUMBER not in str(seen)
    assert (await phone.ask("POST", "/number")).status == 403
    assert (await phone.ask("POST", "/files?key=12345678", data=jpeg())).status == 403
    await phone.act("accept")
    seen = (await phone.ask("GET")).body
    assert (seen["contact"], seen["may_call"]) == ("王女士", True)
    assert NUMBER not in str(seen)


async def test_who_accepts_goes_on_with_it_and_another_telephone_does_not(web: DeskWeb) -> None:
    phone = await linked(web, await dispatched(web))
    await phone.act("accept")
    other = Phone(web, phone.token, "q" * 32)
    for what in ("accept", "arrive", "done"):
        assert (await other.act(what, key=f"other-{what}", text="x")).status == 409
    assert (await other.ask("POST", "/number")).status == 409
    assert (await other.ask("GET")).body["contact"] == ""
    nobody = Phone(web, phone.token, "")
    assert (await nobody.act("arrive", key="no-cookie-1")).status == 422


async def test_the_number_is_shown_by_the_sites_rule_and_noted(web: DeskWeb) -> None:
    phone = await linked(web, await dispatched(web))
    await phone.act("accept")
    assert (await phone.ask("POST", "/number")).body == {"number": "+86" + NUMBER}
    [line] = [one for one in (await web.get("audit", Role.ADMIN))["items"] if one["action"] == "disclosed"]
    assert (line["actor"], json.loads(line["detail"])["rule"]) == ("zhang", "dispatched")
    web.desk.rules = changed(RULES, links_show_number=False)
    assert (await phone.ask("POST", "/number")).status == 403
    assert (await phone.ask("GET")).body["may_call"] is False


async def test_whoever_of_the_trade_accepts_first_has_it_under_their_name(web: DeskWeb) -> None:
    ticket = await dispatched(web, trade="水电")
    phone = await linked(web, ticket)
    assert (await phone.act("accept", key="without-name")).status == 422
    assert (await phone.act("accept", key="with-number", name="李师傅 13800138000")).status == 422
    assert (await phone.act("accept", key="with-a-name", name="  李\u202e师\u200b傅 ")).status == 200
    await phone.act("arrive")
    now = await web.get(f"tickets/{ticket['number']}", ALL)
    assert (now["assignee"], now["trade"]) == ("李师傅 (水电)", "水电")
    assert (await phone.act("done", text="好了")).status == 200


async def test_the_link_ends_with_the_work_and_late_photos_and_notes_still_come_in(web: DeskWeb) -> None:
    phone = await linked(web, await dispatched(web))
    await phone.act("done", text="好了")
    assert (await phone.ask("POST", "/files?key=late-photo", data=jpeg())).status == 201
    assert (await phone.act("note", text="钥匙在前台")).status == 200
    assert (await phone.act("parts", text="x")).status == 410
    web.clock.at_us += 25 * HOUR_US
    assert (await phone.ask("GET")).status == 410
    assert (await phone.act("note", text="x")).status == 410


@pytest.mark.parametrize(
    ("action", "said"), [("cancel", {"why": "x"}), ("return", {"why": "x"}), ("resolve", {"resolution": "x"})]
)
async def test_it_ends_when_the_desk_takes_the_work_away(action: str, said: dict[str, str], web: DeskWeb) -> None:
    ticket = await dispatched(web)
    phone = await linked(web, ticket)
    await web.act(ticket, action, ALL, **said)
    answer = await phone.ask("GET")
    assert (answer.status, "厨房" in str(answer.body)) == (410, False)
    assert (await phone.act("arrive")).status == 410


async def test_who_sends_it_back_is_told_so_then_and_later_and_learns_no_more_of_the_work(web: DeskWeb) -> None:
    ticket = await dispatched(web)
    phone = await linked(web, ticket)
    await phone.act("accept")
    for _ in range(2):  # the first answer may be lost
        back = await phone.act("refuse", key="sent-back-once", text="没有梯子")
        assert (back.status, back.body["standing"]) == (200, "over")
        assert (back.body["title"], back.body["place"], back.body["contact"], back.body["acts"]) == ("", None, "", [])
    answer = await phone.ask("GET")
    assert (answer.status, "You sent this work back" in answer.body["detail"]) == (410, True)
    other = await linked(web, await dispatched(web))
    [link] = (await web.get(f"tickets/{ticket['number']}/work_links"))["items"]
    assert [one["what"] for one in link["acts"]] == ["accept", "refuse"]
    assert (await other.ask("GET")).status == 200


async def test_somebody_else_gets_the_work_and_a_new_link_ends_the_old_one(web: DeskWeb) -> None:
    ticket = await dispatched(web)
    first, second = await linked(web, ticket), await linked(web, ticket)
    assert (await first.ask("GET")).status == 410
    assert (await second.ask("GET")).status == 200
    await web.act(ticket, "hand_over", ALL, assignee="agent", why="ill")
    assert (await second.ask("GET")).status == 410
    third = await linked(web, ticket)
    [link, *_] = (await web.get(f"tickets/{ticket['number']}/work_links"))["items"]
    assert (await web.ask("POST", f"tickets/{ticket['number']}/work_links/{link['id']}/end")).status == 204
    assert (await third.ask("GET")).status == 410


async def test_photos_of_the_link_are_those_of_its_ticket_alone(web: DeskWeb) -> None:
    phone, other = await linked(web, await dispatched(web)), await linked(web, await dispatched(web))
    for one in (phone, other):
        await one.act("accept")
    for _ in range(2):
        answer = await phone.ask("POST", "/files?key=photo-of-the-sink", data=jpeg())
        assert answer.status == 201, answer.body
    [file] = (await phone.ask("GET")).body["files"]
    small = file["small"].partition(phone.token)[2]
    assert (await phone.ask("GET", small)).headers["Content-Type"] == "image/jpeg"
    assert (await other.ask("GET", small)).status == 404
    assert (await Phone(web, phone.token, "q" * 32).ask("GET", small)).status == 409


@pytest.mark.parametrize("token", ["x", "a" * 32, "a" * 33, "..%2f..%2fetc%2fpasswd", "%00" * 32])
async def test_a_link_that_nobody_has_tells_nothing(token: str, web: DeskWeb) -> None:
    phone = Phone(web, token)
    assert (await phone.ask("GET")).status == 404
    assert (await phone.act("accept")).status == 404
    assert (await phone.ask("POST", "/files?key=12345678", data=jpeg())).status == 404
    assert (await phone.ask("POST", "/number")).status == 404


async def test_a_ticket_that_nobody_was_given_has_no_link(web: DeskWeb) -> None:
    ticket = await web.opened(ALL)
    assert (await web.ask("POST", f"tickets/{ticket['number']}/work_links")).status == 422
    assert (await web.ask("POST", "tickets/20200101-0001/work_links")).status == 404


async def test_a_link_that_is_used_without_end_has_to_wait(web: DeskWeb) -> None:
    phone = await linked(web, await dispatched(web))
    assert (await phone.ask("GET")).status == 200
    site = web.web.site
    assert site.desk is not None
    used_up_seconds = site.monotonic() + 3600
    while not site.desk.work_gate.wait_seconds(phone.token, used_up_seconds):
        pass
    assert (await phone.ask("GET")).status == 429


async def test_a_complaint_is_not_resolved_without_what_its_rules_want(web: DeskWeb) -> None:
    ticket = await web.opened(ALL, category="complaint", title="吵")
    await web.act(ticket, "dispatch", ALL, assignee="zhang")
    phone = await linked(web, ticket)
    answer = await phone.act("done", text="x")
    assert answer.status == 422
    assert (await phone.ask("GET")).body["acts"] == []
