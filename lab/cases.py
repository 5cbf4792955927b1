"""`./run cases [FOLDER]`: runs each case and prints what was expected against what came.

A case is a folder with an input and `expected.json` (see `lab.case`). A folder that only tells in `expected.txt` what
is right is held against our own case of the same name. Exit code 1 where anything differs or could not be compared.
"""

import argparse
import json
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lab.case import Said, differences

ROOT = Path(__file__).parents[1]
OURS = ROOT / "tests" / "cases"
_SHOWN_CHARACTERS = 600


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run cases", description="Run each case; print expected against got.")
    parser.add_argument("folder", nargs="?", type=Path, default=OURS, help="the cases (default: our own)")
    parser.add_argument("-k", dest="only", default="", help="only cases with this in their names")
    asked = parser.parse_args(arguments)
    names = [name for name in sorted(_names(asked.folder)) if asked.only in name]
    if not names:
        print(f"{asked.folder} holds no case: a folder with an input and expected.json or expected.txt.")
        return 1
    with tempfile.TemporaryDirectory() as copy:  # a command may leave files beside its settings
        shutil.copytree(asked.folder, copy, dirs_exist_ok=True)
        right = [_is_right(Path(copy) / name) for name in names]
    print(f"{len(right)} cases: {sum(right)} as expected, {len(right) - sum(right)} not")
    return 0 if all(right) else 1


def _names(folder: Path) -> Iterator[str]:
    for case in folder.iterdir():
        if any((case / name).exists() for name in ("expected.json", "expected.txt")):
            yield case.name


def _is_right(case: Path) -> bool:
    runs = _runs(case)
    if runs is None:
        print(f"?  {case.name}: nothing to compare with, neither its own expected.json nor ours of that name")
        print(_indented((case / "expected.txt").read_text()))
        return False
    wrong = [line for run in runs for line in _lines(run, case)]
    print(f"{'✗' if wrong else '✓'}  {case.name}")
    for line in wrong:
        print(line)
    return not wrong


def _runs(case: Path) -> list[dict[str, Any]] | None:
    for place in (case, OURS / case.name):
        if (place / "expected.json").exists():
            runs: list[dict[str, Any]] = json.loads((place / "expected.json").read_text())["runs"]
            return runs
    return None


def _lines(run: dict[str, Any], case: Path) -> Iterator[str]:
    found = differences(run, _said(run["run"], case))
    if found:
        yield f"   {run['run']}"
    for each in found:
        yield f"     {each.what}"
        yield f"       expected  {_shown(each.expected)}"
        yield f"       got       {_shown(each.got)}"


def _said(command: str, case: Path) -> Said:
    """`./run …` is the checkout's, `python …` this Python, `CHECKOUT` the checkout's folder."""
    program, *arguments = [word.replace("CHECKOUT", str(ROOT)) for word in shlex.split(command)]
    known = {"./run": [sys.executable, "-P", "-m", "thirdring"], "python": [sys.executable]}
    done = subprocess.run([*known[program], *arguments], cwd=case, capture_output=True, text=True, check=False)
    return Said(done.stdout, done.stderr, done.returncode)


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]} …"
    return text.strip().replace("\n", "\n                 ")


def _indented(text: str) -> str:
    return "\n".join(f"     {line}" for line in text.splitlines())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
