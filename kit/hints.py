"""Type hints, read while the program runs."""

import types
from typing import Any, Union, get_args, get_origin


def without_none(hint: Any) -> Any:
    """`int | None` is int; what may be several things stays as it is."""
    if get_origin(hint) not in (Union, types.UnionType):
        return hint
    kinds = [kind for kind in get_args(hint) if kind is not type(None)]
    return kinds[0] if len(kinds) == 1 else hint
