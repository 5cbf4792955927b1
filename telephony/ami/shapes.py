"""A PBX writes the headers of one kind of event in the same order nearly every time. A shape is such an order: one
expression reads all values at once, and headers that repeat (`ChanVariable`) cost no more than others.

What does not fit its shape exactly is no shape's business: it is read line by line instead.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

Pairs = list[tuple[str, str]]

_MOST_HEADERS = 120  # an AttendedTransfer has 84
_MOST_NAME_CHARS = 60
_MOST_SHAPES_ALIKE = 6
_MOST_KINDS = 200
_KIND = slice(7, 19)  # of a frame: enough of the event's name to tell it from nearly all others


_AGAIN = ""  # stands for the name of a header that came before in the same frame


class Shape(NamedTuple):
    match: Callable[[str], re.Match[str] | None]
    names: tuple[str, ...]
    repeated: tuple[tuple[str, int], ...]  # all headers whose name comes more than once, and where their values are


class Shapes:
    def __init__(self) -> None:
        self._shapes: dict[str, list[Shape]] = {}

    def read(self, text: str) -> tuple[dict[str, str], tuple[tuple[str, str], ...]] | None:
        alike = self._shapes.get(text[_KIND])
        if alike is None:
            return None
        for shape in alike:
            found = shape.match(text)
            if found is None:
                continue
            if shape is not alike[0]:  # the commonest is tried first
                alike.remove(shape)
                alike.insert(0, shape)
            values = found.groups()
            headers = dict(zip(shape.names, values))  # noqa: B905  as many groups as names; `strict` costs a tenth
            if not shape.repeated:
                return headers, ()
            del headers[_AGAIN]
            return headers, tuple([(name, values[at]) for name, at in shape.repeated])
        return None

    def learn(self, text: str, pairs: Pairs) -> None:
        """Learns a shape from a frame that fitted none and was read line by line."""
        if len(self._shapes) >= _MOST_KINDS or not _is_tidy(text, pairs):
            return
        alike = self._shapes.setdefault(text[_KIND], [])
        if len(alike) < _MOST_SHAPES_ALIKE:
            alike.append(_shape(pairs))


def _is_tidy(text: str, pairs: Pairs) -> bool:
    return (
        text.startswith("Event: ")
        and len(pairs) <= _MOST_HEADERS
        and all(0 < len(name) <= _MOST_NAME_CHARS for name, _ in pairs)
        and text == "\r\n".join(f"{name}: {value}" for name, value in pairs)
        and text.count("\n") == len(pairs) - 1
        and text.count("\r") == len(pairs) - 1
    )


def _shape(pairs: Pairs) -> Shape:
    names = [name for name, _ in pairs]
    expression = f"Event: ({re.escape(pairs[0][1])})" + "".join(
        f"\r\n{re.escape(name)}: ([^\r]*)" for name in names[1:]
    )
    return Shape(
        re.compile(expression).fullmatch,
        tuple(name if name not in names[:at] else _AGAIN for at, name in enumerate(names)),
        tuple((name, at) for at, name in enumerate(names) if names.count(name) > 1),
    )
