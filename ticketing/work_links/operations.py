"""What can be asked of links of work."""

from typing import Any

from kit.http.operation import Operation
from ticketing.http.ask import sent
from ticketing.http.ways import read, write
from ticketing.tickets.models import NumberOut
from ticketing.work_links import door, link_door
from ticketing.work_links.bodies import WorkAct, WorkUpload
from ticketing.work_links.models import WorkFileOut, WorkLinkMadeOut, WorkLinkPage, WorkOut

_LINKS = "/api/v1/tickets/{number}/work_links"
_NO_TICKET = {404: "No such ticket"}
_WORK = "/api/v1/work/{token}"
_OPEN: dict[str, Any] = {
    "roles": None,
    "problems": {
        403: "The work is not accepted on this telephone, or the number is not shown",
        404: "There is no such link",
        409: "Another telephone has accepted it",
        410: "The link has ended",
    },
}

WORK_LINKS = (
    write(
        "newWorkLink",
        _LINKS,
        "Create the link on which a workman does a ticket; earlier ones of the ticket end",
        door.new_link,
        WorkLinkMadeOut,
        status=201,
        problems=_NO_TICKET,
    ),
    read(
        "listWorkLinks",
        _LINKS,
        "List the links of a ticket, newest first, with what was done on them",
        door.list_links,
        WorkLinkPage,
        problems=_NO_TICKET,
    ),
    write(
        "endWorkLink",
        f"{_LINKS}/{{id}}/end",
        "End a link of a ticket",
        door.end,
        None,
        status=204,
        problems={404: "No such ticket or link"},
    ),
    read("getWork", _WORK, "Return the work of a link", link_door.one_work, WorkOut, **_OPEN),
    write(
        "actOnWork",
        f"{_WORK}/acts",
        "Perform an act on the work of a link, once for each key: accept, arrive, note, parts, done",
        link_door.act_on_work,
        WorkOut,
        WorkAct,
        **_OPEN,
    ),
    write(
        "addWorkPhoto",
        f"{_WORK}/files",
        "Create a file of the work of a link; its bytes are the body",
        link_door.add_photo,
        WorkFileOut,
        query=WorkUpload,
        status=201,
        upload=True,
        **{**_OPEN, "problems": {**_OPEN["problems"], 415: "It is no JPEG, PNG, HEIC or PDF", 507: "No room is left"}},
    ),
    write(
        "getWorkNumber",
        f"{_WORK}/number",
        "Return the caller's number, if the site shows it to workmen; recorded in the audit log",
        link_door.number,
        NumberOut,
        **_OPEN,
    ),
    *(
        Operation(
            f"getWorkPhoto{name.title()}",
            f"{_WORK}/files/{{id}}/{name}",
            summary,
            sent(handler),
            files=("image/jpeg", "image/png", "application/pdf"),
            **_OPEN,
        )
        for name, summary, handler in (
            ("content", "Return the bytes of a file of the work", link_door.photo),
            ("small", "Return a thumbnail of a picture of the work", link_door.photo_small),
        )
    ),
)
