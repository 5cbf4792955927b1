"""The images that docker-compose.yml and the Dockerfiles stand on, made of Debian's packages: no registry is reached.

Each has the name and the tag that the files say, and the user, the folders and the entrypoint of the official one.
"""

import hashlib
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.containers.engine import SHARE, Engine, Say, debian_tar

HERE = Path(__file__).parent / "images"
_BARE = {"debian:forky-slim": "forky", "debian:bookworm-slim": "bookworm"}
_LABEL = "thirdring.lab"


def make(engine: Engine, project: Path, say: Say = print) -> None:
    """Those that are missing, for the files of `project`."""
    for name, suite in _BARE.items():
        if not _is_there(engine, name, suite):
            say(f"engine: importing {name}")
            with debian_tar(suite, say).open("rb") as tar:
                engine.docker("import", "--change", f"LABEL {_LABEL}={suite}", "-", name, stdin=tar)
    for name in named(project):
        if name.startswith("debian:") and name not in _BARE:
            engine.docker("tag", f"debian:{'forky' if 'forky' in name else 'bookworm'}-slim", name)
    made = sorted(name for name in named(project) if not name.startswith("debian:"))
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda name: _build(engine, name, say), made))


def _build(engine: Engine, name: str, say: Say) -> None:
    kind = name.partition(":")[0].rpartition("/")[2]
    recipe = _recipe(HERE / kind)
    if _is_there(engine, name, recipe):
        return
    say(f"engine: making {name}")
    folder = engine.share / "images" / kind
    shutil.copytree(HERE / kind, folder)
    _add_ways_out(folder)
    inside = SHARE / folder.relative_to(engine.share)
    words = ("--quiet", "--label", f"{_LABEL}={recipe}", "--tag", name, str(inside))
    if engine.tried("docker", "build", *words).returncode:
        engine.docker("build", "--no-cache", *words)  # the list of packages that was kept is too old
    shutil.rmtree(folder)


def named(project: Path) -> set[str]:
    """By the files: every base of a Dockerfile and every image that nothing here builds."""
    texts = [file.read_text() for file in project.glob("deploy/*/Dockerfile")]
    bases = {name for text in texts for name in re.findall(r"^FROM (\S+:\S+)", text, re.MULTILINE)}
    compose = (project / "docker-compose.yml").read_text()
    return bases | {name for name in re.findall(r"^ +image: (\S+)", compose, re.MULTILINE) if "thirdring" not in name}


def _recipe(folder: Path) -> str:
    """Changes when a file of it does."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _is_there(engine: Engine, name: str, recipe: str) -> bool:
    said = engine.tried("docker", "image", "inspect", "--format", f'{{{{index .Config.Labels "{_LABEL}"}}}}', name)
    return said.returncode == 0 and said.stdout.strip() == recipe


def _add_ways_out(folder: Path) -> None:
    """How this machine reaches its package index: certificates and pip's settings."""
    certificates, pip = Path("/etc/ssl/certs/ca-certificates.crt"), Path("/etc/pip.conf")
    (folder / "certificates.crt").write_text(certificates.read_text() if certificates.is_file() else "")
    (folder / "pip.conf").write_text(pip.read_text() if pip.is_file() else "")
