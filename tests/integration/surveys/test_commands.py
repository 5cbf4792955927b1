"""Answers in from a sheet, and links out as one."""

import asyncio
import stat
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from kit.database.pool import DatabasePool
from tests.integration.files.test_whole_file import little_room
from tests.unit.ticketing.surveys.campaign import SURVEY as PURE
from thirdring.cli import app
from ticketing.surveys.campaigns_store import CampaignStore, digest
from ticketing.surveys.states import Action

NOW = 1_764_036_000_000_000


@pytest.fixture
async def survey(pool: DatabasePool, households: list[int]) -> int:
    store = CampaignStore(pool)
    made = await store.create(PURE, "li", NOW)
    await store.invite(made.survey.id, households[:2], at_us=NOW)
    await store.move(made.survey.id, 1, Action.OPEN, NOW)
    return made.survey.id


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Path:
    path = tmp_path / "thirdring.toml"
    path.write_text(f'[database]\nurl = "{database_url}"\n', encoding="utf-8")
    return path


async def run(config: Path, *words: str) -> Result:
    asked = ["surveys", *words, "--lang", "en", "--config", str(config)]
    return await asyncio.to_thread(CliRunner().invoke, app, asked)


async def test_a_sheet_of_answers_is_imported_once(
    config: Path, tmp_path: Path, survey: int, pool: DatabasePool
) -> None:
    file = tmp_path / "answers.csv"
    rows = ("小区,楼栋,单元,房号,q1,意见", "花园,3,2,1201,5,很好", "花园,3,2,1203,4,", "花园,3,2,1202,1,")
    file.write_text("\n".join(rows), encoding="utf-8")
    preview = await run(config, "import", str(survey), str(file), "--preview")
    assert "line 3, 房号: this household is not invited" in preview.output
    assert "2 answers, 1 bad rows" in preview.output
    assert await pool.fetchval("select count(*) from survey_responses") == 0
    first = await run(config, "import", str(survey), str(file))
    again = await run(config, "import", str(survey), str(file))
    assert "2 answers added, 0 had answered before" in first.output
    assert "0 answers added, 2 had answered before" in again.output
    stored = await pool.fetch("select channel, who, satisfied from survey_responses order by satisfied")
    assert [tuple(row) for row in stored] == [("import", "import", False), ("import", "import", True)]


async def test_links_come_as_a_sheet_that_opens_the_page(
    config: Path, tmp_path: Path, survey: int, pool: DatabasePool
) -> None:
    file = tmp_path / "links.xlsx"
    done = await run(config, "links", str(survey), str(file), "--address", "https://survey.example/")
    assert done.exit_code == 0, done.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    sheet = openpyxl.load_workbook(file).worksheets[0]
    header, *rows = list(sheet.iter_rows(values_only=True))
    assert header == ("estate", "building", "unit", "room", "link")
    links = [str(row[4]) for row in rows]
    assert len(links) == 3
    assert all(link.startswith("https://survey.example/s/") for link in links)
    known = {row["token_sha256"] for row in await pool.fetch("select token_sha256 from survey_invitations")}
    assert known == {digest(link.rpartition("/")[2]) for link in links}


async def test_links_that_cannot_be_written_down_end_no_earlier_ones(
    config: Path, tmp_path: Path, survey: int, pool: DatabasePool
) -> None:
    before = await pool.fetch("select * from survey_invitations order by household")
    done = await run(config, "links", str(survey), str(tmp_path / "nowhere" / "links.csv"))
    assert "nowhere" in str(done.exception)
    with little_room(100):
        done = await run(config, "links", str(survey), str(tmp_path / "links.csv"), "--address", "https://x" * 30)
    assert "File too large" in str(done.exception)
    assert await pool.fetch("select * from survey_invitations order by household") == before
    assert not (tmp_path / "links.csv").exists()


@pytest.mark.parametrize("words", [("import", "999", "answers.csv"), ("links", "999", "links.csv")])
async def test_a_survey_that_is_not_there_is_named(config: Path, households: list[int], words: tuple[str, ...]) -> None:
    done = await run(config, *words)
    assert done.exit_code != 0
    assert "no survey 999" in str(done.exception)
