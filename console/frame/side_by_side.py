"""A conflict tells what somebody else changed: as it was, as it is now, and as it was typed here."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from console.frame.drawn import Form, apart, form_of
from console.frame.visit import Visit
from kit.http.problems import Problem


async def typed_form(visit: Visit, api: str, drawn: Callable[[Mapping[str, Any]], Mapping[str, str]]) -> Form:
    """As it was drawn. One that does not say so was drawn with what there is now."""
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
