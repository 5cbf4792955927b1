"""What `python -m lab.reaches` says of the code."""

from pathlib import Path

import pytest

from lab import reaches


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(reaches, "HOME", tmp_path)
    folder = tmp_path / "kit"
    folder.mkdir()
    return folder


def test_the_product_has_no_long_file_and_no_long_function() -> None:
    assert [*reaches.long_files(), *reaches.long_functions()] == []


@pytest.mark.parametrize(("lines", "long"), [(30, []), (31, [("kit.one.busy", 31)])])
def test_a_function_of_more_than_30_lines_is_long(room: Path, lines: int, long: list[tuple[str, int]]) -> None:
    (room / "one.py").write_text("def busy():\n" + "    pass\n" * (lines - 1))
    assert reaches.long_functions() == long


@pytest.mark.parametrize(("lines", "long"), [(250, []), (251, [("kit/one.sql", 251)])])
def test_a_file_of_more_than_250_lines_is_long(room: Path, lines: int, long: list[tuple[str, int]]) -> None:
    (room / "one.sql").write_text("select 1;\n" * lines)
    assert reaches.long_files() == long
