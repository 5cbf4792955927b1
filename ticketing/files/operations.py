"""What can be asked about files."""

from kit.http.operation import Operation
from kit.roles import WORKERS
from ticketing.files import content_door as contents
from ticketing.files import door as files
from ticketing.files.bodies import FilesQuery, RemoveQuery, UploadQuery
from ticketing.files.kinds import MEDIA_TYPES
from ticketing.files.models import FileOut, FilePage
from ticketing.http.ask import sent
from ticketing.http.ways import read, write

_FILE = "/api/v1/files/{id}"
_NO_FILE = {404: "No such file"}
_NO_RECORD = {404: "No such record"}

FILES = (
    read(
        "listFiles",
        "/api/v1/files",
        "List the files of a record, oldest first",
        files.list_files,
        FilePage,
        FilesQuery,
        roles=WORKERS,
        problems=_NO_RECORD,
    ),
    write(
        "addFile",
        "/api/v1/files",
        "Create a file of a record: a JPEG, PNG, HEIC or PDF, whose bytes are the body",
        files.add_file,
        FileOut,
        query=UploadQuery,
        status=201,
        roles=WORKERS,
        upload=True,
        problems={
            **_NO_RECORD,
            409: "The key belongs to another file",
            415: "It is no JPEG, PNG, HEIC or PDF",
            507: "The room for files is used up",
        },
    ),
    read("getFile", _FILE, "Return what is known of a file", files.one_file, FileOut, roles=WORKERS, problems=_NO_FILE),
    write(
        "removeFile",
        _FILE,
        "Delete a file, for a reason; recorded in the audit log",
        files.remove_file,
        None,
        method="DELETE",
        query=RemoveQuery,
        status=204,
        roles=WORKERS,
        problems=_NO_FILE,
    ),
    Operation(
        "getFileContent",
        f"{_FILE}/content",
        "Return the bytes of a file",
        sent(contents.content),
        roles=WORKERS,
        files=tuple(MEDIA_TYPES.values()),
        problems=_NO_FILE,
    ),
    Operation(
        "getFileThumbnail",
        f"{_FILE}/small",
        "Return a thumbnail of a picture",
        sent(contents.small),
        roles=WORKERS,
        files=("image/jpeg",),
        problems=_NO_FILE,
    ),
)
