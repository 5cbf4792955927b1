"""Garbage over HTTP: schemathesis reads our own openapi.json and sends what fits it and what does not."""

import asyncio
import sys
from pathlib import Path

import pytest

from tests.integration.web.site_in_memory import TOKENS, Web, answered_call, web_of
from tests.integration.web.test_calls_in_postgres import store
from thirdring.database.pool import DatabasePool
from thirdring.web.auth.roles import Role

CHECKS = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance"),
    *("response_schema_conformance", "negative_data_rejection", "unsupported_method", "ignored_auth"),
)


async def schemathesis(web: Web, folder: Path, role: Role, examples: int) -> tuple[int, str]:
    """Its exit code and what it printed. The live stream never ends, so it has tests of its own."""
    process = await asyncio.create_subprocess_exec(
        *(
            sys.executable,
            "-c",
            "import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())",
            "run",
        ),
        *(f"{web.url}/api/v1/openapi.json", "--url", web.url, "--header", f"Authorization: Bearer {TOKENS[role]}"),
        *("--exclude-path", "/api/v1/live", "--checks", ",".join(CHECKS), "--max-examples", str(examples)),
        *("--seed", "3", "--generation-database", "none", "--no-color", "--request-timeout", "5"),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate()
    return process.returncode or 0, printed.decode()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.METRICS])
async def test_whatever_is_sent_the_answer_is_one_that_is_documented(
    role: Role, pool: DatabasePool, tmp_path: Path
) -> None:
    calls = [answered_call(f"1764036000.{number}") for number in range(5)]
    async with web_of(await store(pool, calls)) as web:
        code, printed = await schemathesis(web, tmp_path, role, examples=25)
        assert code == 0, printed
