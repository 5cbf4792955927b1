"""Who is on one turn, as a form changes it: one person at a time. After a conflict both sides are told apart."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from console.frame.drawn import Apart, form_of
from console.frame.visit import Visit
from kit.http.problems import Problem
from kit.i18n import Language


class People(NamedTuple):
    members: tuple[str, ...]
    managers: tuple[str, ...]  # on duty


def people_of(turn: Mapping[str, Any]) -> People:
    def of(part: str) -> tuple[str, ...]:
        return tuple(each["person"] for each in turn["seats"] if each["part"] == part)

    return People(of("member"), of("manager"))


def changed(people: People, typed: Mapping[str, str]) -> People:
    """The reader's own change of what there is now, so that nobody else's is undone. Who is there already has the
    other part from now on."""
    name = typed.get("remove", typed.get("add", "")).strip()
    left = People(*(tuple(each for each in names if each != name) for names in people))
    if "remove" in typed or not name:
        return left
    if typed.get("duty") == "manager":
        return left._replace(managers=(*left.managers, name))
    return left._replace(members=(*left.members, name))


def drawn_with(language: Language) -> Callable[[Mapping[str, Any]], dict[str, str]]:
    """What the form of a turn carries: who was on it as it was drawn."""
    comma = "、" if language == "zh" else ", "

    def drawn(turn: Mapping[str, Any]) -> dict[str, str]:
        people = people_of(turn)
        return {"people": comma.join(people.members), "managers": comma.join(people.managers)}

    return drawn


@contextmanager
def told_apart(visit: Visit, typed: Mapping[str, str]) -> Iterator[None]:
    """A conflict tells who was on it, who is now, and whom this reader puts in or takes out."""
    try:
        yield
    except Problem as problem:
        current = problem.more.get("current")
        if current is not None:
            now = drawn_with(visit.language)(current.model_dump(mode="json"))
            problem.more["apart"] = apart(typed, now)
            problem.more["version_at"] = version_at(visit.path("day"), visit.path("shift"))
        raise


def apart(typed: Mapping[str, str], now: Mapping[str, str]) -> list[Apart]:
    own = "managers" if typed.get("duty") == "manager" else "people"
    mine = f"− {typed['remove']}" if "remove" in typed else f"+ {typed.get('add', '')}"
    return [
        Apart(name, was, now[name], mine if name == own else None)
        for name, was in form_of(typed).was.items()
        if was != now[name] or name == own
    ]


def version_at(day: str, shift: str) -> str:
    """The id of the field that a form of this turn takes its version from."""
    return f"version-{day}-{shift}"
