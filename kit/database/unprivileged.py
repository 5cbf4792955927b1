"""Who runs PostgreSQL, which refuses root, and how that account reaches its files without a mode being changed."""

import os
import pwd
import shutil
import stat
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

CACHE = Path("/var/cache/thirdring")


class Account(NamedTuple):
    uid: int
    gid: int

    def options(self) -> dict[str, Any]:
        """The subprocess arguments that drop to this account; none where we are it already."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def choose_account(folder: Path) -> Account:
    """Ourselves, unless root: then the owner of `folder` or of its parent, the user `thirdring`, or `nobody`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for place in (folder, folder.parent):
        if place.exists() and _is_ordinary(place.stat().st_uid):
            return Account(place.stat().st_uid, place.stat().st_gid)
    for name in ("thirdring", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    return Account(65534, 65534)


def _is_ordinary(uid: int) -> bool:
    """PostgreSQL wants an account with a name."""
    try:
        return uid != 0 and bool(pwd.getpwuid(uid))
    except KeyError:
        return False


def reachable(path: Path, account: Account) -> bool:
    """May `account` enter every folder above `path`?"""
    if account.uid == os.geteuid():
        return True
    return all(_may_enter(parent.stat(), account) for parent in path.resolve().parents)


def _may_enter(status: os.stat_result, account: Account) -> bool:
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def reachable_copy(package: Path, version: str, account: Account, cache: Path = CACHE) -> Path:
    """The server's package itself or, below a folder closed to `account` (/root), a copy of it in `cache`."""
    if reachable(package / "pginstall", account):
        return package
    copy = cache / f"postgresql-{version}"
    if not copy.exists():
        cache.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f"{copy.name}-", dir=cache))
        fresh.chmod(0o755)
        _copy_package(package, fresh)
        try:
            fresh.rename(copy)
        except OSError:  # another start was faster
            shutil.rmtree(fresh)
    return copy / package.name


def _copy_package(package: Path, target: Path) -> None:
    """The package with the shared libraries that lie beside it, as its run paths expect."""
    unused = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "doc", "*.py", "__pycache__", "*.a")
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.exists():
            shutil.copytree(source, target / source.name, ignore=unused)
