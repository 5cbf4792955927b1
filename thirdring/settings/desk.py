"""The groups that say what the service desk goes by: categories, promises, callbacks, days. A site changes any rule and
adds its own; what it does not say stays as it comes."""

from collections.abc import Mapping, Sequence
from datetime import UTC, time, tzinfo
from typing import Any, Self

from pydantic import Field, model_validator

from kit.instants import MINUTE_US
from kit.wrong import WrongValueError
from thirdring.settings.callbacks import Callbacks
from thirdring.settings.groups import Group
from thirdring.settings.values import Date, Dates, Days, Items, Names, Terms, service_days
from ticketing.clocks.hours import Hours
from ticketing.clocks.pauses import STOPPING, PauseReason
from ticketing.clocks.promises import Promise as DeskPromise
from ticketing.clocks.promises import site_promises
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.tickets.categories import SHORT_CALL, Priority, site_categories
from ticketing.tickets.categories import Category as DeskCategory


class Promise(Group):
    """Changes an existing one, or adds one."""

    key: str = Field(
        pattern=r"^[a-z][a-z0-9_]{0,31}$",
        description="Which promise: general, difficult, complaint, repair_critical, repair_urgent, repair_general, "
        "works, or the key of a new one. docs/ticketing.md has their terms.",
        examples=["complaint"],
    )
    zh: str | None = Field(None, min_length=1, max_length=64, description="Its Chinese title.", examples=["投诉"])
    en: str | None = Field(None, min_length=1, max_length=64, description="Its English title.", examples=["complaint"])
    response: Terms | None = Field(
        None,
        description="Terms of the first response; of several the earliest counts, and none is promised by []. "
        "30 minutes, 4 hours, 6 service hours, 7 days, 7 workdays, end of day, end of workday.",
        examples=[["24 hours"]],
    )
    resolution: Terms | None = Field(
        None, description="Terms of the resolution, written the same way.", examples=[["12 hours", "end of day"]]
    )


class Category(Group):
    """Changes an existing one, or adds one."""

    key: str = Field(
        pattern=r"^[a-z][a-z0-9_]{0,31}$",
        description="Which category: enquiry, repair, repair_urgent, complaint, suggestion, service_request, fees, "
        "move_in, renovation, goods_removal, major_incident, wrong_number, short_call, other, or the key of a new one.",
        examples=["enquiry"],
    )
    zh: str | None = Field(None, min_length=1, max_length=64, description="Its Chinese title.", examples=["咨询"])
    en: str | None = Field(None, min_length=1, max_length=64, description="Its English title.", examples=["Enquiry"])
    promise: str | None = Field(None, description="The promise that its clocks run on.", examples=["general"])
    promise_by_priority: dict[Priority, str] | None = Field(
        None,
        description="Another promise for some priorities: critical (特急), urgent (紧急), normal (一般).",
        examples=[{"critical": "repair_critical", "urgent": "repair_urgent"}],
    )
    priority: Priority | None = Field(None, description="The priority of a new ticket.", examples=["normal"])
    difficult: bool | None = Field(
        None, description="true: a new ticket has the week of difficult ones (疑难).", examples=[False]
    )
    follow_up: bool | None = Field(
        None,
        description="true: an issue (问题), which is called back about once resolved, and counts in the callback rate "
        "of its day. Not so by default: enquiry, wrong_number and short_call, where nothing was resolved.",
        examples=[True],
    )
    procedure: str | None = Field(
        None,
        description="The steps that close it: move_in, renovation, goods_removal, major_incident; empty: none.",
        examples=["renovation"],
    )
    complaint: bool | None = Field(
        None, description="true: whether it is valid, its response and its settlement are asked for.", examples=[False]
    )


class Desk(Group):
    category_of_calls: str = Field(
        "other", description="Category of a call's ticket until somebody says what it was about.", examples=["repair"]
    )
    due_soon_minutes: int = Field(
        60, ge=1, le=10_080, description="Minutes before a ticket is due at which that is told, once.", examples=[30]
    )
    numbers_per_day: int = Field(
        100,
        ge=1,
        le=100_000,
        description="Masked phone numbers that an agent may be shown on a local day: by callbacks, by tickets that "
        "somebody gave them, and for a reason. Their own calls do not count. More stay masked, and an alert tells it.",
        examples=[100],
    )
    lookups_per_day: int = Field(
        200,
        ge=1,
        le=100_000,
        description="Different phone numbers that somebody who may not see numbers may look up, or type into "
        "tickets, on a local day; so nobody finds the hidden digits of one by trying. An alert tells when they are "
        "used up.",
        examples=[200],
    )
    pauses: tuple[PauseReason, ...] = Field(
        tuple(sorted(STOPPING)),
        description="Reasons of a pause that stop a ticket's clocks: waiting_for_parts, waiting_for_owner, "
        "waiting_for_others. While it pauses for another one they run on.",
        examples=[["waiting_for_owner"]],
    )
    agents_pause_hours: float = Field(
        24,
        gt=0,
        le=8760,
        description="Hours for which a pause by an agent stops a ticket's clocks at most; a longer one needs a "
        "dispatcher, who resumes it and pauses it themselves.",
        examples=[24],
    )
    trades: dict[str, Names] = Field(
        {},
        description="Workmen of each trade, by their user names. A user with the role workman sees the tickets that "
        "were given to them or to a trade of theirs, and nothing else.",
        examples=[{"plumbing": ["zhang", "li"]}],
    )
    since: Date | None = Field(
        None,
        description="First local day of the site. Objectives and duties begin then: an earlier day, week, month or "
        "year has no figures and is not missed. By default they begin with the first call.",
        examples=["2026-11-01"],
    )
    work_days: Dates = Field(
        (),
        description="Days that are worked here, whatever the calendar says. None by default.",
        examples=[["2026-10-10"]],
    )
    rest_days: Dates = Field(
        (),
        description="Days that nobody works here, whatever the calendar says. None by default.",
        examples=[["2026-12-24"]],
    )
    service_hours: Days | None = Field(
        None,
        description="Local hours in which terms in service hours run, on workdays; a weekday left out is closed. "
        "Day and night by default.",
        examples=[{"monday": ["08:00-12:00", "13:30-18:00"]}],
    )
    callbacks: Callbacks = Callbacks()
    promise: Items[Promise] = ()
    category: Items[Category] = ()

    @model_validator(mode="after")
    def _rules_hold(self) -> Self:
        choices = self.categories().keys() - {SHORT_CALL}
        if self.category_of_calls not in choices:
            known = ", ".join(key for key in self.categories() if key in choices)
            name = repr(self.category_of_calls)
            raise WrongValueError("no category {name}; there is: {names}", "category_of_calls", name=name, names=known)
        _hours(self.service_hours, UTC, Workdays(None))
        for day in self.rest_days:
            if day in self.work_days:
                raise WrongValueError("{day} is both a work day and a rest day", "rest_days", day=day)
        return self

    def promises(self) -> dict[str, DeskPromise]:
        changes = _changes(self.promise, "promise")
        try:
            return site_promises(changes)
        except WrongValueError as error:
            raise error.under("promise", list(changes).index(str(error.at[0])), without=1) from None

    def categories(self) -> dict[str, DeskCategory]:
        changes = _changes(self.category, "category")
        for change in changes.values():
            if change.get("procedure") == "":
                change["procedure"] = None
        promises = self.promises()
        try:
            return site_categories(changes, promises)
        except WrongValueError as error:
            raise error.under("category", list(changes).index(str(error.at[0])), without=1) from None

    def site(self, zone: tzinfo, country: str | None) -> Site:
        workdays = Workdays(country, dict.fromkeys(self.work_days, True) | dict.fromkeys(self.rest_days, False))
        return Site(zone, workdays, _hours(self.service_hours, zone, workdays))

    @property
    def soon_us(self) -> int:
        return self.due_soon_minutes * MINUTE_US


def _changes(items: Sequence[Promise | Category], what: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for index, item in enumerate(items):
        if item.key in found:
            raise WrongValueError("{key} is there twice; say it once", what, index, "key", key=item.key)
        said = {name: getattr(item, name) for name in type(item).model_fields if name != "key"}
        found[item.key] = {name: value for name, value in said.items() if value is not None}
    return found


def _hours(days: Mapping[str, tuple[str, ...]] | None, zone: tzinfo, workdays: Workdays) -> Hours | None:
    if days is None:
        return None
    openings = service_days(days)
    return Hours(
        zone,
        tuple(tuple((since, None if until == time.max else until) for since, until in day) for day in openings),
        workdays,
    )
