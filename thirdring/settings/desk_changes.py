"""What a site changes or adds: promises, categories, terms of steps. What it does not say stays as it comes."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from kit.wrong import WrongValueError
from thirdring.settings.groups import Group
from thirdring.settings.values import Terms
from ticketing.tickets.categories import Priority


class Promise(Group):
    """Changes an existing one, or adds one."""

    key: str = Field(
        pattern=r"^[a-z][a-z0-9_]{0,31}$",
        description="Which promise: general, difficult, complaint, repair_critical, repair_urgent, repair_general, "
        "works, steps, none, or the key of a new one. docs/ticketing.md has their terms.",
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


class Step(Group):
    """Gives a step of a procedure another term."""

    procedure: str = Field(
        description="Which procedure: move_in, renovation, goods_removal, major_incident.", examples=["renovation"]
    )
    key: str = Field(
        description="Which of its steps, such as application, permit, inspection_hidden, inspection_final, acceptance "
        "or deposit of renovation. docs/ticketing.md lists them.",
        examples=["permit"],
    )
    term: Terms = Field(
        description="How long the step may take once those before it are done or waived; of several terms the "
        "earliest counts, and none is set by []. Written as the terms of a promise.",
        examples=[["2 workdays"]],
    )


def changes_of(items: Sequence[Promise | Category], what: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for index, item in enumerate(items):
        if item.key in found:
            raise WrongValueError("{key} is there twice; say it once", what, index, "key", key=item.key)
        said = {name: getattr(item, name) for name in type(item).model_fields if name != "key"}
        found[item.key] = {name: value for name, value in said.items() if value is not None}
    return found
