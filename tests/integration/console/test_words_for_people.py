"""What pages say to people is in their words, without fields of the API; forms that would be refused are not shown."""

from collections.abc import Callable, Mapping

import pytest

from console.frame.drawing import environment
from kit.i18n import Language
from kit.roles import Role
from metrics.objectives.cases import Case, Outcome
from tests.integration.console.browser import Browser
from tests.integration.web.site_in_memory import T0, SheetInMemory, answered_call
from tests.integration.web_desk.conftest import DeskWeb
from tests.unit.ticketing.moments import SHANGHAI
from thirdring.http.operations import OPERATIONS

FORMS: Mapping[str, str] = {
    "/households/new": "putHousehold",
    "/surveys/new": "newSurvey",
}
BOTH = "仪容仪表、着装、工牌 · appearance, uniform, badge"


@pytest.mark.parametrize("path", ["/households/new", "/surveys/new"])
async def test_a_form_is_shown_to_those_alone_who_may_send_it(path: str, browse: Callable[..., Browser]) -> None:
    may = next(one.roles for one in OPERATIONS if one.id == FORMS[path]) or frozenset()
    for role in Role:
        got = await browse(role).get(path)
        assert (got.status == 200) == (role in may), (path, role)
        if role not in may:
            assert "<form" not in got.text.partition("<main")[2].partition("</main>")[0]
            assert 'class="button" href="/"' in got.text


async def test_a_refusal_leads_back_and_offers_no_second_try(browse: Callable[..., Browser]) -> None:
    got = await browse(Role.AGENT, "zh").get("/households/new")
    assert "坐席无权办理" in got.words
    assert "重试" not in got.words
    assert 'class="button" href="/"' in got.text


@pytest.mark.parametrize(("language", "said"), [("zh", "没有此工单。"), ("en", "There is no such ticket.")])
async def test_a_ticket_that_is_not_there_is_told_without_a_field_of_the_api(
    language: str, said: str, browse: Callable[..., Browser]
) -> None:
    got = await browse(Role.DISPATCHER, language).get("/tickets/20200101-0001")
    assert said in got.words
    assert "`" not in got.words


async def test_a_workman_has_no_stream_that_could_break_and_no_form_of_a_new_ticket(
    browse: Callable[..., Browser],
) -> None:
    workman, agent = [await browse(role).get("/tickets?active=true") for role in (Role.WORKMAN, Role.AGENT)]
    assert ("data-hears" in workman.text, "data-hears" in agent.text) == (False, True)
    assert ("/tickets/new" in workman.text, "/tickets/new" in agent.text) == (False, True)


async def test_the_audit_log_says_in_words_by_which_rule_a_number_was_shown(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened(phone="13800138000", role=Role.MANAGER)
    await desk_web.get(f"tickets/{made['number']}", Role.DISPATCHER)
    for language, word in (("zh", "未办结的工作"), ("en", "open work")):
        got = await browse(Role.ADMIN, language).get("/admin/audit")
        assert word in got.words
        assert "open_work" not in got.words


async def test_tokens_have_a_number_and_not_that_of_a_ticket(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    await desk_web.post("tokens", {"label": "Prometheus", "role": "metrics", "scope": "read"}, Role.ADMIN)
    got = await browse(Role.ADMIN, "zh").get("/admin/tokens")
    assert "<th>编号</th>" in got.text
    assert "工单号" not in got.words


@pytest.mark.parametrize(("language", "said"), [("zh", "仪容仪表、着装、工牌"), ("en", "appearance, uniform, badge")])
def test_what_an_inspection_named_has_the_readers_language_alone(language: Language, said: str) -> None:
    drawn = environment(language, SHANGHAI).from_string("{{ title | in_one_language }}")
    assert drawn.render(title=BOTH) == said
    assert drawn.render(title="甲 · A") == "甲 · A"


@pytest.mark.parametrize(("role", "said"), [(Role.AGENT, "138****0001"), (Role.MANAGER, "13800000001")])
async def test_a_row_that_proves_a_line_names_who_called_as_the_list_of_calls_does(
    role: Role, said: str, desk_web: DeskWeb, browse: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def evidence(*_: object) -> list[Case]:
        return [Case("call", ref, T0, Outcome.MET) for ref in ("main/1764036000.1", "main/deleted")]

    desk_web.web.site.calls.calls.append(answered_call())  # type: ignore[attr-defined]
    monkeypatch.setattr(SheetInMemory, "evidence", evidence)
    got = await browse(role).get("/sheet/10")
    assert f'<a href="/calls/main/1764036000.1">{said}</a>' in got.text
    assert '<a href="/calls/main/deleted">main/deleted</a>' in got.text
