"""Categories and their rules, as data. A site changes any of them, and adds its own, by its settings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from kit.wrong import WrongValueError, marked
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
    follow_up: bool = True  # an issue (问题): once resolved they are called, and it counts in the day's callback rate
    procedure: str | None = None  # a key of PROCEDURES
    complaint: bool = False  # valid or not, response and settlement are asked for


SHORT_CALL = "short_call"
"""The caller hung up within the first rings. Only a call itself puts its ticket here."""

_REPAIR = {Priority.CRITICAL: "repair_critical", Priority.URGENT: "repair_urgent"}

CATEGORIES: Mapping[str, Category] = {
    "enquiry": Category("咨询", "Enquiry", follow_up=False),
    "repair": Category("一般报修", "Repair", "repair_general", _REPAIR),
    "repair_urgent": Category("紧急报修", "Urgent repair", "repair_urgent", _REPAIR, Priority.URGENT),
    "complaint": Category("投诉", "Complaint", "complaint", complaint=True),
    "suggestion": Category("建议", "Suggestion"),
    "service_request": Category("有偿服务", "Paid service"),
    "fees": Category("收费", "Fees"),
    "move_in": Category("入住", "Move-in", "works", procedure="move_in"),
    "renovation": Category("装修", "Renovation", "steps", procedure="renovation"),
    "goods_removal": Category("物品搬运", "Goods removal", procedure="goods_removal"),
    "major_incident": Category(
        "重大事件", "Major incident", "repair_critical", priority=Priority.CRITICAL, procedure="major_incident"
    ),
    "wrong_number": Category("打错电话", "Wrong number", follow_up=False),
    SHORT_CALL: Category("短时来电", "Short call", "none", follow_up=False),
    "other": Category("其他", "Other"),
}

NO_PROBLEM = frozenset({"wrong_number", SHORT_CALL})
"""Tickets of these categories are no problem that anybody had."""


def promise_of(category: Category, priority: Priority, difficult: bool, promises: Mapping[str, Promise]) -> Promise:
    """A difficult ticket has the week of difficult ones, and still the first response of its own category."""
    own = promises[category.promise_by_priority.get(priority, category.promise)]
    return replace(own, resolution=promises["difficult"].resolution) if difficult else own


def site_categories(
    changes: Mapping[str, Mapping[str, Any]], promises: Mapping[str, Promise] = PROMISES
) -> dict[str, Category]:
    """The defaults with a site's changes; raises WrongValueError at the category and its rule."""
    found = dict(CATEGORIES)
    for key, change in changes.items():
        found[key] = changed = _changed(key, found.get(key), change)
        for priority, name in changed.promise_by_priority.items():
            _known(name, promises, marked("no promise {name}; there is: {names}"), key, "promise_by_priority", priority)
        _known(changed.promise, promises, marked("no promise {name}; there is: {names}"), key, "promise")
        if changed.procedure is not None:
            _known(changed.procedure, PROCEDURES, marked("no procedure {name}; there is: {names}"), key, "procedure")
    return found


def _known(name: str, names: Iterable[str], text: str, *at: str) -> None:
    if name not in names:
        raise WrongValueError(text, *at, name=repr(name), names=", ".join(names))


def _changed(key: str, known: Category | None, change: Mapping[str, Any]) -> Category:
    allowed = {field.name for field in fields(Category)}
    for name in change:
        _known(name, sorted(allowed), marked("unknown rule {name}; there is: {names}"), key, name)
    for title in ("zh", "en"):
        if known is None and title not in change:
            raise WrongValueError("a new one needs its titles, zh and en", key, title)
    return Category(**change) if known is None else replace(known, **change)
