"""The script that speaks the prompts says what is missing, and how to get it. What it speaks, the pbx tests hear."""

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "deploy" / "asterisk" / "make-prompts"


def said(path: Path, *arguments: str) -> tuple[int, str]:
    """Where only the programs of a folder are there."""
    words = ["/bin/sh", str(SCRIPT), *arguments]
    done = subprocess.run(words, env={"PATH": str(path)}, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def have(folder: Path, *programs: str) -> None:
    for each in programs:
        (folder / each).write_text("#!/bin/sh\n")
        (folder / each).chmod(0o755)


@pytest.mark.parametrize(
    ("programs", "advice"),
    [
        ((), "espeak-ng is missing, which speaks: apt-get install espeak-ng"),
        (("espeak-ng",), "sox or ffmpeg is missing, which makes it 8 kHz: apt-get install sox"),
    ],
)
def test_a_missing_program_is_named_with_the_package_that_has_it(
    tmp_path: Path, programs: tuple[str, ...], advice: str
) -> None:
    have(tmp_path, *programs)
    assert said(tmp_path, str(tmp_path / "sounds")) == (1, f"make-prompts: {advice}\n")


def test_without_a_folder_it_says_how_it_is_called(tmp_path: Path) -> None:
    assert said(tmp_path) == (1, "make-prompts: say where: make-prompts /usr/share/asterisk/sounds\n")
