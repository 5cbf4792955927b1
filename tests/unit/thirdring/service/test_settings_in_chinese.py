"""What is wrong with a setting is told in the language of whoever wrote it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit import i18n
from thirdring.settings import Settings, SettingsError, load
from thirdring.settings.table import Row, example, rows

WRONG = ['"?"', "-1", "nan", "[1]", "{ a = 1 }", '["?"]', f'"{"x" * 999}"']


@pytest.fixture
def chinese() -> Iterator[None]:
    i18n.use("zh")
    yield
    i18n.use("en")


def told(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "t.toml"
    file.write_text(text, encoding="utf-8")
    try:
        load(file)
    except SettingsError as error:
        return str(error).splitlines()
    return []


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("row", list(rows(Settings)), ids=lambda row: row.path)
def test_whatever_is_wrong_with_a_value_is_said_in_chinese_with_an_example(tmp_path: Path, row: Row) -> None:
    table = f"[[{row.section}]]" if row.repeated else f"[{row.section}]"
    head = f"{table}\n" if row.section else ""
    section = re.escape(row.section)
    if row.section == "pbx.cel":  # of the PBX that is written before it
        head, section = f"[[pbx]]\n{head}", r"pbx\[0\]\.cel"
    said = [line for value in WRONG for line in told(tmp_path, f"{head}{row.key} = {value}")]
    of_this = [line for line in said if re.search(rf"：{section}\S*{row.key}\S* ", line)]
    assert of_this
    for line in of_this:
        problem = line.split(" ", 1)[1].split("；例如")[0]
        assert re.search(r"[\u4e00-\u9fff]", problem), line
        assert "nput should" not in line, line


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[web]\nlisten = "8080"', 'web.listen 须为 主机:端口；例如 "127.0.0.1:8080"'),
        ("[policy]\nrings_within = 0", "policy.rings_within 不得小于 1；例如 3"),
        ('[web]\nlistne = "x"', "web.listne 不是设置项；是不是 listen？"),
        ('[[pbx]]\nname = "main"', 'pbx[0].secret 缺失；例如 "a long random word"'),
        ('[policy]\nring_zone = "xx"', "没有铃音区域 'xx'；可用：at, "),
        ("timezone = @", "不是有效的 TOML：请看第 1 行第 12 列"),
    ],
)
def test_the_sentence_is_chinese_throughout(tmp_path: Path, text: str, said: str) -> None:
    assert said in "\n".join(told(tmp_path, text))


@pytest.mark.usefixtures("chinese")
def test_a_file_that_is_not_there_is_said_in_chinese() -> None:
    with pytest.raises(SettingsError, match=r"none\.toml：没有这个文件或文件夹。"):
        load(Path("none.toml"))


@pytest.mark.usefixtures("chinese")
def test_the_example_speaks_chinese_and_is_right(tmp_path: Path) -> None:
    text = example(Settings, i18n._)
    assert "# 项目时区" in text
    assert told(tmp_path, text) == []
    assert max(map(len, text.splitlines())) <= 102
