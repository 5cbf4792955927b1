"""Files over HTTP: those of a record, one sent, one removed. Their roles are those of their record."""

from dataclasses import replace
from pathlib import Path

from aiohttp import hdrs

from kit.http.auth.users import note
from kit.http.problems import Problem
from kit.http.queries import NoQuery
from kit.http.shown import shown
from kit.http.upload import receive
from kit.http.wire import microseconds
from kit.refusals import GoneError, RefusedError
from kit.roles import Role
from ticketing.files.bodies import FilesQuery, RemoveQuery, UploadQuery
from ticketing.files.file import File, Record, Subject, is_removable, require_part, require_removable
from ticketing.files.kinds import Kind
from ticketing.files.making import made_of
from ticketing.files.models import FileOut, FilePage
from ticketing.files.shelf import Shelf
from ticketing.files.store import FileStore
from ticketing.http.ask import Ask, Reply, connected
from ticketing.tickets.procedures import PROCEDURES


class SameKeyError(RefusedError):
    status = 409

    def __init__(self) -> None:
        super().__init__("This key belongs to another file: use a new one for each file.")


class NoRecordError(RefusedError):
    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such record: use its `id` from its list.")


async def list_files(ask: Ask, query: FilesQuery) -> Reply:
    await require_record(ask, Subject(query.record, query.of))
    found = await store(ask).of(query.record, query.of)
    return Reply(FilePage(items=[file_out(ask, file) for file in found], next=None))


async def one_file(ask: Ask, _query: NoQuery) -> Reply:
    return Reply(file_out(ask, await file_of(ask)))


async def add_file(ask: Ask, query: UploadQuery) -> Reply:
    subject = Subject(query.record, query.of, query.part or "")
    await require_record(ask, subject)
    file = await added(ask, subject, query, ask.token.who)
    return Reply(file_out(ask, file), {hdrs.LOCATION: f"/api/v1/files/{file.id}"})


async def added(ask: Ask, subject: Subject, query: UploadQuery, who: str) -> File:
    """The body of the request becomes a file of the record. What was sent before under this key is not sent again."""
    files, limits = store(ask), shelf(ask).limits
    known = await files.by_key(query.key) if query.key else None
    if known is None:
        await files.require_room(subject, 0)
        with shelf(ask).taking(who) as folder:
            sent = folder / "sent"
            await receive(ask.request, sent, limits.file_bytes)
            known = await _kept(ask, files, sent, _draft(ask, subject, query, who))
    if (known.subject, known.who) != (subject, who):
        raise SameKeyError
    return known


async def _kept(ask: Ask, files: FileStore, sent: Path, draft: File) -> File:
    async with shelf(ask).making:
        made = await made_of(sent, sent.parent)
    file = await files.add(replace(draft, kind=made.kind, width=made.width, height=made.height), made)
    async with connected(ask) as connection:
        await note(connection, draft.who, "file_added", file=file.id, **_named(file))
    return file


def _draft(ask: Ask, subject: Subject, query: UploadQuery, who: str) -> File:
    return File(
        id=0,
        record=subject.record,
        record_id=subject.of,
        part=subject.part,
        kind=Kind.JPEG,
        sha256="",
        size_bytes=0,
        title=query.title.strip(),
        at_us=ask.now_us,
        taken_at_us=None if query.taken_at is None else microseconds(query.taken_at),
        who=who,
        key=query.key,
    )


async def remove_file(ask: Ask, query: RemoveQuery) -> Reply:
    file = await file_of(ask)
    require_removable(file, ask.token.who, ask.token.role, ask.now_us)
    await store(ask).remove(file, ask.now_us)
    async with connected(ask) as connection:
        await note(connection, ask.token.who, "file_removed", file=file.id, **_named(file), why=query.why)
    return Reply(None)


def _named(file: File) -> dict[str, str]:
    return {file.record.value: file.record_id}


async def file_of(ask: Ask) -> File:
    """The one in the path. Raises GoneError, also where its record is none of theirs."""
    file = await store(ask).get(ask.number())
    try:
        await require_record(ask, Subject(file.record, file.record_id))
    except RefusedError:
        raise GoneError("file", file.id) from None
    return file


async def require_record(ask: Ask, subject: Subject) -> None:
    """Raises RefusedError where there is no such record, or none that they may see."""
    if subject.record is Record.TICKET:
        ticket = await ask.desk.tickets.get(subject.of)
        if not ask.viewer.may_see(ticket):
            raise NoRecordError
        procedure = ask.desk.rules.category(ticket.category).procedure
        require_part(subject, () if procedure is None else tuple(step.key for step in PROCEDURES[procedure].steps))
        return
    if ask.token.role is Role.WORKMAN:
        raise Problem(403, "The role workman sees files of its own tickets alone.")
    if not await store(ask).has(subject):
        raise NoRecordError
    if subject.part:
        known = await store(ask).parts(subject) if subject.record is Record.INSPECTION else ()
        require_part(subject, known)


def store(ask: Ask) -> FileStore:
    return FileStore(ask.site.pool, shelf(ask), ask.desk.news)


def shelf(ask: Ask) -> Shelf:
    if ask.site.shelf is None:
        raise Problem(503, "Files are not kept here.", headers={"Retry-After": "60"})
    return ask.site.shelf


def file_out(ask: Ask, file: File) -> FileOut:
    place = f"/api/v1/files/{file.id}"
    return shown(
        FileOut,
        file,
        of=file.record_id,
        content=f"{place}/content",
        small=f"{place}/small" if file.small_sha256 else None,
        removable=is_removable(file, ask.token.who, ask.token.role, ask.now_us),
    )
