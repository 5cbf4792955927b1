"""The Dockerfiles against the repository, and their shell against a shell."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FILES = sorted((ROOT / "deploy").rglob("Dockerfile"))
SCRIPTS = [
    ROOT / "deploy" / name
    for name in ("apply", "asterisk/rotate-logs", "asterisk/start", "demo/callers", "demo/phones")
]


def steps(file: Path) -> list[tuple[str, str]]:
    """Instructions with their lines joined."""
    text = re.sub(r"^#.*\n", "", file.read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    pairs = (line.partition(" ") for line in text.splitlines() if line.strip())
    return [(name, rest.strip()) for name, _, rest in pairs]


def sources(file: Path) -> list[str]:
    copies = [rest for name, rest in steps(file) if name == "COPY" and "--from" not in rest]
    return [source for rest in copies for source in rest.split()[:-1] if not source.startswith("--chmod=")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_everything_that_is_copied_is_there_and_sent_to_the_builder(file: Path) -> None:
    sent = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for source in sources(file):
        assert list(ROOT.glob(source)), source
        assert source.partition("/")[0] in sent, source


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_it_ends_as_somebody_who_is_not_root(file: Path) -> None:
    assert [rest for name, rest in steps(file) if name == "USER"][-1].split(":")[0] not in {"root", "0"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_it_begins_with_a_named_version(file: Path) -> None:
    froms = [rest.split() for name, rest in steps(file) if name == "FROM"]
    stages = {words[2] for words in froms if len(words) > 1}
    for base in {words[0] for words in froms} - stages:
        tag = base.partition(":")[2]
        assert re.match(r"\d+\.\d+(\.\d+)?-|forky-", tag), base


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_its_shell_is_shell(file: Path) -> None:
    for command in [rest for name, rest in steps(file) if name == "RUN"]:
        checked = subprocess.run(["sh", "-n", "-c", command], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_is_shell_and_can_be_started(script: Path) -> None:
    assert script.stat().st_mode & 0o111
    checked = subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_packages_are_those_of_the_lock_by_their_hashes() -> None:
    runs = " ".join(rest for name, rest in steps(ROOT / "deploy" / "thirdring" / "Dockerfile") if name == "RUN")
    assert "--require-hashes -r /tmp/requirements.lock" in runs


def test_every_room_but_the_laboratory_is_in_the_image() -> None:
    contract = (ROOT / ".importlinter").read_text()
    rooms = re.findall(r"^    (\w+)$", contract.partition("include_external")[0], re.MULTILINE)
    shipped = set(sources(ROOT / "deploy" / "thirdring" / "Dockerfile"))
    assert set(rooms) - shipped == {"lab"}


def test_only_the_image_of_the_played_desk_has_something_of_the_laboratory() -> None:
    stages = re.split(r"^FROM ", (ROOT / "deploy" / "thirdring" / "Dockerfile").read_text(), flags=re.MULTILINE)
    assert ["/opt/demo" in stage for stage in stages[3:]] == [False, True, False]
    assert [stage.split("\n")[0].split()[0] for stage in stages[4:]] == ["service", "service"]


def test_the_played_desk_needs_nothing_of_the_laboratory_that_its_image_has_not() -> None:
    others = [folder.name for folder in (ROOT / "lab").iterdir() if folder.is_dir() and folder.name != "desk"]
    without = f"import sys; sys.modules.update(dict.fromkeys('lab.' + name for name in {others}))\n"
    done = subprocess.run(
        [sys.executable, "-c", f"{without}import lab.desk.__main__"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_log_that_has_grown_is_kept_five_times_and_the_others_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    asterisk = tmp_path / "asterisk"
    asterisk.write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/told\n')
    asterisk.chmod(0o755)
    for number in range(8):
        (tmp_path / "logs" / "queue_log").write_text(f"{number}" * 200)
        (tmp_path / "logs" / "small").write_text("x" * 100)
        command = [str(ROOT / "deploy" / "asterisk" / "rotate-logs"), str(tmp_path / "logs"), "150"]
        subprocess.run(command, env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, check=True)
    names = sorted(file.name for file in (tmp_path / "logs").iterdir())
    assert names == [*(f"queue_log.{number}" for number in range(1, 6)), "small"]
    assert (tmp_path / "logs" / "queue_log.1").read_text() == "7" * 200
    assert (tmp_path / "told").read_text() == "-rx logger reload\n" * 8
