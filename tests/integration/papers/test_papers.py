"""Records as papers to be signed: who may have one, what stands on it, and what stays masked."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.integration.quality.conftest import book, kept, rules, site
from tests.integration.quality.kept import Kept
from tests.integration.quality.test_inspections_over_http import form
from tests.integration.web.site_in_memory import TOKENS
from tests.integration.web_desk.conftest import DeskWeb, desk, desk_web, home

__all__ = ["book", "desk", "desk_web", "home", "kept", "rules", "site"]

NUMBER = "13800138000"
HOSTILE = '#panic("x") $ \\ <a> 好 13912345678'


async def paper(web: DeskWeb, path: str, role: Role = Role.MANAGER, language: str = "zh") -> tuple[int, str]:
    """The status, and the text on the pages, without spaces and line breaks."""
    url = f"{web.web.url}/api/v1/{path}/paper.pdf?lang={language}"
    async with web.web.session.get(url, headers={"Authorization": f"Bearer {TOKENS[role]}"}) as answer:
        body = await answer.read()
        if answer.status != 200:
            return answer.status, ""
        assert answer.content_type == "application/pdf"
        return 200, "".join("".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages).split())


@pytest.mark.parametrize(("language", "title"), [("zh", "派工单"), ("en", "Workorder")])
async def test_a_work_order_says_what_to_do_where(desk_web: DeskWeb, home: int, language: str, title: str) -> None:
    ticket = await desk_web.opened(title="厨房漏水", household=home, contact="张三丰", phone=NUMBER)
    status, text = await paper(desk_web, f"tickets/{ticket['number']}", language=language)
    assert status == 200
    for told in (title, ticket["number"], "厨房漏水", "3-2-1201", "张三丰", "+86" + NUMBER):
        assert told in text


async def test_a_paper_masks_what_its_reader_may_not_see(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(Role.MANAGER, title=HOSTILE, phone=NUMBER)
    status, text = await paper(desk_web, f"tickets/{ticket['number']}", Role.AGENT)
    assert (status, "****8000" in text, "139****5678" in text) == (200, True, True)
    assert NUMBER not in text
    assert (await paper(desk_web, f"tickets/{ticket['number']}", Role.WORKMAN))[0] == 404
    assert (await paper(desk_web, f"tickets/{ticket['number']}", Role.METRICS))[0] == 403


async def test_what_a_stranger_wrote_is_text_on_paper(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(title=HOSTILE)
    _status, text = await paper(desk_web, f"tickets/{ticket['number']}")
    assert '#panic("x")$\\<a>好' in text


async def test_goods_are_released_by_the_ticket_of_their_procedure(desk_web: DeskWeb, home: int) -> None:
    moving = await desk_web.opened(category="goods_removal", title="搬家具", household=home, contact="张三丰")
    status, text = await paper(desk_web, f"tickets/{moving['number']}/release")
    assert status == 200
    for told in ("放行条", "物品名称", "3-2-1201", "张三丰", "车牌号"):
        assert told in text
    repair = await desk_web.opened()
    assert (await paper(desk_web, f"tickets/{repair['number']}/release"))[0] == 422


@pytest.mark.parametrize(("name", "title"), [("daily", "日检查表"), ("weekly", "周检查表")])
async def test_an_inspection_is_printed_on_its_form(kept: Kept, name: str, title: str) -> None:
    filled = await kept.site.post("inspections", form(name, lobbies="minor", safety="major"), Role.MANAGER)
    status, text = await paper(kept.site, f"inspections/{filled['id']}", Role.AGENT)
    assert status == 200
    for told in (title, "大堂、电梯、楼道保洁", "×一般不合格", "××其他不合格", "2026-11-25", "3号楼"):
        assert told in text


async def test_a_nonconformity_is_printed_with_what_was_done(desk_web: DeskWeb) -> None:
    said = {"title": "消防通道堵塞", "description": "停放电动车", "department": "秩序部"}
    raised: Any = await desk_web.post("nonconformities", said, Role.DISPATCHER)
    status, text = await paper(desk_web, f"nonconformities/{raised['id']}")
    assert status == 200
    for told in ("不合格单", "消防通道堵塞", "停放电动车", "秩序部", "验证结果"):
        assert told in text
    assert (await paper(desk_web, "nonconformities/999"))[0] == 404


async def test_each_paper_is_in_the_audit_log(desk_web: DeskWeb, pool: DatabasePool) -> None:
    ticket = await desk_web.opened()
    await paper(desk_web, f"tickets/{ticket['number']}")
    (noted,) = await pool.fetch("select actor, detail ->> 'number' as number from audit where action = 'paper_made'")
    assert tuple(noted) == ("manager", ticket["number"])
