"""Categories and their rules, as data. A site changes any of them, and adds its own, by its settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from ticketing.clocks.promises import PROMISES, Promise
from ticketing.tickets.procedures import PROCEDURES


class Priority(StrEnum):
    CRITICAL = "critical"  # 特急
    URGENT = "urgent"  # 紧急
    NORMAL = "normal"  # 一般


@dataclass(frozen=True, slots=True)
class Category:
    zh: str
    en: str
    promise: str = "general"  # a key of PROMISES
    promise_by_priority: Mapping[Priority, str] = field(default_factory=dict)
    priority: Priority = Priority.NORMAL
    difficult: bool = False  # 疑难, unless the ticket says otherwise
    wants_callback: bool = True
    procedure: str | None = None  # a key of PROCEDURES
    complaint: bool = False  # valid or not, response and settlement are asked for


_REPAIR = {Priority.CRITICAL: "repair_critical", Priority.URGENT: "repair_urgent"}

CATEGORIES: Mapping[str, Category] = {
    "enquiry": Category("咨询", "Enquiry", wants_callback=False),
    "repair": Category("一般报修", "Repair", "repair_general", _REPAIR),
    "repair_urgent": Category("紧急报修", "Urgent repair", "repair_urgent", _REPAIR, Priority.URGENT),
    "complaint": Category("投诉", "Complaint", "complaint", complaint=True),
    "suggestion": Category("建议", "Suggestion"),
    "service_request": Category("有偿服务", "Paid service"),
    "fees": Category("费用", "Fees"),
    "move_in": Category("入住", "Move-in", "works", procedure="move_in"),
    "renovation": Category("装修", "Renovation", "works", procedure="renovation"),
    "goods_removal": Category("物品搬运", "Goods removal", procedure="goods_removal"),
    "major_incident": Category(
        "重大事件", "Major incident", "repair_critical", priority=Priority.CRITICAL, procedure="major_incident"
    ),
    "wrong_number": Category("打错", "Wrong number", wants_callback=False),
    "other": Category("其他", "Other"),
}


def promise_of(category: Category, priority: Priority, difficult: bool, promises: Mapping[str, Promise]) -> Promise:
    """A difficult ticket has the week of difficult ones, and still the first response of its own category."""
    own = promises[category.promise_by_priority.get(priority, category.promise)]
    return replace(own, resolution=promises["difficult"].resolution) if difficult else own


def site_categories(
    changes: Mapping[str, Mapping[str, Any]], promises: Mapping[str, Promise] = PROMISES
) -> dict[str, Category]:
    """The defaults with a site's changes; raises ValueError naming the category and what is wrong with it."""
    found = dict(CATEGORIES)
    for key, change in changes.items():
        found[key] = _changed(key, found.get(key), change)
        for name in (found[key].promise, *found[key].promise_by_priority.values()):
            if name not in promises:
                raise ValueError(f"category {key}: no promise {name!r}; there is: {', '.join(promises)}")
        if found[key].procedure not in (None, *PROCEDURES):
            raise ValueError(
                f"category {key}: no procedure {found[key].procedure!r}; there is: {', '.join(PROCEDURES)}"
            )
    return found


def _changed(key: str, known: Category | None, change: Mapping[str, Any]) -> Category:
    allowed = {field.name for field in fields(Category)}
    for name in change:
        if name not in allowed:
            raise ValueError(f"category {key}: unknown rule {name!r}; there is: {', '.join(sorted(allowed))}")
    if known is None and not {"zh", "en"} <= change.keys():
        raise ValueError(f"category {key}: a new category needs its titles, zh and en")
    values = dict(change)
    if "priority" in values:
        values["priority"] = Priority(values["priority"])
    if "promise_by_priority" in values:
        values["promise_by_priority"] = {Priority(at): name for at, name in values["promise_by_priority"].items()}
    return Category(**values) if known is None else replace(known, **values)
