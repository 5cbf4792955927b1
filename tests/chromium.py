"""Debian's Chromium: without its windows it is the same engine at a third of the work."""

from shutil import which

from lab.pbx.root import LabError, need

_WITHOUT_WINDOWS = "chromium-headless-shell"


def chromium_program() -> str:
    """Its program, which root on Debian installs where it is missing. Raises LabError where there is none."""
    try:
        need([_WITHOUT_WINDOWS])
    except LabError:
        need(["chromium"])
    return which(_WITHOUT_WINDOWS) or which("chromium") or ""
