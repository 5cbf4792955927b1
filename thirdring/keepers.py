"""What looks after the desk by itself. Each has a task of its own while the service is in charge."""

from typing import NamedTuple

from kit.database.pool import DatabasePool
from metrics.objectives.book import ObjectiveBook
from metrics.prometheus.sheet_keeper import SheetKeeper
from thirdring.file_places import shelf_of
from thirdring.measuring import Measuring, NowUs
from thirdring.settings import Settings
from thirdring.work_notices import WorkNotices
from ticketing.agi.by_key import ByKey
from ticketing.agi.spool import Spool
from ticketing.files.keeper import FilesKeeper
from ticketing.files.shelf import Shelf
from ticketing.files.store import FileStore
from ticketing.workflows.assigning import Assigning
from ticketing.workflows.duty_keeper import DutyKeeper
from ticketing.workflows.quality_keeper import QualityKeeper
from ticketing.workflows.service_desk import ServiceDesk
from ticketing.workflows.worker import DeskWorker


class Keepers(NamedTuple):
    worker: DeskWorker
    by_key: ByKey
    objectives: SheetKeeper
    quality: QualityKeeper
    shelf: Shelf
    files: FilesKeeper
    notices: WorkNotices
    assigning: Assigning
    duty: DutyKeeper


def keepers(
    settings: Settings,
    pool: DatabasePool,
    desk: ServiceDesk,
    book: ObjectiveBook,
    measured: Measuring,
    clock: NowUs,
) -> Keepers:
    shelf, fold = shelf_of(settings), measured.fold
    return Keepers(
        worker=DeskWorker(desk, pool, clock, measured.derivation.live_calls),
        by_key=ByKey(desk, pool, Spool(settings.data_dir / "said")),
        objectives=SheetKeeper(pool, book, lambda: not fold.status.catching_up, clock),
        quality=QualityKeeper(pool, desk.rules, desk.news, clock),
        shelf=shelf,
        files=FilesKeeper(FileStore(pool, shelf)),
        notices=WorkNotices(pool, desk, settings.work, settings.web.public_url, clock),
        assigning=Assigning(pool, desk, clock),
        duty=DutyKeeper(desk.duty, desk.shifts, clock),
    )
