"""`dashboards publish` against the scripted Grafana: once, twice, dry, and against everything that can be wrong."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from dashboards import build
from kit import i18n
from tests.integration.grafana.scripted import TOKEN, ScriptedGrafana, page, running, said
from thirdring.commands import CommandError
from thirdring.commands.dashboards import publish
from thirdring.settings import Settings

PASSWORD = "grafana-reads-views"
BOARDS = len(list(build.FOLDER.glob("*.json")))


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


@pytest.fixture(params=["11.6.0", "12.4.1+security-01", "13.1.0"])
async def grafana(request: pytest.FixtureRequest) -> AsyncIterator[ScriptedGrafana]:
    async with running(ScriptedGrafana(request.param)) as scripted:
        yield scripted


@pytest.fixture
async def one() -> AsyncIterator[ScriptedGrafana]:
    async with running(ScriptedGrafana()) as scripted:
        yield scripted


@pytest.fixture
def password(tmp_path: Path) -> Path:
    (tmp_path / "password").write_text(PASSWORD)
    return tmp_path / "password"


def settings(url: str, password: Path | None = None, **more: str) -> Settings:
    site = {"url": url, "token": TOKEN, "alertmanager_url": "http://127.0.0.1:9093", **more}
    if password is not None:
        site["database_password_file"] = str(password)
    return Settings.model_validate({"grafana": site, "database": {"embedded_listen": "127.0.0.1:5433"}})


async def published(
    site: Settings, *, dry_run: bool = False, again: bool = False, folder: Path = build.FOLDER
) -> list[str]:
    return [line async for line in publish(site, folder, dry_run, again)]


async def test_everything_is_made_and_a_second_time_nothing_is_written(
    grafana: ScriptedGrafana, password: Path
) -> None:
    said = await published(settings(grafana.url, password))
    assert said[0] == "folder Third Ring: made"
    assert "data source Third Ring PostgreSQL: made" in said
    assert (len(grafana.boards), len(grafana.sources)) == (BOARDS, 3)
    assert {meta["folderUid"] for meta in grafana.wrapped.values()} == {"thirdring"}
    grafana.writes.clear()
    assert await published(settings(grafana.url, password)) == [f"All is as it should be: {BOARDS} boards."]
    assert grafana.writes == []


async def test_a_dry_run_says_the_same_and_writes_nothing(grafana: ScriptedGrafana, password: Path) -> None:
    said = await published(settings(grafana.url, password), dry_run=True)
    assert len(said) == 1 + 3 + BOARDS
    assert all(line.endswith("would be made") for line in said)
    assert grafana.writes == []


async def test_what_was_changed_there_is_named_and_put_right(one: ScriptedGrafana) -> None:
    await published(settings(one.url))
    panels = one.boards["thirdring-wall-en"]["panels"]
    asking = next(place for place, panel in enumerate(panels) if "targets" in panel)  # a heading asks nobody
    panels[asking]["targets"][0]["expr"] = "up"
    one.boards["thirdring-wall-en"]["refresh"] = "1h"
    one.wrapped["thirdring-hotline-zh"]["folderUid"] = "elsewhere"
    one.folders["thirdring"]["title"] = "三响"
    one.sources["thirdring-prometheus"]["url"] = "http://old:9090"
    said = await published(settings(one.url))
    assert sorted(line.split(": ", 1)[1] for line in said) == [
        "changed (folder)",
        f"changed (panels.{asking}.targets.0.expr, refresh)",
        "changed (title)",
        "changed (url)",
    ]
    assert await published(settings(one.url)) == [f"All is as it should be: {BOARDS} boards."]


async def test_links_and_days_are_those_of_the_site(one: ScriptedGrafana) -> None:
    site = settings(one.url, service_url="https://ring.example").model_copy(update={"timezone": "Europe/Madrid"})
    await published(site)
    told = {
        (variable["name"], variable["query"])
        for board in one.boards.values()
        for variable in board["templating"]["list"]
        if variable["name"] in ("service", "timezone")
    }
    assert told == {("service", "https://ring.example"), ("timezone", "Europe/Madrid")}


async def test_the_password_is_sent_where_there_is_none_and_again_when_asked(
    one: ScriptedGrafana, password: Path
) -> None:
    site = settings(one.url, password)
    await published(site)
    assert one.sources["thirdring-postgresql"]["secureJsonData"] == {"password": PASSWORD}
    assert await published(site, again=True) == ["data source Third Ring PostgreSQL: changed (secureJsonData.password)"]
    del one.sources["thirdring-postgresql"]["secureJsonData"]
    assert len(await published(site)) == 1
    assert one.sources["thirdring-postgresql"]["secureJsonData"] == {"password": PASSWORD}


async def test_what_grafana_has_from_files_is_left_to_them(one: ScriptedGrafana) -> None:
    await published(settings(one.url))
    one.wrapped["thirdring-wall-en"]["provisioned"] = True
    one.boards["thirdring-wall-en"]["refresh"] = "1h"
    one.sources["thirdring-prometheus"].update(readOnly=True, url="http://other:9090")
    one.writes.clear()
    said = await published(settings(one.url))
    assert [line for line in said if "differs (" not in line] == []
    assert (len(said), one.writes) == (2, [])


async def test_an_answer_without_a_body_is_an_answer(one: ScriptedGrafana) -> None:
    one.instead["POST /api/folders"] = lambda: web.Response(status=204)
    one.folders["thirdring"] = {"uid": "thirdring", "title": "Third Ring", "version": 1}
    one.instead["GET /api/folders/thirdring"] = lambda: web.json_response({"message": "not found"}, status=404)
    said = await published(settings(one.url))
    assert said[0] == "folder Third Ring: made"


async def test_a_grafana_that_keeps_its_version_to_itself_is_asked_all_the_same(one: ScriptedGrafana) -> None:
    one.version = None
    assert len(await published(settings(one.url))) == 1 + 2 + BOARDS


@pytest.mark.parametrize("version", ["9.5.2", "11.5.9", "8.0.0-beta1"])
async def test_an_old_one_is_told_which_it_must_be(version: str) -> None:
    async with running(ScriptedGrafana(version)) as old:
        with pytest.raises(CommandError, match=rf"Grafana is {version[:4].rstrip('.')}.*11\.6 or newer"):
            await published(settings(old.url))
        assert old.writes == []


WRONG = {
    "a wrong token": ("*", lambda: said(401, "Invalid API key"), "does not know the token"),
    "a token that may not": ("POST /api/datasources", lambda: said(403, "Access denied"), "role Admin"),
    "a name that is taken": ("POST /api/datasources", lambda: said(409, "same"), "another of the name Third Ring P"),
    "a title that is taken": (
        "POST /api/dashboards/db",
        lambda: said(412, "same name", "name-exists"),
        "another of the name Third Ring ·",
    ),
    "somebody else": ("POST /api/dashboards/db", lambda: said(412, "changed", "version-mismatch"), "Somebody else"),
    "a board it refuses": ("POST /api/dashboards/db", lambda: said(400, "bad"), "refuses Third Ring ·.*bad"),
    "a source that moved on": ("PUT /api/datasources/uid/thirdring-prometheus", lambda: said(409, "old"), "Somebody"),
    "its own trouble": ("GET /api/folders/thirdring", lambda: said(500, "database is locked"), "in trouble itself"),
    "a proxy's page": ("*", lambda: page(502), "not Grafana's API .502"),
    "a page where it says yes": ("GET /api/health", lambda: page(200), "not Grafana's API"),
    "a login page": ("*", lambda: web.Response(status=302, headers={"Location": "/login"}), "302 → /login"),
    "another program": ("GET /api/health", lambda: web.json_response({"status": "UP"}), "not Grafana's API"),
    "nothing there": ("GET /api/health", lambda: page(404), "not Grafana's API .404"),
    "no JSON object": ("GET /api/health", lambda: web.json_response(["ok"]), "not Grafana's API"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_goes_wrong_is_said_with_what_to_do_and_without_the_token(one: ScriptedGrafana, case: str) -> None:
    where, reply, words = WRONG[case]
    if where.startswith("PUT"):
        await published(settings(one.url))
        one.sources["thirdring-prometheus"]["url"] = "http://old:9090"
    one.instead[where] = reply
    with pytest.raises(CommandError, match=words) as refused:
        await published(settings(one.url))
    assert TOKEN not in str(refused.value)
    assert "Traceback" not in str(refused.value)


async def test_a_wrong_token_is_noticed_where_everybody_may_look_in(one: ScriptedGrafana) -> None:
    one.anonymous = True
    with pytest.raises(CommandError, match="does not know the token"):
        await published(settings(one.url, token="glsa_wrong"), dry_run=True)


async def test_where_nobody_listens_that_is_said(free_port: int) -> None:
    with pytest.raises(CommandError, match=r"not reached at http://127\.0\.0\.1:\d+ \(Connect"):
        await published(settings(f"http://127.0.0.1:{free_port}"))


@pytest.mark.parametrize("url", ["http://no-such-host.invalid:3000", "http://[bad", "http://127.0.0.1:99999"])
async def test_an_address_that_leads_nowhere_is_said(url: str) -> None:
    with pytest.raises(CommandError, match="not reached at"):
        await published(settings(url))


async def test_a_broken_connection_is_no_traceback(one: ScriptedGrafana, monkeypatch: pytest.MonkeyPatch) -> None:
    async def gone(*_: object, **__: object) -> bytes:
        raise aiohttp.ClientPayloadError("cut")

    monkeypatch.setattr(aiohttp.ClientResponse, "read", gone)
    with pytest.raises(CommandError, match=r"not reached .*cut"):
        await published(settings(one.url))


async def test_without_address_or_token_the_settings_are_named() -> None:
    with pytest.raises(CommandError, match=r"grafana\.url and grafana\.token_file"):
        await published(Settings())


async def test_a_folder_without_boards_says_how_to_write_them(one: ScriptedGrafana, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="dashboards build"):
        await published(settings(one.url), folder=tmp_path)
    (tmp_path / "thirdring-wall-en.json").write_text("{")
    with pytest.raises(CommandError, match="cannot be read"):
        await published(settings(one.url), folder=tmp_path)
