"""One database holds one site. Both know the site's word: the table `site`, and the file `site.id` of its data_dir."""

import os
import secrets
from pathlib import Path

from kit.database.errors import OtherSiteError, UnreadyError
from kit.database.pool import Session
from kit.database.statements import read_statements
from kit.files import whole_file
from kit.i18n import _

FILE = "site.id"
STATEMENTS = read_statements(Path(__file__).with_name("site.sql"))


def new_id() -> str:
    return secrets.token_hex(16)


def read_file(data_dir: Path) -> str | None:
    """None where there is none, or we may not look."""
    try:
        return (data_dir / FILE).read_text(encoding="ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def _keep(data_dir: Path, site: str) -> None:
    try:
        write_file(data_dir, site)
    except OSError as error:
        text = _("{file} cannot be written ({why}): make room on the disk of data_dir, and let us write there.")
        raise UnreadyError(text.format(file=data_dir / FILE, why=error.strerror)) from None


def write_file(data_dir: Path, site: str) -> None:
    """There whole or not at all; it belongs to who owns the folder. Raises OSError."""
    with whole_file(data_dir / FILE) as file:
        file.write(f"{site}\n".encode())
        if os.geteuid() == 0:
            owner = data_dir.stat()
            os.fchown(file.fileno(), owner.st_uid, owner.st_gid)


async def of_database(session: Session) -> str | None:
    """None: nobody has served here yet."""
    if not await session.fetchval(STATEMENTS["known"]):
        return None
    word = await session.fetchval(STATEMENTS["read"])
    return None if word is None else str(word)


async def refuse_other(session: Session, data_dir: Path) -> None:
    """Checks the database of a command that runs beside the service. Raises OtherSiteError."""
    ours, theirs = read_file(data_dir), await of_database(session)
    if ours and theirs and ours != theirs:
        raise OtherSiteError(_refusal())


async def claim(session: Session, data_dir: Path, *, embedded: bool, joins: bool = False) -> None:
    """The database is this site's from now on, or UnreadyError. An embedded one is a part of its data_dir. `joins`: a
    data_dir without a word of its own takes the database's."""
    ours, theirs = read_file(data_dir), await of_database(session)
    if theirs is None:
        ours = ours or new_id()
        _keep(data_dir, ours)
        await session.execute(STATEMENTS["claim"], ours)
    elif ours != theirs and (embedded or (joins and ours is None)):
        _keep(data_dir, theirs)
    elif ours != theirs:
        raise OtherSiteError(_refusal() if ours else _unknown())


async def put(session: Session, site: str) -> None:
    await session.execute(STATEMENTS["put"], site)


def _refusal() -> str:
    return _(
        "The database belongs to another site, and one database holds one site. Make this one its own (createdb), and "
        "name it in database.url. If the database is this site's all the same: ./run db adopt"
    )


def _unknown() -> str:
    return _(
        "The database belongs to a site, and this data_dir is new to it. A second site needs a database of its own "
        "(createdb), named in database.url. If it is the same site, moved or with its data_dir lost: ./run db adopt"
    )
