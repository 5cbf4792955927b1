"""pbx tests need a real Asterisk: the lab's root when root on Debian, else one on PATH.

Where there is none they are left out, in one line at the end. With CI=true they are not: then they fail.
"""

import os

import pytest

from telephony.lab.asterisk import why_no_asterisk

_left_out = pytest.StashKey[str]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    ours = [item for item in items if "pbx" in item.path.parts]
    reason = why_no_asterisk() if ours else ""
    if not reason or os.environ.get("CI") == "true":
        return
    items[:] = [item for item in items if item not in ours]
    config.hook.pytest_deselected(items=ours)
    config.stash[_left_out] = f"{len(ours)} pbx tests left out: {reason}, and there is no asterisk on PATH"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if text := config.stash.get(_left_out, ""):
        terminalreporter.write_line(text)
