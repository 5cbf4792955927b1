"""The demo on a real Asterisk: its phones call the hotline, and its agents call customers back through the trunk."""

import re
import signal
from collections.abc import Iterator

from tests.integration.demo.test_demo import started

SECONDS = 900  # at most: it ends as soon as all was seen


def _until(lines: Iterator[str], pattern: str) -> None:
    told = []
    for line in lines:
        told.append(line)
        if re.search(pattern, line):
            return
    raise AssertionError("".join(told))


def test_callbacks_are_proven_over_the_real_pbx() -> None:
    demo = started("--pbx", "asterisk", "--for", str(SECONDS), "--lang", "en")
    assert demo.stdout is not None
    _until(demo.stdout, r"✓ \d-\d-\d+ \S+ #\d{4}  10\d\d answers in ring \d")
    _until(demo.stdout, r"☎ .* calls back: reached, talked \d+ s \(proven by (click|hand)\)")
    demo.send_signal(signal.SIGINT)
    rest, _ = demo.communicate(timeout=60)

    assert demo.returncode == 0, rest
    assert "Third Ring · Asterisk" in rest
    assert re.search(r"[1-9]\d* tickets, \d+ open", rest)
