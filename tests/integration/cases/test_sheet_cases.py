"""Our cases of sheets are as expected. In this process, since a command of its own takes seconds for each."""

import json
import shlex

import pytest
from typer.testing import CliRunner

from lab.case import Said, differences
from lab.cases import OURS
from thirdring.cli import app

SHEETS = sorted(file.parent.name for file in OURS.glob("*/input.*") if file.suffix != ".ami")


@pytest.mark.parametrize("name", SHEETS)
def test_a_case_of_sheets_is_as_expected(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(OURS / name)
    (run,) = json.loads((OURS / name / "expected.json").read_text())["runs"]
    done = CliRunner().invoke(app, shlex.split(run["run"])[1:])
    said = Said(done.stdout, str(done.exception or ""), done.exit_code)  # an error is printed by the program's `main`
    assert differences(run, said) == []
