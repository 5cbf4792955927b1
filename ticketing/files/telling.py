"""News of files, as the live stream tells them."""

from kit.http.live import Told, plain
from kit.http.wire import instant
from ticketing.files.models import LiveFileOut
from ticketing.news import FileNews


def file_told(news: FileNews) -> Told:
    file = news.file
    return plain(
        "file",
        LiveFileOut(
            at=instant(news.at_us),
            what=news.what,
            id=file.id,
            record=file.record,
            of=file.record_id,
            part=file.part,
        ),
    )
