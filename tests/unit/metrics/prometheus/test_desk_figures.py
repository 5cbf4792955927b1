"""The desk in figures: what is counted, under which label, and whether the day's rate can still be reached."""

from dataclasses import replace

from prometheus_client import CollectorRegistry

from kit.instants import HOUR_US
from metrics.prometheus.desk_figures import (
    CallbackCount,
    CallbackDay,
    DeskFigures,
    TicketCount,
    complaint_categories,
    incident_categories,
    without_report,
)
from metrics.prometheus.desk_samples import of_desk
from metrics.prometheus.scrape import register
from tests.unit.metrics.prometheus.desk_shapes import DAY, NOON_US, RULES, figures
from tests.unit.ticketing.moments import SHANGHAI, at
from ticketing.callbacks.rate import Followed, day_rate
from ticketing.tickets.procedures import StepDone, Waiver
from ticketing.tickets.ticket import Source, Ticket

TONIGHT, LATE = at("2026-11-25 20:29"), at("2026-11-25 20:30")


class Scraped:
    def __init__(self, found: DeskFigures | None, now_us: int = NOON_US) -> None:
        self.registry = CollectorRegistry()
        register(self.registry, lambda: of_desk(found, ["repair", "fees"], now_us))

    def __call__(self, name: str, **labels: str) -> float | None:
        return self.registry.get_sample_value(f"thirdring_{name}", labels)


def test_before_the_first_look_there_is_no_figure_rather_than_zero() -> None:
    assert list(Scraped(None).registry.collect()) == []


def test_tickets_are_counted_by_category_and_status_and_what_is_not_there_is_zero() -> None:
    scraped = Scraped(figures([TicketCount("repair", "open", 3, 1, 2), TicketCount("repair", "resolved", 5)]))
    assert scraped("tickets", category="repair", status="open") == 3
    assert scraped("tickets", category="repair", status="resolved") == 5
    assert scraped("tickets", category="fees", status="open") == 0
    assert scraped("tickets_overdue", category="repair") == 1
    assert scraped("tickets_due_soon", category="repair") == 2


def test_categories_that_the_site_has_no_more_are_together_under_other() -> None:
    scraped = Scraped(figures([TicketCount("lifts", "open", 3, 1), TicketCount("pool", "open", 4, 2)]))
    assert scraped("tickets", category="other", status="open") == 7
    assert scraped("tickets_overdue", category="other") == 3


def test_callbacks_are_counted_by_reason_and_state() -> None:
    counts = [CallbackCount("missed_call", "pending", 4, 1), CallbackCount("missed_call", "calling", 1, 1)]
    scraped = Scraped(figures(callbacks=counts))
    assert scraped("callbacks", reason="missed_call", state="pending") == 4
    assert scraped("callbacks_overdue", reason="missed_call") == 2
    assert scraped("callbacks", reason="requested", state="pending") == 0


def test_duties_are_told_by_what_became_of_them() -> None:
    scraped = Scraped(figures())
    assert [scraped("duties", state=state) for state in ("due", "done", "missed")] == [3, 2, 1]


def test_complaints_and_incidents_are_told_as_they_are() -> None:
    scraped = Scraped(figures(complaints=2, incidents=1))
    assert (scraped("complaints_overdue"), scraped("incidents_without_report")) == (2, 1)


def test_the_day_tells_what_is_missing_and_how_many_more_are_needed() -> None:
    scraped = Scraped(figures(eligible=20, reached=16))
    assert (scraped("callback_day_eligible"), scraped("callback_day_reached")) == (20, 16)
    assert (scraped("callback_day_missing"), scraped("callback_day_needed")) == (4, 2)
    assert scraped("callback_day_ratio") == 0.8
    assert scraped("callback_day_left_seconds") == 8.5 * 3600


def test_of_nothing_there_is_no_rate_and_nothing_is_needed() -> None:
    scraped = Scraped(figures())
    assert scraped("callback_day_ratio") is None
    assert (scraped("callback_day_needed"), scraped("callback_day_reachable")) == (0, 1)


def test_the_gauge_says_what_the_api_says() -> None:
    for reached, reachable in ((16, 1), (20, 1)):
        assert Scraped(figures(eligible=20, reached=reached))("callback_day_reachable") == reachable
    too_late = day_rate([Followed("1", NOON_US, None, None)], DAY, SHANGHAI, LATE + HOUR_US, RULES.callbacks)
    scraped = Scraped(figures()._replace(day=CallbackDay(too_late, LATE)))
    assert (scraped("callback_day_reachable"), too_late.can_be_met) == (0, False)


def test_the_categories_of_complaints_and_incidents_are_the_site_s() -> None:
    assert complaint_categories(RULES) == ["complaint"]
    assert incident_categories(RULES) == ["major_incident"]


def test_an_incident_has_its_report_when_it_is_written_and_sent_or_waived() -> None:
    bare = Ticket("20261125-0001", NOON_US, Source.HAND, "major_incident")
    written = replace(bare, steps_done=(StepDone("report", "li", NOON_US, "a.pdf"),))
    sent = replace(written, steps_done=(*written.steps_done, StepDone("sent", "li", NOON_US, "board")))
    waived = replace(written, steps_waived=(Waiver("sent", "wang", NOON_US, "told in person"),))
    assert [without_report([one]) for one in (bare, written, sent, waived)] == [1, 1, 0, 0]
