"""News of inspections and of what they found, as the live stream tells them."""

from kit.http.live import Told, plain
from kit.http.wire import instant
from ticketing.inspections.models import LiveFindingOut, LiveInspectionOut
from ticketing.news import FindingNews, InspectionNews


def inspection_told(news: InspectionNews) -> Told:
    told = LiveInspectionOut(at=instant(news.at_us), what="filled", id=news.id, form=news.form, day=news.day)
    return plain("inspection", told)


def finding_told(news: FindingNews) -> Told:
    one = news.finding
    told = LiveFindingOut(at=instant(news.at_us), what=news.what, id=one.id, severity=one.severity, state=one.state)
    return plain("finding", told)
