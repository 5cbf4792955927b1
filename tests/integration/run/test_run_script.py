"""`run` as a user meets it. What it would install is played by small programs, so that no test needs a network."""

import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
RUN = ROOT / "run"
TOOLS = "sh dirname readlink cat cksum id mkdir rm sed grep head flock printf basename date tr ls".split()


def run(*arguments: str, cwd: Path = ROOT, script: Path = RUN, **environ: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "THIRDRING_"))}
    return subprocess.run(
        [script, *arguments],
        cwd=cwd,
        env={**own, **environ},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """A PATH with the tools of every system and nothing else."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        if found:
            (folder / tool).symlink_to(found)
    return folder


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.unlink(missing_ok=True)
    file.write_text(f"#!{shutil.which('sh')}\n{script}\n")
    file.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the script beside lock files of one line."""
    folder = tmp_path / "project"
    folder.mkdir()
    shutil.copy(RUN, folder / "run")
    (folder / "requirements.lock").write_text("part==1 --hash=sha256:0\n")
    (folder / "requirements-dev.lock").write_text("part==1 --hash=sha256:0\nuv==1 \\\n    --hash=sha256:1\n")
    return folder


def with_uv(folder: Path, log: Path) -> None:
    """A uv that notes what it is asked; `uv venv` makes an empty environment around this Python."""
    program(folder, "python3", f'exec {sys.executable} "$@"')
    note = f'for last; do :; done; echo "$1 $2 $last ${{UV_DEFAULT_INDEX:-}} ${{UV_SYSTEM_CERTS:-}}" >>{log}'
    make = f'mkdir -p "$last/bin" && printf "" >"$last/pyvenv.cfg" && cp {folder}/python3 "$last/bin/python"'
    program(folder, "uv", f'{note}\nif [ "$1" = venv ]; then {make}; fi')
    (folder / "cp").symlink_to(str(shutil.which("cp")))


@pytest.mark.alone
def test_a_second_start_says_its_first_word_within_three_seconds_from_any_folder(tmp_path: Path) -> None:
    run("setup")
    began = time.monotonic()
    done = run("version", cwd=tmp_path)
    assert time.monotonic() - began < 3
    assert (done.returncode, done.stdout, done.stderr) == (0, "0.1.0\n", "")


def test_the_last_lines_and_the_exit_code_are_those_of_the_command(tmp_path: Path) -> None:
    done = run("replay", "nothing.ami", cwd=tmp_path, LANG="C")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "nothing.ami cannot be read: No such file or directory\n"


def test_a_settings_file_is_found_from_where_the_user_stands(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text(run("config", "example").stdout)
    assert run("config", "check", "--config", "my.toml", cwd=tmp_path, LANG="C").stdout == "The settings are right.\n"


def test_a_folder_named_like_one_of_ours_does_not_disturb(tmp_path: Path) -> None:
    (tmp_path / "telephony").mkdir()
    (tmp_path / "telephony" / "__init__.py").write_text("raise SystemExit(9)")
    assert run("config", "example", cwd=tmp_path).returncode == 0


def test_without_a_python_that_is_new_enough_the_command_to_type_is_told(bin_folder: Path, tmp_path: Path) -> None:
    program(bin_folder, "python3", "exit 1")
    done = run("version", PATH=str(bin_folder), THIRDRING_VENV=str(tmp_path / "venv"))
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
    assert "sudo apt-get install python3 python3-venv" in done.stderr


def without_venv_module(folder: Path) -> None:
    program(folder, "python3", f'case "$*" in *ensurepip*) exit 1 ;; esac; exec {sys.executable} "$@"')


def test_a_user_without_the_venv_module_is_told_the_one_command_to_type(bin_folder: Path, tmp_path: Path) -> None:
    without_venv_module(bin_folder)
    program(bin_folder, "id", "echo 1000")
    done = run("version", PATH=str(bin_folder), THIRDRING_VENV=str(tmp_path / "venv"))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("Type this, then start again:  sudo apt-get install python3-venv")


def test_root_without_the_venv_module_gets_it_installed_or_hears_that_it_failed(
    bin_folder: Path, tmp_path: Path
) -> None:
    without_venv_module(bin_folder)
    program(bin_folder, "id", "echo 0")
    program(bin_folder, "apt-get", f'echo "$*" >>{tmp_path}/asked; [ "$1" = update ]')
    done = run("version", PATH=str(bin_folder), THIRDRING_VENV=str(tmp_path / "venv"))
    assert (tmp_path / "asked").read_text().splitlines() == [
        "update -qq",
        "install -y -qq --no-install-recommends python3-venv",
    ]
    assert done.returncode == 1
    assert "Try by hand:  apt-get update && apt-get install python3-venv" in done.stderr


def test_packages_are_installed_once_and_again_when_the_lock_changes(
    bin_folder: Path, checkout: Path, tmp_path: Path
) -> None:
    with_uv(bin_folder, tmp_path / "asked")
    lock = checkout / "requirements.lock"

    def asked() -> list[str]:
        done = run("setup", script=checkout / "run", PATH=str(bin_folder))
        assert done.returncode == 0, done.stderr
        words = [line.split() for line in (tmp_path / "asked").read_text().splitlines()]
        (tmp_path / "asked").write_text("")
        return [f"{word[0]} {Path(word[2]).name}" for word in words]

    (tmp_path / "asked").write_text("")
    assert asked() == ["venv .venv", "pip requirements.lock"]
    assert asked() == []
    lock.write_text("part==2 --hash=sha256:0\n")
    assert asked() == ["pip requirements.lock"]


def test_the_environment_for_development_serves_the_commands_too(
    bin_folder: Path, checkout: Path, tmp_path: Path
) -> None:
    with_uv(bin_folder, tmp_path / "asked")
    assert run("setup", "dev", script=checkout / "run", PATH=str(bin_folder)).returncode == 0
    assert "setup" not in run("setup", script=checkout / "run", PATH=str(bin_folder)).stderr


def test_a_moved_checkout_is_set_up_anew(bin_folder: Path, checkout: Path, tmp_path: Path) -> None:
    with_uv(bin_folder, tmp_path / "asked")
    run("setup", script=checkout / "run", PATH=str(bin_folder))
    moved = checkout.rename(tmp_path / "elsewhere")
    assert "setup: making" in run("setup", script=moved / "run", PATH=str(bin_folder)).stderr


def test_the_machines_own_package_index_and_certificates_reach_uv(
    bin_folder: Path, checkout: Path, tmp_path: Path
) -> None:
    with_uv(bin_folder, tmp_path / "asked")
    run("setup", script=checkout / "run", PATH=str(bin_folder), PIP_INDEX_URL="http://packages.example/simple")
    [*_, last] = (tmp_path / "asked").read_text().splitlines()
    assert last.endswith("http://packages.example/simple true")


def test_where_uv_fails_pip_installs_by_the_same_hashes(bin_folder: Path, checkout: Path, tmp_path: Path) -> None:
    with_uv(bin_folder, tmp_path / "asked")
    (bin_folder / "uv").rename(bin_folder / "uv.good")
    program(bin_folder, "uv", f'[ "$1" = venv ] && exec {bin_folder}/uv.good "$@"; exit 1')
    program(
        bin_folder,
        "python3",
        f'echo "$*" >>{tmp_path}/python; [ "$1 $3" = "-m install" ] || exec {sys.executable} "$@"',
    )
    done = run("setup", script=checkout / "run", PATH=str(bin_folder))
    assert done.returncode == 0, done.stderr
    [last] = [line for line in (tmp_path / "python").read_text().splitlines() if " install " in line]
    assert last.endswith(f"--require-hashes -r {checkout}/requirements.lock")


def test_a_folder_that_is_no_environment_is_never_removed(bin_folder: Path, checkout: Path, tmp_path: Path) -> None:
    with_uv(bin_folder, tmp_path / "asked")
    precious = tmp_path / "home"
    precious.mkdir()
    (precious / "letter").write_text("dear")
    run("setup", script=checkout / "run", PATH=str(bin_folder), THIRDRING_VENV=str(precious))
    assert (precious / "letter").read_text() == "dear"


def test_a_bench_that_is_none_is_answered_by_those_there_are() -> None:
    done = run("bench", "nothing")
    assert done.returncode == 1
    assert done.stderr.startswith("There is no bench 'nothing'. There are: ")


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_is_pinned_by_its_hash_and_no_index_is_named(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "index" not in text
    packages = re.split(r"\n(?=\S)", text.strip())
    assert packages
    assert all(re.match(r"[a-z0-9.\-]+==\S+", package) and "--hash=sha256:" in package for package in packages)


def test_the_lock_has_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for name, asked in (
        ("requirements.lock", project["project"]["dependencies"]),
        ("requirements-dev.lock", project["project"]["dependencies"] + project["dependency-groups"]["dev"]),
    ):
        locked = re.findall(r"^([a-z0-9.\-]+==[^\s;]+)", (ROOT / name).read_text(), re.MULTILINE)
        names = {package.split("==")[0] for package in locked}
        for package in (re.sub(r"\[.*\]", "", each) for each in asked):  # extras are packages of their own
            assert package in locked or (package in names and "==" not in package), "run ./run lock"


@pytest.mark.parametrize("ask", [(), ("help",), ("--help",)])
def test_help_lists_the_verbs_of_the_script_and_those_of_the_service(tmp_path: Path, ask: tuple[str, ...]) -> None:
    said = run(*ask, cwd=tmp_path).stdout
    assert all(f"./run {verb} " in said for verb in ("demo", "test", "lint", "bench", "lock"))
    assert " doctor " in said
