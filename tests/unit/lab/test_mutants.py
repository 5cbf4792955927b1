"""What ./run mutants changes, draws and says."""

import textwrap
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from lab.mutants.excused import EXCUSED
from lab.mutants.marking import marked
from lab.mutants.report import Result, report, survivors_in
from lab.mutants.rules import pure_files
from lab.mutants.sampling import sample
from lab.mutants.sites import Mutant, mutants_of

ROOT = Path(__file__).parents[3]


def changed(source: str) -> set[str]:
    """The line that each mutant of the last line makes of it."""
    text = textwrap.dedent(source).strip()
    lines = len(text.splitlines())
    found = [one.applied(text.encode()).decode() for one in mutants_of("rules.py", text.encode()) if one.line == lines]
    return {made.splitlines()[-1].strip() for made in found}


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("x = a < b", {"x = (a <= b)", "x = (a > b)"}),
        ("x = a is None", {"x = (a is not None)"}),
        ("x = a and b", {"x = (a or b)", "x = (a)", "x = (b)"}),
        ("x = not a", {"x = (a)"}),
        ("x = 3", {"x = (4)", "x = (2)"}),
        ("x = 0", {"x = (1)"}),
        ("x = True", {"x = False"}),
        ("x = a + b", {"x = (a - b)"}),
        ("x = min(a)", {"x = (max(a))"}),
        ("x = f(a, b)", {"x = (f(b, a))"}),
        ("x = row['key']", {"x = row['key_']"}),
        ("x = {1: a, 2: b}", {"x = ({1: a})", "x = ({2: b})"}),
        ("x = [y for y in a if y]", {"x = ([y for y in a])", "x = [y for y in a if (not (y))]"}),
        ("x = replace(a, b=c)", {"x = (replace(a))"}),
        ("x = 'words'", set()),
        ("x = f'{a < b}'", set()),
        ("x: Final[Literal[3]] = a", set()),
        ("'''Words of 3 lines.'''", set()),
    ],
)
def test_what_a_line_can_be_changed_to(line: str, made: set[str]) -> None:
    assert made <= changed(line)
    assert made or not changed(line)


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("return a", {"return None"}),
        ("f(a)", {"pass"}),
        ("self.x = a", {"pass"}),
        ("raise a", {"pass"}),
        ("x = a", set()),
        ("return None", set()),
    ],
)
def test_what_a_statement_of_a_function_can_be_changed_to(line: str, made: set[str]) -> None:
    assert changed(f"def g(self, a):\n    {line}") == made


SOURCE = b"""
LIMITS = {"a": 1, "b": 2}

class Rule:
    def judge(self, a, b=3):
        if a < b:
            return a
        return b
"""


def test_a_mutant_says_which_lines_a_test_has_to_run_and_whether_it_is_made_on_import() -> None:
    found = list(mutants_of("rules.py", SOURCE))
    assert {one.function for one in found if one.line == 2} == {""}
    assert {one.function for one in found if one.line == 5} == {""}, "a default is made on import"
    assert {(one.function, one.first, one.last) for one in found if one.line == 6} == {("Rule.judge", 6, 6)}


def test_every_mutant_can_be_compiled_and_differs_from_the_source() -> None:
    for one in mutants_of("rules.py", SOURCE):
        compile(one.applied(SOURCE), "rules.py", "exec")
        assert one.applied(SOURCE) != SOURCE


def test_marked_sources_do_the_same_and_say_which_statements_ran() -> None:
    source = b"""
def judge(a):
    '''Words.'''
    try:
        for one in a:
            if one > 2:
                return "large"
            elif one < 0:
                raise ValueError
        else:
            return "small"
    except ValueError:
        return judge.__doc__
"""
    ran: list[int] = []
    names: dict[str, Any] = {"__ran__": lambda path, line: ran.append(line)}
    exec(compile(marked(source, "rules.py"), "rules.py", "exec"), names)
    assert (names["judge"]([1, 3]), ran) == ("large", [4, 5, 6, 8, 6, 7])
    ran.clear()
    assert (names["judge"]([-1]), ran) == ("Words.", [4, 5, 6, 8, 9, 13])
    ran.clear()
    assert (names["judge"]([]), ran) == ("small", [4, 5, 11])


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    every = list(mutants_of("rules.py", SOURCE))
    assert sample(every, 5, 1) == sample(reversed(every), 5, 1)
    assert len({tuple(sample(every, 5, seed)) for seed in range(20)}) > 1
    assert sample(every, 1000, 1) == sorted(every)


def test_a_rare_kind_is_drawn_more_often_than_its_share() -> None:
    rare = Mutant("a.py", 0, 0, "", "rare", 1, 1, 1, "", "")
    common = [rare._replace(begin=n, kind="common") for n in range(99)]
    drawn = Counter(one.kind for seed in range(300) for one in sample([rare, *common], 10, seed))
    assert drawn["rare"] > 2 * 300 * 10 / 100


def test_the_report_has_a_score_for_each_package_and_names_each_survivor() -> None:
    one = next(mutants_of("rules/a.py", SOURCE))
    said = list(report([Result(one, True, False, 3, 0.1), Result(one, False, False, 0, 0.1)]))
    assert said[1].split() == ["rules", "1", "1", "50%"]
    assert said[-1].startswith(f"  rules/a.py:{one.line}  ")
    assert said[-1].endswith("(no tests)")
    assert survivors_in("\n".join(said)) == [("rules/a.py", f"{one.kind}: {one.shown}")]


def test_every_excuse_is_of_a_change_that_can_still_be_made_and_says_why() -> None:
    files = {name.partition(" ")[0] for name in EXCUSED}
    paths = [path for path in pure_files(ROOT) if path.rpartition("/")[2] in files]
    names = Counter(one.name for path in paths for one in mutants_of(path, (ROOT / path).read_bytes()))
    assert {name: names[name] for name in EXCUSED} == dict.fromkeys(EXCUSED, 1)
    assert all(EXCUSED.values())


def test_the_rules_are_those_that_are_called_pure_and_that_decide() -> None:
    paths = pure_files(ROOT)
    assert any(path.endswith("/service_level.py") for path in paths)
    assert not [path for path in paths if path.startswith("dashboards/")]
