"""Starts a run in a copy of the checkout, so that nothing in it is touched and edits meanwhile do no harm."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_INSIDE = "THIRDRING_MUTANTS_INSIDE"


def main() -> int:
    arguments = _arguments()
    if os.environ.get(_INSIDE):
        return _inside(arguments)
    os.nice(arguments.nice)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder).resolve() / "copy"
        _copy(copy)
        environment = {
            **os.environ,
            "PYTHONPATH": str(copy),
            _INSIDE: "1",
            "PYTEST_DEBUG_TEMPROOT": folder,
            "PYTHONHASHSEED": "0",
        }
        again = [f"--again={arguments.again.resolve()}"] if arguments.again else []
        child = subprocess.Popen(
            [sys.executable, "-m", "lab.mutants", *sys.argv[1:], *again], cwd=copy, env=environment
        )
        try:
            return child.wait()
        except KeyboardInterrupt:
            child.wait()
            return 130


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="another seed draws another sample")
    parser.add_argument("--sample", type=int, default=800, help="how many mutants")
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time")
    parser.add_argument("--nice", type=int, default=10)
    parser.add_argument(
        "--again", type=Path, metavar="REPORT", help="no sample: the survivors that an earlier run printed"
    )
    parser.add_argument("--only", default="", help="only those with this text in place, kind or change")
    return parser.parse_args()


def _inside(arguments: argparse.Namespace) -> int:
    from lab.mutants.inside import Wanted, run

    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "thirdring" / "mutants.json"
    again = "" if arguments.again is None else arguments.again.read_text()
    wanted = Wanted(arguments.seed, arguments.sample, arguments.jobs, arguments.only, again, cache)
    try:
        return run(Path.cwd(), wanted)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def _copy(to: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=_ROOT, check=True, capture_output=True, text=True
    )
    for name in listed.stdout.split("\0"):
        if name and (_ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(_ROOT / name, to / name)


if __name__ == "__main__":
    sys.exit(main())
