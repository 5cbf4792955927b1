"""Our cases of calls are as expected, by the command that a developer runs."""

import pytest

from lab.cases import OURS, main

CALLS = sorted(folder.name for folder in OURS.iterdir() if (folder / "input.ami").exists())


@pytest.mark.parametrize("name", CALLS)
def test_a_case_of_calls_is_as_expected(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-k", name]) == 0, capsys.readouterr().out


def test_what_differs_and_what_cannot_be_compared_are_told_and_fail(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path_factory.mktemp("cases")
    (folder / "wrong").mkdir()
    (folder / "wrong" / "expected.json").write_text('{"runs": [{"run": "./run version", "says": ["no version"]}]}')
    (folder / "prose").mkdir()
    (folder / "prose" / "expected.txt").write_text("Right: something\n")
    assert main([str(folder)]) == 1
    said = capsys.readouterr().out
    assert "✗  wrong" in said
    assert "expected  no version" in said
    assert "?  prose: nothing to compare with" in said
    assert "2 cases: 0 as expected, 2 not" in said
