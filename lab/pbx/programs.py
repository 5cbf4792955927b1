"""Programs of Debian testing beside Asterisk: of the lab's root, else of this machine; and a folder they share."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from lab.pbx.root import LabError, why_not, with_packages


class Programs:
    """`folder` as we see it, `inside` as they see it. It goes with `remove`, or at the next run of a lab where we were
    killed."""

    def __init__(self, needed: Sequence[str], packages: Sequence[str] = (), say: Callable[[str], None] = print) -> None:
        """Raises LabError where they cannot be had."""
        reason = why_not()
        missing = [name for name in needed if shutil.which(name) is None] if reason else []
        if missing:
            raise LabError(f"{reason}, and {', '.join(missing)} cannot be found on this machine")
        self._root = None if reason else with_packages(*packages, say=say)
        base = Path(tempfile.gettempdir()) if self._root is None else self._root / "lab"
        base.mkdir(exist_ok=True)
        self.folder = base / f"tr-{os.getpid()}-{secrets.token_hex(4)}"
        self.folder.mkdir(mode=0o700)
        self.inside = self.folder if self._root is None else Path("/lab") / self.folder.name

    def command(self, *words: str, at_our_end: str = "KILL") -> list[str]:
        """Never left behind: the kernel sends it this signal when we are gone."""
        end = ["setpriv", "--pdeathsig", at_our_end, *words]
        return end if self._root is None else ["chroot", str(self._root), *end]

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
