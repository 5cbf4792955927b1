"""The pages of a link of work."""

from functools import partial

from console.frame.page import page
from console.frame.walking import worker
from console.work import door
from kit.http.operation import Operation

_WORKER = partial(worker, "work-worker.js")

PAGES: tuple[Operation, ...] = (
    Operation("getWorkWorker", "/w/worker.js", "What keeps the page of a link of work", _WORKER, roles=None),
    page("showWork", "/w/{token}", "The page of a link of work", door.work),
)
