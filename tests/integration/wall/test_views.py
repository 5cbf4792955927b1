"""What Grafana's role sees: the views of the schema wall, free of personal data, and nothing else."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest

from kit.database.embedded import EmbeddedPostgres
from kit.database.grafana import ROLE, NotAllowedError, let_in
from kit.database.migrate import upgrade
from kit.database.pool import FORBIDDEN, DatabasePool, Session, connect, session
from tests.integration.wall.scene import PERSONAL, fill
from thirdring.commands import CommandError
from thirdring.commands.grafana_access import let_grafana_in, read_password
from thirdring.settings import Settings

PASSWORD = "grafana-reads-views"
RELATIONS = """
    select format('%I.%I', n.nspname, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'S') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    order by 1
"""


def as_grafana(url: str) -> str:
    login, _, rest = url.partition("@")
    return f"{login.partition('//')[0]}//{ROLE}:{quote(PASSWORD)}@{rest}"


@pytest.fixture
async def grafana(pool: DatabasePool, database_url: str) -> AsyncIterator[Session]:
    async with session(pool) as owner:
        await let_in(owner, PASSWORD)
    connection = await connect(as_grafana(database_url))
    yield connection
    await connection.close()


async def relations(pool: DatabasePool) -> list[str]:
    async with session(pool) as owner:
        return [row[0] for row in await owner.fetch(RELATIONS)]


async def test_every_view_can_be_read_and_every_other_table_is_refused(pool: DatabasePool, grafana: Session) -> None:
    found = await relations(pool)
    views = [name for name in found if name.startswith("wall.")]
    others = [name for name in found if not name.startswith("wall.")]
    for name in views:
        await grafana.fetch(f"select * from {name}")
    for name in others:
        with pytest.raises(FORBIDDEN):
            await grafana.fetch(f"select * from {name}")
    assert {"wall.calls", "wall.tickets", "wall.callbacks", "wall.objective_periods", "wall.duties"} <= set(views)
    assert {"public.calls", "public.residents", "public.users", "public.tokens", "public.audit"} <= set(others)


@pytest.mark.parametrize(
    "statement",
    [
        "insert into wall.attempts (pbx) values ('x')",
        "delete from wall.tickets",
        "create table wall.mine (a int)",
        "create table public.mine (a int)",
        "call wall.admit()",
        "set role thirdring",
        "alter role thirdring_grafana superuser",
        "select pg_read_file('PG_VERSION')",
        "copy (select 1) to program 'true'",
    ],
)
async def test_it_can_change_nothing_and_become_nobody_else(grafana: Session, statement: str) -> None:
    await grafana.execute("set default_transaction_read_only = off")
    with pytest.raises(FORBIDDEN):
        await grafana.execute(statement)


async def test_no_view_says_a_name_a_number_or_a_word_that_a_person_wrote(pool: DatabasePool, grafana: Session) -> None:
    await fill(pool)
    for name in await relations(pool):
        if name.startswith("wall."):
            rows = await grafana.fetch(f"select * from {name}")
            assert rows, f"{name} shows nothing of the scene"
            told = "\n".join(str(row) for row in rows)
            assert [word for word in PERSONAL if word in told] == [], name


async def test_a_second_time_gives_a_new_password(pool: DatabasePool, database_url: str, grafana: Session) -> None:
    async with session(pool) as owner:
        await let_in(owner, "another-password")
    with pytest.raises(Exception, match="password authentication failed"):
        await connect(as_grafana(database_url))


async def test_whoever_may_not_make_roles_is_told_so(pool: DatabasePool) -> None:
    async with session(pool) as owner, owner.transaction():
        await owner.execute("create role plain; grant usage on schema wall to plain; set local role plain")
        with pytest.raises(NotAllowedError):
            await let_in(owner, PASSWORD)


async def test_where_no_role_may_be_made_the_service_starts_and_the_command_works_once_it_may(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "data")
    server.start()
    try:
        owner = await connect(server.url("postgres"))
        await owner.execute("create role plain login password 'plain'")
        await owner.execute("create database site owner plain")
        login, _, rest = server.url("site").partition("@")
        plain = await connect(f"{login.partition('//')[0]}//plain:plain@{rest}")
        await upgrade(plain)
        assert await plain.fetchval("select count(*) from wall.calls") == 0
        assert await owner.fetchval("select count(*) from pg_roles where rolname = $1", ROLE) == 0
        with pytest.raises(NotAllowedError):
            await let_in(plain, PASSWORD)
        await owner.execute("alter role plain createrole")
        await let_in(plain, PASSWORD)
        await plain.close()
        reader = await connect(as_grafana(server.url("site")))
        assert await reader.fetchval("select count(*) from wall.tickets") == 0
        await reader.close()
        await owner.close()
    finally:
        server.stop()


def settings(folder: Path, **database: str) -> Settings:
    return Settings.model_validate({"data_dir": folder, "database": database})


async def test_the_command_says_where_grafana_finds_it(tmp_path: Path, free_port: int) -> None:
    (tmp_path / "password").write_text(PASSWORD + "\n")
    site = settings(tmp_path / "data", embedded_listen=f"127.0.0.1:{free_port}")
    server = EmbeddedPostgres(site.data_dir, listen=site.database.embedded_listen)
    server.start()
    try:
        said = await let_grafana_in(site, tmp_path / "password")
        assert f"127.0.0.1:{free_port}, database thirdring" in said[1]
        reader = await connect(f"postgresql://{ROLE}:{PASSWORD}@127.0.0.1:{free_port}/thirdring")
        assert await reader.fetchval("select count(*) from wall.calls") == 0
        await reader.close()
        owner = await connect(server.url())
        kept = await owner.fetchval("select rolpassword from pg_authid where rolname = $1", ROLE)
        await owner.close()
        assert kept.startswith("SCRAM-SHA-256$4096:")
    finally:
        server.stop()


async def test_without_an_address_the_command_says_which_setting_gives_one(tmp_path: Path) -> None:
    (tmp_path / "password").write_text(PASSWORD)
    said = await let_grafana_in(settings(tmp_path / "data"), tmp_path / "password")
    assert "database.embedded_listen" in said[1]


@pytest.mark.parametrize("text", ["", "short", "密码密码密码密码密码密码"])
def test_what_is_no_password_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    (tmp_path / "password").write_text(text)
    with pytest.raises(CommandError, match="at least 12") as refused:
        read_password(tmp_path / "password")
    assert not text or text not in str(refused.value)


def test_a_file_that_is_not_there_is_named_with_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"openssl rand .*nowhere"):
        read_password(tmp_path / "nowhere")
