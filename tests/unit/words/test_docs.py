"""What the pages for people name is there, and each page can be found and read."""

import re
from pathlib import Path

import pytest
from typer.core import TyperGroup

from kit.markdown import COLUMNS_MAX, anchor, columns, made, too_long, with_contents, wrapped
from kit.roles import Role
from tests.unit.verbs import verbs

ROOT = Path(__file__).parents[3]
DOCS = [*sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs" / "runbooks").glob("*.md"))]
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CONTRIBUTING.md", *DOCS]
DEPLOYED = [file for file in sorted((ROOT / "deploy").rglob("*")) if file.is_file() and file.suffix != ".json"]
ROOMS = "kit|telephony|ticketing|metrics|dashboards|console|thirdring|lab|tests|deploy|docs"
PATH = re.compile(rf"(?<![\w/.~$}}-])((?:{ROOMS})/[\w./*-]*[\w*/])")
MODULE = re.compile(rf"python -m ((?:{ROOMS})[\w.]*\w)")
LINK = re.compile(r"\]\(([^)#: ]*)(#[^)]*)?\)")
COMMAND = re.compile(r"(?:\./run|/opt/thirdring/run|python -P -m thirdring) ([a-z]+)(?: ([a-z]+))?")
CODE = re.compile(r"(?ms)^ *```.*?^ *```$")
UNBREAKABLE = "exten => "  # a line of the dialplan is one line
BENCH = re.compile(r"\./run bench ([a-z]+)")
SOUNDS = {
    f"thirdring/{name}"
    for name in (
        *("rate", "thanks", "callback", "no-number", "closed", "press-1"),
        *("work", "work-accepted", "work-too-late"),
    )
}
EXAMPLES = {"tests/captures/NAME.ami.gz"}


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


def missing_paths(text: str) -> list[str]:
    return [
        path
        for path in PATH.findall(text)
        if path not in SOUNDS | EXAMPLES and not any(ROOT.glob(path.rstrip("/").rstrip(".")))
    ]


@pytest.mark.parametrize("file", [*PAGES, *DEPLOYED], ids=name_of)
def test_every_path_that_is_named_exists(file: Path) -> None:
    assert missing_paths(file.read_text(encoding="utf-8", errors="replace")) == []


@pytest.mark.parametrize("file", PAGES, ids=name_of)
def test_every_module_and_bench_that_is_named_can_be_run(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for module in MODULE.findall(text):
        place = ROOT / module.replace(".", "/")
        assert place.with_suffix(".py").is_file() or (place / "__main__.py").is_file(), module
    for bench in BENCH.findall(text):
        assert (ROOT / "lab" / "bench" / f"{bench}.py").is_file(), bench


@pytest.mark.parametrize("file", [*PAGES, *DEPLOYED], ids=name_of)
def test_every_command_that_is_named_is_there(file: Path) -> None:
    known = commands()
    for verb, further in COMMAND.findall(file.read_text(encoding="utf-8", errors="replace")):
        assert verb in known, verb
        if known[verb]:
            assert further in known[verb] | {""}, f"{verb} {further}"


def commands() -> dict[str, set[str]]:
    """Each verb of ./run with the commands of its group, if it is one."""
    known: dict[str, set[str]] = {}
    for line in re.findall(r"(?m)^([a-z]+)\)$", (ROOT / "run").read_text(encoding="utf-8")):
        known[line] = set()
    for name, command in verbs().items():
        known[name] = set(command.commands) if isinstance(command, TyperGroup) and name != "stack" else set()
    return known | {"demo": set()}


@pytest.mark.parametrize("file", PAGES, ids=name_of)
def test_every_link_leads_to_a_file_and_a_heading(file: Path) -> None:
    for name, place in LINK.findall(file.read_text(encoding="utf-8")):
        target = (file.parent / name).resolve() if name else file
        assert target.exists(), name
        if place:
            assert place[1:] in anchors(target), f"{name}{place}"


def anchors(page: Path) -> list[str]:
    return [anchor(heading) for heading in re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("file", [*PAGES, ROOT / "CHANGELOG.md"], ids=name_of)
def test_running_text_has_at_most_120_columns(file: Path) -> None:
    assert too_long(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", [page for page in PAGES if page.name != "dashboards.md"], ids=name_of)
def test_code_has_at_most_120_columns(file: Path) -> None:
    code = (line for part in CODE.findall(file.read_text(encoding="utf-8")) for line in part.splitlines())
    assert [line for line in code if columns(line) > COLUMNS_MAX and not line.startswith(UNBREAKABLE)] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_has_at_most_150_lines_and_names_every_page(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    other = "docs/settings.md" if "zh" in name else "docs/settings.zh-CN.md"
    pages = {f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md")} - {other}
    assert pages <= set(re.findall(r"\]\((docs/[^)#]+)\)", text))


def test_the_index_says_once_for_whom_each_page_is() -> None:
    rows = [line for line in (ROOT / "docs" / "index.md").read_text(encoding="utf-8").splitlines() if "](" in line]
    named = [page for row in rows for page in re.findall(r"\]\(([\w.-]+\.md)\)", row)]
    assert sorted(named) == sorted(file.name for file in (ROOT / "docs").glob("*.md") if file.name != "index.md")


def test_the_roles_stand_in_one_table() -> None:
    heads = re.compile(r"(?m)^\| role \|")
    assert [file.name for file in DOCS if heads.search(file.read_text(encoding="utf-8"))] == ["privacy.md"]
    rows = re.findall(
        r"(?m)^\| `(\w+)` \| [\u4e00-\u9fff]+ \|", (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    )
    assert rows == list(Role)


def test_the_domain_to_copy_has_every_kind_of_file() -> None:
    domain = ROOT / "ticketing" / "nonconformities"
    assert f"`{name_of(domain)}/`" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name in re.findall(r"`(\w+\.(?:py|sql))`", _domain_paragraph()):
        assert (domain / name).is_file(), name


def _domain_paragraph() -> str:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return text.partition("copy the nearest folder")[2].partition("Then")[0]


def test_a_path_that_is_not_there_is_found() -> None:
    assert missing_paths("see `telephony/sim/pbx.py`, kit/markdown.py and tests/unit/") == ["telephony/sim/pbx.py"]


def test_contents_link_to_each_part_and_to_nothing_within_code() -> None:
    page = "# A\n\n<!-- contents -->\n\n## Marks · 标记\n\n```\n## no heading\n```\n\n## `[[pbx]]`\n"
    links = "- [Marks · 标记](#marks--标记)\n- [`[[pbx]]`](#pbx)\n"
    assert with_contents(page) == page.replace("<!-- contents -->\n", links)


def test_a_long_paragraph_is_set_again_and_short_ones_stay() -> None:
    long = "- " + "word " * 40 + "`./run docs --all`\n  and its end\n"
    page = f"short\nlines\n\n{long}\n| {'cell ' * 40}|\n\n```\n{'code ' * 40}\n```\n"
    lines = wrapped(page).splitlines()
    assert lines[:3] == ["short", "lines", ""]
    assert [line[:2] for line in lines[3:6]] == ["- ", "  ", ""]
    assert lines[4].endswith("`./run docs --all` and its end")
    assert lines[6:] == page.splitlines()[6:]


def test_chinese_breaks_after_a_comma_and_counts_two_columns() -> None:
    line = "，".join(["每通来电生成一张工单"] * 7) + "\n"
    assert too_long(line)
    assert (
        made(line) == "，".join(["每通来电生成一张工单"] * 5) + "，\n" + "，".join(["每通来电生成一张工单"] * 2) + "\n"
    )


def test_no_line_begins_with_what_would_make_a_list_of_it() -> None:
    text = "a " * 59 + "b - c 1. d\n"
    assert not any(line.startswith(("- ", "1. ")) for line in wrapped(text).splitlines())
