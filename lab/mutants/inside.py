"""A run in the copy."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from lab.mutants.choosing import Chooser
from lab.mutants.excused import EXCUSED
from lab.mutants.forks import FAULT, Ended
from lab.mutants.report import Result, report, survivor, survivors_in
from lab.mutants.rules import pure_files
from lab.mutants.sampling import sample
from lab.mutants.sites import Mutant, mutants_of
from lab.mutants.touched import touched
from lab.mutants.trials import AGAIN, SURVIVED, load_packages, run_imported, run_loaded

_LEAST_SECONDS, _PATIENCE = 10.0, 3.0
_SAID_EVERY = 50

console = Console(stderr=True)


class Wanted(NamedTuple):
    seed: int
    size: int
    jobs: int
    only: str
    again: str  # a report whose survivors are tried again
    kept: Path


def run(root: Path, wanted: Wanted) -> int:
    pure = pure_files(root)
    every = [mutant for path in pure for mutant in mutants_of(path, (root / path).read_bytes())]
    drawn = _again(every, wanted.again) if wanted.again else _drawn(every, wanted)
    console.print(f"{len(every)} mutants of {len(pure)} files; {len(drawn)} drawn with seed {wanted.seed}.")
    known = touched(root, wanted.kept, pure, console.print)
    for nodeid in known.failed:
        console.print(f"Left out, for it fails or is skipped in a copy: {nodeid}")
    load_packages(known.loaded)
    chooser = Chooser(root, pure, known)
    began = time.monotonic()
    results = list(_shown(Trials(root, drawn, chooser, wanted.jobs), len(drawn)))
    for line in report(sorted(results)):
        print(line)
    late = sum(result.late for result in results)
    print(f"\nSeed {wanted.seed}: {len(results)} mutants in {time.monotonic() - began:.0f} s, {late} of them stopped.")
    return 0


def _drawn(every: Iterable[Mutant], wanted: Wanted) -> list[Mutant]:
    open_ones = (one for one in every if one.name not in EXCUSED)
    asked = (one for one in open_ones if wanted.only in f"{one.path}:{one.line} {one.kind} {one.shown}")
    return sample(asked, wanted.size, wanted.seed)


def _again(every: Iterable[Mutant], report_text: str) -> list[Mutant]:
    """Lines and files may have moved since."""
    wanted = {(Path(path).name, change) for path, change in survivors_in(report_text)}
    return [one for one in every if (Path(one.path).name, f"{one.kind}: {one.shown}") in wanted]


def _shown(results: "Trials", total: int) -> Iterator[Result]:
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.fields[alive]} survive"))
    with Progress(*columns, console=console, auto_refresh=False, transient=True) as progress:
        task = progress.add_task("", total=total, alive=0)
        alive = 0
        for result in results:
            alive += not result.killed
            if not result.killed:
                progress.console.print(survivor(result), markup=False, highlight=False, soft_wrap=True)
            progress.update(task, advance=1, alive=alive, refresh=True)
            if not console.is_terminal and progress.tasks[task].completed % _SAID_EVERY == 0:
                console.print(f"{progress.tasks[task].completed:.0f} of {total}, {alive} survive")
            yield result


class Trials:
    """All drawn mutants, those in loaded functions first."""

    def __init__(self, root: Path, drawn: list[Mutant], chooser: Chooser, jobs: int) -> None:
        self._root, self._drawn, self._jobs = root, drawn, jobs
        self._tests = [chooser.tests_for(mutant) for mutant in drawn]
        self._on_import = {number for number, mutant in enumerate(drawn) if chooser.is_on_import(mutant)}

    def __iter__(self) -> Iterator[Result]:
        numbers = range(len(self._drawn))
        for number in numbers:
            if not self._tests[number]:
                yield Result(self._drawn[number], False, False, 0, 0.0)
        tried = [number for number in numbers if self._tests[number]]
        loaded = {number: self._drawn[number] for number in tried if number not in self._on_import}
        imported = {number: self._drawn[number] for number in tried if number in self._on_import}
        for ended in run_loaded(self._root, loaded, self._nodeids, self._limit_seconds, self._jobs) if loaded else ():
            if ended.code == AGAIN:
                imported[ended.number] = loaded[ended.number]
            else:
                yield self._result(ended)
        for ended in run_imported(self._root, imported, self._nodeids, self._limit_seconds, self._jobs):
            yield self._result(ended)

    def _nodeids(self, number: int) -> list[str]:
        return [test.nodeid for test in self._tests[number]]

    def _limit_seconds(self, number: int) -> float:
        return _LEAST_SECONDS + _PATIENCE * sum(test.seconds for test in self._tests[number])

    def _result(self, ended: Ended) -> Result:
        mutant = self._drawn[ended.number]
        if ended.code == FAULT:
            raise RuntimeError(f"the trial itself failed: {mutant}")
        return Result(mutant, ended.code != SURVIVED, ended.code is None, len(self._tests[ended.number]), ended.seconds)
