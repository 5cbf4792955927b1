"""A Grafana of our own that plays the documented HTTP API: what it keeps, how it refuses, what goes wrong on the way.

It is no Grafana: none can be had where these tests run. It holds what Grafana's documentation says of folders, data
sources by uid, dashboards and health in versions 11 to 13, and nothing beyond.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

TOKEN = "glsa_scripted"
Reply = Callable[[], web.Response]


class ScriptedGrafana:
    def __init__(self, version: str = "11.6.0") -> None:
        self.version: str | None = version
        self.folders: dict[str, dict[str, Any]] = {}
        self.sources: dict[str, dict[str, Any]] = {}
        self.boards: dict[str, dict[str, Any]] = {}  # as sent, with Grafana's own id and version
        self.wrapped: dict[str, dict[str, Any]] = {}  # the meta of each
        self.provisioned: set[str] = set()
        self.instead: dict[str, Reply] = {}  # "METHOD /path": what is answered instead
        self.anonymous = False  # everybody may look in: a wrong token is nobody's, and no error but for /api/user
        self.writes: list[str] = []
        self.url = ""

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._first])
        app.router.add_get("/api/health", self._health)
        app.router.add_get("/api/user", self._get_user)
        app.router.add_get("/api/folders/{uid}", self._get_folder)
        app.router.add_post("/api/folders", self._make_folder)
        app.router.add_put("/api/folders/{uid}", self._change_folder)
        app.router.add_get("/api/datasources/uid/{uid}", self._get_source)
        app.router.add_post("/api/datasources", self._make_source)
        app.router.add_put("/api/datasources/uid/{uid}", self._change_source)
        app.router.add_get("/api/dashboards/uid/{uid}", self._get_board)
        app.router.add_post("/api/dashboards/db", self._save_board)
        return app

    @web.middleware
    async def _first(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.method != "GET":
            self.writes.append(f"{request.method} {request.path}")
        instead = self.instead.get(f"{request.method} {request.path}") or self.instead.get("*")
        if instead is not None:
            return instead()
        everybody = request.path == "/api/health" or (self.anonymous and request.path != "/api/user")
        if not everybody and request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return said(401, "Invalid API key")
        answer: web.StreamResponse = await handler(request)
        return answer

    async def _health(self, request: web.Request) -> web.Response:
        told = {} if self.version is None else {"version": self.version, "commit": "0"}
        return web.json_response({"database": "ok", **told})

    async def _get_user(self, _request: web.Request) -> web.Response:
        return web.json_response({"id": 0, "uid": "service-account:2", "login": "sa-1-publisher"})

    async def _get_folder(self, request: web.Request) -> web.Response:
        found = self.folders.get(request.match_info["uid"])
        return web.json_response(found) if found else said(404, "folder not found")

    async def _make_folder(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.folders[body["uid"]] = {"id": 7, "uid": body["uid"], "title": body["title"], "version": 1}
        return web.json_response(self.folders[body["uid"]])

    async def _change_folder(self, request: web.Request) -> web.Response:
        body, found = await request.json(), self.folders[request.match_info["uid"]]
        if body["version"] != found["version"]:
            return said(412, "the folder has been changed by someone else", "version-mismatch")
        found.update(title=body["title"], version=found["version"] + 1)
        return web.json_response(found)

    async def _get_source(self, request: web.Request) -> web.Response:
        found = self.sources.get(request.match_info["uid"])
        if found is None:
            return said(404, "Data source not found")
        shown = {key: value for key, value in found.items() if key != "secureJsonData"}
        fields = dict.fromkeys(found.get("secureJsonData", {}), True)
        return web.json_response({**shown, "secureJsonFields": fields, "basicAuth": False, "orgId": 1})

    async def _make_source(self, request: web.Request) -> web.Response:
        body = await request.json()
        if any(one["name"] == body["name"] for one in self.sources.values()):
            return said(409, "data source with the same name already exists")
        self.sources[body["uid"]] = {**body, "id": len(self.sources) + 1, "version": 1, "readOnly": False}
        return web.json_response({"message": "Datasource added"})

    async def _change_source(self, request: web.Request) -> web.Response:
        body, found = await request.json(), self.sources[request.match_info["uid"]]
        if found["readOnly"]:
            return said(403, "Cannot update read-only data source")
        if body["version"] != found["version"]:
            return said(409, "Datasource has already been updated by someone else")
        found.update(body, version=found["version"] + 1)
        return web.json_response({"message": "Datasource updated"})

    async def _get_board(self, request: web.Request) -> web.Response:
        uid = request.match_info["uid"]
        if uid not in self.boards:
            return said(404, "Dashboard not found")
        return web.json_response({"dashboard": self.boards[uid], "meta": self.wrapped[uid]})

    async def _save_board(self, request: web.Request) -> web.Response:
        body = await request.json()
        board, folder = body["dashboard"], body["folderUid"]
        if folder not in self.folders:
            return said(400, "folder not found")
        uid, known = board["uid"], self.boards.get(board["uid"])
        if uid in self.provisioned:
            return said(400, "Cannot save provisioned dashboard")
        if known and board.get("version") != known["version"]:
            return said(412, "The dashboard has been changed by someone else", "version-mismatch")
        if not known and any(other["title"] == board["title"] for other in self.boards.values()):
            return said(412, "A dashboard with the same name in the folder already exists", "name-exists")
        version = known["version"] + 1 if known else 1
        self.boards[uid] = {"annotations": {"list": []}, **board, "id": len(self.boards) + 1, "version": version}
        self.wrapped[uid] = {"folderUid": folder, "provisioned": False}
        return web.json_response({"uid": uid, "status": "success", "version": version})


def said(status: int, message: str, word: str = "") -> web.Response:
    return web.json_response({"message": message, **({"status": word} if word else {})}, status=status)


def page(status: int) -> web.Response:
    """As a proxy before Grafana answers."""
    text = "<html><head><title>Bad Gateway</title></head><body>nginx</body></html>"
    return web.Response(status=status, text=text, content_type="text/html")


@asynccontextmanager
async def running(grafana: ScriptedGrafana) -> AsyncIterator[ScriptedGrafana]:
    runner = web.AppRunner(grafana.app())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    grafana.url = f"http://{host}:{port}"
    yield grafana
    await runner.cleanup()
    await asyncio.sleep(0)
