"""The group that says what the service desk goes by."""

from collections.abc import Mapping
from datetime import UTC, time, tzinfo
from typing import Self

from pydantic import Field, model_validator

from kit.instants import MINUTE_US
from kit.wrong import WrongValueError
from thirdring.settings.callbacks import Callbacks
from thirdring.settings.desk_changes import Category, Promise, Step, changes_of
from thirdring.settings.groups import Group
from thirdring.settings.values import Date, Dates, Days, Items, Names, service_days
from ticketing.clocks.hours import Hours
from ticketing.clocks.pauses import STOPPING, PauseReason
from ticketing.clocks.promises import Promise as DeskPromise
from ticketing.clocks.promises import site_promises
from ticketing.clocks.terms import Site, Term
from ticketing.clocks.workdays import Workdays
from ticketing.tickets.categories import SHORT_CALL, site_categories
from ticketing.tickets.categories import Category as DeskCategory
from ticketing.tickets.procedures import Procedure, site_procedures


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
        description="Hours for which pauses by agents and workmen stop a ticket's clocks at most, all of them counted "
        "together since the last pause by a dispatcher. For longer a dispatcher resumes it and pauses it themselves.",
        examples=[24],
    )
    pause_reasons: Names = Field(
        ("吃饭", "休息", "培训", "会议"),
        description="What an agent may pause for, in this order. The queue of the PBX keeps the reason.",
        examples=[["吃饭", "休息"]],
    )
    away_minutes: float = Field(
        0,
        ge=0,
        le=1440,
        description="Minutes without any open page of the console, outside a call, after which an agent who had opened "
        "/desk is paused as away (离开); their own click ends it. 0: never, for sites where agents close the page and "
        "go on with the phone alone. Where they work in the page, 5 is a good value.",
        examples=[5],
    )
    wrap_up_seconds: float = Field(
        30,
        ge=0,
        le=3600,
        description="Time after a call in which the desk shows an agent as writing down what it was about; the agent "
        "can lengthen it once. It holds no call back: `wrapuptime` in queues.conf does. 0: none.",
        examples=[30],
    )
    trades: dict[str, Names] = Field(
        {},
        description="Workmen of each trade, by their user names. A user with the role workman sees the tickets that "
        "were given to them or to a trade of theirs, and nothing else.",
        examples=[{"plumbing": ["zhang", "li"]}],
    )
    assign_after_minutes: float | None = Field(
        None,
        ge=0,
        le=10_080,
        description="Minutes after which a ticket of a trade that nobody took is given to whoever of that trade is on "
        "duty with the least open work; urgent ones are given at once. Who is on duty is said at /trades. By default "
        "nobody is given one by rule.",
        examples=[15],
    )
    rating_pause_days: float = Field(
        14,
        ge=0,
        le=365,
        description="Days for which a household that was asked to rate, by a survey or by the link of a complaint, is "
        "not asked by a link to rate something else. 0: no pause.",
        examples=[30],
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
    step: Items[Step] = ()

    @model_validator(mode="after")
    def _rules_hold(self) -> Self:
        choices = self.categories().keys() - {SHORT_CALL}
        if self.category_of_calls not in choices:
            known = ", ".join(key for key in self.categories() if key in choices)
            name = repr(self.category_of_calls)
            raise WrongValueError("no category {name}; there is: {names}", "category_of_calls", name=name, names=known)
        self.procedures()
        _hours(self.service_hours, UTC, Workdays(None))
        for day in self.rest_days:
            if day in self.work_days:
                raise WrongValueError("{day} is both a work day and a rest day", "rest_days", day=day)
        return self

    def promises(self) -> dict[str, DeskPromise]:
        changes = changes_of(self.promise, "promise")
        try:
            return site_promises(changes)
        except WrongValueError as error:
            raise error.under("promise", list(changes).index(str(error.at[0])), without=1) from None

    def categories(self) -> dict[str, DeskCategory]:
        changes = changes_of(self.category, "category")
        for change in changes.values():
            if change.get("procedure") == "":
                change["procedure"] = None
        promises = self.promises()
        try:
            return site_categories(changes, promises)
        except WrongValueError as error:
            raise error.under("category", list(changes).index(str(error.at[0])), without=1) from None

    def procedures(self) -> dict[str, Procedure]:
        changes: dict[tuple[str, str], tuple[Term, ...]] = {}
        for index, step in enumerate(self.step):
            if (step.procedure, step.key) in changes:
                raise WrongValueError("{key} is there twice; say it once", "step", index, "key", key=step.key)
            changes[step.procedure, step.key] = step.term
        try:
            return site_procedures(changes)
        except WrongValueError as error:
            index = list(changes).index((str(error.at[0]), str(error.at[1])))
            raise error.under("step", index, without=2) from None

    def site(self, zone: tzinfo, country: str | None) -> Site:
        workdays = Workdays(country, dict.fromkeys(self.work_days, True) | dict.fromkeys(self.rest_days, False))
        return Site(zone, workdays, _hours(self.service_hours, zone, workdays))

    @property
    def soon_us(self) -> int:
        return self.due_soon_minutes * MINUTE_US


def _hours(days: Mapping[str, tuple[str, ...]] | None, zone: tzinfo, workdays: Workdays) -> Hours | None:
    if days is None:
        return None
    openings = service_days(days)
    return Hours(
        zone,
        tuple(tuple((since, None if until == time.max else until) for since, until in day) for day in openings),
        workdays,
    )
