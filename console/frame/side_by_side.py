"""A conflict with somebody else's change is shown as three texts: before, now, and as typed here."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from console.frame.drawn import Form, apart, form_of
from console.frame.visit import Visit
from kit.http.problems import Problem


async def typed_form(visit: Visit, api: str, drawn: Callable[[Mapping[str, Any]], Mapping[str, str]]) -> Form:
    """The form with the values it was drawn with. A form without them is taken as drawn just now."""
    form = form_of(await visit.form())
    return form if form.was else form._replace(was=drawn(await visit.get(api)))


@contextmanager
def side_by_side(form: Form, drawn: Callable[[Mapping[str, Any]], Mapping[str, str]]) -> Iterator[None]:
    """`drawn`: what the fields of the form would be drawn with, of the record as it is now."""
    try:
        yield
    except Problem as problem:
        current = problem.more.get("current")
        if current is not None and form.was:
            problem.more["apart"] = apart(form, drawn(current.model_dump(mode="json")))
        raise
