"""`lab.testing` with groups of a few lines: what is shown, what fails, what an interrupt does."""

import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from lab import testing
from lab.testing import Group, play

ROOT = Path(__file__).parents[3]
PYTHON = (sys.executable, "-c")
IGNORE = "--ignore="


def test_each_group_is_shown_whole_when_it_has_ended_and_the_next_round_waits(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    flag = tmp_path / "second has ended"
    first = f"import os, time; print('a1')\nwhile not os.path.exists({str(flag)!r}): time.sleep(0.01)\nprint('a2')"
    second = f"print('b1'); print('b2'); open({str(flag)!r}, 'w')"
    assert play([[Group("one", (first,)), Group("two", (second,))], [Group("three", ("print('c')",))]], PYTHON)
    said = capfd.readouterr().out.splitlines()
    for name, lines in (("one", ["a1", "a2"]), ("two", ["b1", "b2"]), ("three", ["c"])):
        begin, end = said.index(lines[0]), said.index(lines[-1]) + 1
        assert said[begin:end] == lines
        assert said[end].startswith(f"== {name}: ")
    assert said.index("c") > max(said.index("a2"), said.index("b2"))


def test_as_many_groups_run_at_once_as_may_and_each_has_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, at_once = [], []

    class Short:
        failed = is_told = False

        def __init__(self, group: Group, _command: object) -> None:
            begun.append((group.name, self))
            at_once.append(sum(not run.is_told for _name, run in begun))

        def ended(self) -> bool:
            return True

        def tell(self) -> None:
            self.is_told = True

    monkeypatch.setattr(testing, "Run", Short)
    monkeypatch.setattr(testing, "_AT_ONCE", 2)
    assert play([[Group(name, ()) for name in "abcde"]], PYTHON)
    assert [name for name, _run in begun] == list("abcde")
    assert max(at_once) == 2


def test_a_group_that_fails_stops_no_other_and_fails_the_run(capfd: pytest.CaptureFixture[str]) -> None:
    assert not play([[Group("bad", ("raise SystemExit(5)",))], [Group("good", ("print('after it')",))]], PYTHON)
    said = capfd.readouterr().out
    assert "== bad: failed after " in said
    assert "after it" in said


def test_a_group_that_gives_way_is_nice(capfd: pytest.CaptureFixture[str]) -> None:
    assert play([[Group("nice", ("import os; print('niceness', os.nice(0))",), 3)]], PYTHON)
    assert f"niceness {os.nice(0) + 3}" in capfd.readouterr().out


PYTEST = (sys.executable, "-m", "pytest")
UNSTEADY = """
import os, pathlib
def test_passes_the_second_time():
    seen = pathlib.Path(__file__).with_suffix(".seen")
    again = seen.exists()
    seen.touch()
    assert again
def test_passes(): pass
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # to load them takes a second, for each group
    monkeypatch.chdir(tmp_path)
    return tmp_path


def in_groups(folder: Path, text: str, *names: str) -> bool:
    for name in names:
        (folder / f"test_{name}.py").write_text(text)
    return play([[Group(name, (f"test_{name}.py",)) for name in names]], PYTEST)


def test_what_failed_beside_others_and_passes_by_itself_is_named_and_fails_no_run(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert in_groups(folder, UNSTEADY, "one", "two")
    said = capfd.readouterr().out
    assert "== one: failed after " in said
    unsteady = [line for line in said.splitlines() if line.startswith("== unsteady: ")]
    assert len(unsteady) == 2
    assert all("::test_passes_the_second_time failed beside others" in line for line in unsteady)


@pytest.mark.parametrize(
    "text",
    [
        "def test_always(): assert False\n",
        "".join(UNSTEADY.replace("test_", f"test_{n}_").replace(".seen", f".{n}") for n in range(7)),
        "import nothing",
    ],
    ids=["it fails again", "fourteen of them", "a group that broke"],
)
def test_what_fails_again_or_in_numbers_or_never_ran_fails_the_run(
    text: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert not in_groups(folder, text, "one", "two")
    assert "unsteady" not in capfd.readouterr().out


def test_what_fails_by_itself_has_no_second_try(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert not in_groups(folder, UNSTEADY, "alone")
    assert "once more" not in capfd.readouterr().out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_lets_every_group_take_down_what_it_has_set_up(number: signal.Signals, tmp_path: Path) -> None:
    # os.mkdir: a file that is opened and dropped has a destructor, and an interrupt within one is swallowed
    group = "import os, sys, time\ntry: os.mkdir(sys.argv[1]); time.sleep(60)\nfinally: print('taken down', flush=True)"
    groups = [Group(name, (group, str(tmp_path / name))) for name in ("one", "two")]
    script = (
        "import sys; from lab import testing; from lab.testing import Group\n"
        f"testing.ROUNDS = ({groups!r}, [Group('never', ('print(1)',))])\n"
        "real = testing.play; testing.play = lambda rounds, _: real(rounds, (sys.executable, '-c'))\n"
        "sys.exit(testing.main())"
    )
    deaf = ["sh", "-c", 'trap "" INT; exec "$@"', "sh"]  # as a shell starts what runs in the background
    process = subprocess.Popen([*deaf, sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    while not all((tmp_path / name).exists() for name in ("one", "two")):
        assert process.poll() is None
    process.send_signal(number)
    said, _ = process.communicate(timeout=180)
    assert process.returncode == 130
    assert said.count("taken down") == 2
    assert "never" not in said


def test_every_test_is_in_exactly_one_group() -> None:
    paths = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]["testpaths"]
    beside, (last,) = testing.ROUNDS
    played = [path for group in beside for path in folders(group)]
    left_out = [path for group in beside for path in ignored(group)]
    assert sorted(set(played) - set(left_out)) == sorted(paths)
    assert sorted(set(played) - set(paths)) == sorted(left_out)
    assert len(set(played)) == len(played)
    assert last.words == (*folders(last), "-m", "alone")
    for group in beside:
        of_last = any(Path(path).is_relative_to(whole) for path in folders(group) for whole in folders(last))
        rest = [word for word in group.words if word not in folders(group) and not word.startswith(IGNORE)]
        assert rest == (["-m", "not alone"] if of_last else [])
    for path in set(paths) - set(folders(last)):
        assert [file for file in (ROOT / path).rglob("*.py") if "mark.alone" in file.read_text()] == []


def ignored(group: Group) -> tuple[str, ...]:
    return tuple(word.removeprefix(IGNORE) for word in group.words if word.startswith(IGNORE))


def folders(group: Group) -> tuple[str, ...]:
    return tuple(word for word in group.words if word.startswith("tests/"))
