"""What is wrong with a value, in words of ours: what pydantic says is English, and meant for programmers."""

import difflib
from collections.abc import Mapping

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from kit.i18n import _
from kit.wrong import WrongValueError, marked

_NUMBER = marked("must be a number")
_WHOLE = marked("must be a whole number")
_YES_NO = marked("must be true or false")
_TABLE = marked("must be a table")
_LIST = marked("must be a list")
_ONE_OF = marked("must be one of {expected}")

SAID: Mapping[str, str] = {
    "missing": marked("is missing"),
    "bool_parsing": _YES_NO,
    "bool_type": _YES_NO,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "finite_number": _NUMBER,
    "greater_than": marked("must be more than {gt}"),
    "greater_than_equal": marked("must be at least {ge}"),
    "less_than": marked("must be less than {lt}"),
    "less_than_equal": marked("must be at most {le}"),
    "string_type": marked("must be a text"),
    "string_too_short": marked("must have at least {min_length} characters"),
    "string_too_long": marked("must have at most {max_length} characters"),
    "string_pattern_mismatch": marked("is not written like that"),
    "too_short": marked("must have at least {min_length} items"),
    "too_long": marked("must have at most {max_length} items"),
    "literal_error": _ONE_OF,
    "enum": _ONE_OF,
    "path_type": marked("must be the path of a file or folder"),
    "list_type": _LIST,
    "tuple_type": _LIST,
    "dict_type": _TABLE,
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "is_instance_of": marked("must be written like the example"),
}


OF_FILES = (marked("No such file or directory"), marked("Permission denied"), marked("Is a directory"))


def problem(details: ErrorDetails, keys: list[str], holder: type[BaseModel]) -> str:
    """`holder` is the group that has the last of the keys."""
    parts = dict(details.get("ctx", {}))
    wrong = parts.get("error")
    if isinstance(wrong, WrongValueError):
        return _(wrong.text).format(**{name: _known(name, part) for name, part in wrong.parts.items()})
    if details["type"] == "extra_forbidden":
        return _unknown(keys[-1], holder)
    if details["type"] not in SAID:
        return details["msg"]
    if "expected" in parts:
        parts["expected"] = parts["expected"].replace(" or ", ", ")
    return _(SAID[details["type"]]).format(**parts)


def _known(name: str, part: object) -> object:
    return reason(part) if name == "why" and isinstance(part, str) else part


def reason(strerror: str | None) -> str:
    """What the system says of a file."""
    return _(strerror) if strerror in OF_FILES else strerror or ""


def _unknown(key: str, holder: type[BaseModel]) -> str:
    near = difflib.get_close_matches(key, holder.model_fields, 1)
    if near:
        return _("is no setting; did you mean {near}?").format(near=near[0])
    return _("is no setting; here are {names}").format(names=", ".join(holder.model_fields))
