"""All tests, as `./run test` plays them: groups side by side, then what compares clocks or short times by itself.

pbx waits for phones most of the time, so it goes first wherever it wants a processor. Beside it there is a group for
each processor, and the next begins when one has ended: more at once take as long, and each test waits for its turn.
What a group said is shown whole when it ends. One that fails stops no other, and fails the run. An interrupt reaches
every group, once.

Up to twelve tests that failed beside others run once more by themselves. If they pass, the run passes and names them as
unsteady: a crowded machine has found what is worth a look, and is no reason to throw away all else.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

_LOOK_SECONDS = 0.2
_STOP_SECONDS = 120.0
_GIVES_WAY = 10  # niceness
_AT_ONCE = 1 + (os.cpu_count() or 1)
_AGAIN_AT_MOST = 12
_TESTS_FAILED = 1  # how pytest says that it ran everything, and that some of it failed


class Group(NamedTuple):
    name: str
    words: tuple[str, ...]  # what pytest is told
    niceness: int = 0


_BESIDE = ("-m", "not alone")
_LONG = tuple(f"tests/integration/{name}" for name in ("web", "web_desk", "console", "service", "stream"))
_WITHOUT_LONG = tuple(f"--ignore={folder}" for folder in _LONG)

ROUNDS = (
    (
        Group("pbx", ("tests/pbx", *_BESIDE)),
        Group("containers", ("tests/containers",), _GIVES_WAY),
        Group("unit and integration", ("tests/unit", "tests/integration", *_WITHOUT_LONG, *_BESIDE), _GIVES_WAY),
        Group("pages, service and stream", (*_LONG, *_BESIDE), _GIVES_WAY),
        Group("browser", ("tests/browser",), _GIVES_WAY),
    ),
    (Group("alone", ("tests/pbx", "tests/integration", "-m", "alone")),),
)


class Run:
    """A group that has been started."""

    def __init__(self, group: Group, command: Sequence[str]) -> None:
        self.group = group
        self.failed, self.is_told = True, False
        self._began = time.monotonic()
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115  closed in `tell`
        self._cache = tempfile.TemporaryDirectory()  # where pytest writes down which tests failed
        nice = ("nice", "-n", str(group.niceness))
        self._process = subprocess.Popen(
            [*nice, *command, *group.words],
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTEST_ADDOPTS": f"-o cache_dir={self._cache.name}"},
            process_group=0,  # Ctrl-C in our terminal is for us to pass on, to pytest and to nobody it started
        )
        self._cpu_seconds = 0.0

    def ended(self) -> bool:
        if self._process.returncode is None:
            pid, status, used = os.wait4(self._process.pid, os.WNOHANG)
            if pid:
                self._process.returncode = os.waitstatus_to_exitcode(status)
                self._cpu_seconds = used.ru_utime + used.ru_stime
                self.failed = self._process.returncode != 0
        return self._process.returncode is not None

    def tell(self) -> None:
        """All that it said, and what it took."""
        self.is_told = True
        self._said.seek(0)
        shutil.copyfileobj(self._said, sys.stdout)
        self._said.close()
        word = "failed after " if self.failed else ""
        took = f"{time.monotonic() - self._began:.0f} s, {self._cpu_seconds:.0f} s of a processor"
        print(f"== {self.group.name}: {word}{took}", flush=True)

    def failed_tests(self) -> list[str]:
        """By their names, where the group ran to its end; none where it broke."""
        told = Path(self._cache.name, "v/cache/lastfailed")
        if self._process.returncode != _TESTS_FAILED or not told.exists():
            return []
        return list(json.loads(told.read_text()))

    def interrupt(self) -> None:
        self._process.send_signal(signal.SIGINT)

    def kill(self) -> None:
        self._process.kill()  # nothing, where it has ended


def play(rounds: Sequence[Sequence[Group]], command: Sequence[str]) -> bool:
    """Whether every group passed, or what failed beside others passed by itself."""
    played = [_played(groups, command) for groups in rounds]
    failed = [run for runs in played for run in runs if run.failed]
    beside = [run for runs in played for run in runs if len(runs) > 1]
    if not failed:
        return True
    return all(run in beside for run in failed) and _pass_by_themselves(failed, command)


def _pass_by_themselves(failed: Sequence[Run], command: Sequence[str]) -> bool:
    tests = [run.failed_tests() for run in failed]
    names = [name for some in tests for name in some]
    if not all(tests) or len(names) > _AGAIN_AT_MOST:
        return False
    [again] = _played([Group("once more, by themselves", tuple(names))], command)
    if not again.failed:
        for name in names:
            print(f"== unsteady: {name} failed beside others, and passed by itself", flush=True)
    return not again.failed


def _played(groups: Sequence[Group], command: Sequence[str]) -> Sequence[Run]:
    print(f"== {' · '.join(group.name for group in groups)}: each is shown when it has ended", flush=True)
    runs: list[Run] = []
    try:
        for group in groups:
            _wait(runs, _AT_ONCE - 1)
            runs.append(Run(group, command))
        _wait(runs, 0)
    except KeyboardInterrupt:
        _stop(runs)
        raise
    return runs


def _wait(runs: Sequence[Run], left_at_most: int, seconds: float = float("inf")) -> None:
    deadline = time.monotonic() + seconds
    while len(left := [run for run in runs if not run.is_told]) > left_at_most and time.monotonic() < deadline:
        for run in left:
            if run.ended():
                run.tell()
        time.sleep(_LOOK_SECONDS)


def _stop(runs: Sequence[Run]) -> None:
    """Each takes down what it has set up. Those that are not done in time, or at a second interrupt, are killed."""
    left = [run for run in runs if not run.is_told]
    for run in left:
        run.interrupt()
    try:
        _wait(left, 0, _STOP_SECONDS)
    finally:
        for run in left:
            run.kill()


def _interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def main() -> int:
    for number in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # also where a shell has started us in the background, deaf to SIGINT
        signal.signal(number, _interrupted)
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    try:
        return 0 if play(ROUNDS, [sys.executable, "-m", "pytest", *colour]) else 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
