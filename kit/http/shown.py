"""A model of an answer, filled from a thing by the names of its fields; `opened_at` is from `opened_at_us`, and
`talk_seconds` from `talk_us`.

Who may see only masked text gets each text through `hide`, unless the field says `Plain` or has a mask of its own. So a
new field of text is masked from the first day.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from kit.hints import without_none
from kit.http.wire import instant_or_none
from kit.instants import SECOND_US

M = TypeVar("M", bound=BaseModel)
Hide = Callable[[str], str]


class Mask(NamedTuple):
    """How a field is masked, in place of the usual way."""

    hide: Hide


def _as_it_is(text: str) -> str:
    return text


Plain = Annotated[str, Mask(_as_it_is)]
"""A key, a name of an account: nothing that people write about somebody."""


def shown(model: type[M], thing: object, hide: Hide | None = None, **others: Any) -> M:
    """`others` are the fields that are not in the thing. Without `hide` nothing is masked."""
    kind: Any = type(thing)
    for name, attribute, change in _fields(model, kind):
        if name not in others:
            value = getattr(thing, attribute)
            others[name] = value if change is None or value is None else change(value, hide)
    return model(**others)


_Change = Callable[[Any, Hide | None], Any]


@lru_cache
def _fields(model: type[BaseModel], kind: type) -> list[tuple[str, str, _Change | None]]:
    """The model's field, the thing's, and what becomes of its value."""
    known = {*get_type_hints(kind), *dir(kind)}
    hints = get_type_hints(model, include_extras=True)
    found: list[tuple[str, str, _Change | None]] = []
    for name in model.model_fields:
        if f"{name}_us" in known:
            found.append((name, f"{name}_us", lambda at_us, _: instant_or_none(at_us)))
        elif (spent := name.removesuffix("_seconds") + "_us") in known:
            found.append((name, spent, lambda spent_us, _: spent_us / SECOND_US))
        elif name in known:
            found.append((name, name, _change(hints[name])))
    return found


def _change(hint: Any) -> _Change | None:
    hint = without_none(hint)
    if get_origin(hint) is Annotated:
        kind, *marks = get_args(hint)
        for mark in marks:
            if isinstance(mark, Mask):
                return _masked(mark.hide)
        return _change(kind)
    if hint is str:
        return lambda text, hide: text if hide is None else hide(text)
    if get_origin(hint) is list:
        change = _change(get_args(hint)[0])
        return None if change is None else lambda values, hide: [change(value, hide) for value in values]
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return lambda thing, hide: shown(hint, thing, hide)
    return None


def _masked(own: Hide) -> _Change:
    return lambda text, hide: text if hide is None else own(text)
