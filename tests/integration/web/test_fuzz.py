"""Garbage over HTTP: schemathesis reads our own openapi.json and sends what fits it and what does not."""

import asyncio
import contextlib
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import pytest

from kit.database.pool import DatabasePool
from kit.instants import local_day
from kit.roles import Role
from metrics.objectives.store import PostgresObjectives
from tests.integration.web.site_in_memory import NOW, TOKENS, SheetInMemory, Web, answered_call, web_of
from tests.integration.web.system_in_memory import Examining, admin_of
from tests.integration.web.test_calls_in_postgres import store
from tests.unit.ticketing.moments import SHANGHAI
from ticketing.callbacks.callback import Callback
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.duties.store import DutyStore
from ticketing.files.shelf import Shelf
from ticketing.http.ask import DeskContext, OnTheLine
from ticketing.inspections.findings import Told
from ticketing.inspections.forms import FORMS
from ticketing.inspections.inspection import Checked, Filled, Result
from ticketing.site_rules import SiteRules
from ticketing.workflows.click_to_call import NothingToHangUpError
from ticketing.workflows.inspecting import InspectionStore
from ticketing.workflows.service_desk import ServiceDesk

CHECKS = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance"),
    *("response_schema_conformance", "negative_data_rejection", "unsupported_method", "ignored_auth"),
)


@pytest.fixture(autouse=True)
def _problems_in_chinese() -> None:
    """Not asked here: what is made up at random brings sentences of libraries that nobody listed."""


async def schemathesis(web: Web, folder: Path, role: Role, examples: int, phases: str) -> tuple[int, str]:
    """Its exit code and what it printed. The live stream never ends, so it has tests of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run"),
        *(f"{web.url}/api/v1/openapi.json", "--url", web.url, "--header", f"Authorization: Bearer {TOKENS[role]}"),
        *("--exclude-path", "/api/v1/live", "--checks", ",".join(CHECKS), "--max-examples", str(examples)),
        *("--phases", phases),
        *("--seed", "3", "--generation-database", "none", "--no-color", "--request-timeout", "60"),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate()
    return process.returncode or 0, printed.decode()


@dataclass
class NoPhones:
    """Nobody's phone rings."""

    desk: ServiceDesk

    async def call(self, number: int, agent: str) -> Callback:
        return await self.desk.callbacks.claim(number, agent, NOW)

    async def hang_up(self, number: int, agent: str) -> None:
        raise NothingToHangUpError

    def line_of(self, agent: str) -> OnTheLine | None:
        return None

    def require_free(self, agent: str) -> None:
        pass


def form_with_findings() -> Filled:
    """A minor and a major one, so that there is a nonconformity as well."""
    results = dict.fromkeys((item.key for item in FORMS["daily"].items), Result.OK)
    results |= {"lighting": Result.MINOR, "safety": Result.MAJOR}
    checked = [Checked(item, result, "3") for item, result in results.items()]
    return Filled("daily", "", local_day(NOW, SHANGHAI), checked)


@pytest.mark.parametrize(
    ("role", "examples", "phases"),
    [
        (Role.ADMIN, 12, "examples,coverage,fuzzing,stateful"),
        (Role.AGENT, 3, "examples,fuzzing,stateful"),  # bounds are the admin's, who may do everything
        (Role.METRICS, 2, "examples,fuzzing"),  # all but /metrics is forbidden to it, whatever a request's values are
    ],
)
async def test_whatever_is_sent_the_answer_is_one_that_is_documented(
    role: Role, examples: int, phases: str, pool: DatabasePool, tmp_path: Path
) -> None:
    calls = [answered_call(f"1764036000.{number}") for number in range(5)]
    desk = ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), since=date(2025, 1, 1)))
    await DutyStore(pool, desk.rules).make(NOW)
    await InspectionStore(pool, desk.rules).fill(form_with_findings(), Told("li", Role.MANAGER, NOW))
    examining = Examining()
    examining.answered.set()
    async with web_of(
        await store(pool, calls),
        objectives=PostgresObjectives(pool, SheetInMemory().book),
        desk=DeskContext(desk, pool, {role.value: ["PJSIP/1001"]}, NoPhones(desk), shelf=Shelf(tmp_path / "files")),
        admin=admin_of(pool, examining),
    ) as web:
        code, printed = await schemathesis(web, tmp_path, role, examples, phases)
        assert code == 0, printed


REQUESTS = (
    b"GET /api/v1/calls?limit=2&from=2025-11-25T00:00:00Z&cursor=WzE3NjQwMzYwMDAwMDAwMTksIm1haW4iLCIxIl0 HTTP/1.1\r\n",
    b"GET /api/v1/calls/main/1764036000.1/receipt?lang=zh HTTP/1.1\r\n",
    b"GET /metrics HTTP/1.1\r\nAccept-Encoding: gzip\r\nAccept: application/openmetrics-text;version=1.0.0\r\n",
    b"HEAD /readyz HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: identity\r\n",
)
PIECES = (
    b"\x00",
    b"\r\n",
    b"\r\n\r\n",
    b"%",
    b"%00",
    b"%2F",
    b"..",
    b"\xff\xfe",
    b" ",
    b":",
    b"9" * 400,
    b"\x7f",
    b"?",
    b"&",
    b"=",
)


def mutated(random: Random) -> bytes:
    """A good request with up to six places cut, doubled or filled with what parsers stumble over."""
    token = TOKENS[random.choice((Role.MANAGER, Role.METRICS))].encode()
    request = bytearray(
        random.choice(REQUESTS) + b"Host: localhost\r\nConnection: close\r\nAuthorization: Bearer " + token
    )
    request += b"\r\n\r\n"
    for _mutation in range(random.randrange(7)):
        at = random.randrange(len(request))
        until = at + random.randrange(1, 12)
        request[at:until] = random.choice((b"", request[at:until] * 2, random.choice(PIECES), random.randbytes(3)))
    return bytes(request)


async def answer_to(sent: bytes, host: str, port: int) -> bytes:
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(sent)
    answer = b""
    with contextlib.suppress(ConnectionResetError):
        answer = await asyncio.wait_for(reader.read(), 60)
    writer.close()
    return answer


async def test_mutated_requests_are_answered_or_dropped_and_never_break_anything(pool: DatabasePool) -> None:
    random, answered = Random(7), Counter[bytes]()
    calls = [answered_call(f"1764036000.{number}") for number in range(5)]
    async with web_of(await store(pool, calls), idle_seconds=0.1) as web:
        host, _, port = web.url.removeprefix("http://").rpartition(":")
        for _round in range(10):
            answers = await asyncio.gather(*(answer_to(mutated(random), host, int(port)) for _request in range(100)))
            answered.update(answer[9:12] for answer in answers)
        async with web.get("/api/v1/calls") as response:
            assert response.status == 200
    assert answered.keys() <= {b"200", b"400", b"401", b"403", b"404", b"405", b"413", b"421", b"422", b""}
    assert answered[b"200"] > 50
    assert answered[b"400"] > 50
