"""The greeting of a PBX, and whether its version is too old. Pure."""

import re

OLDEST = "Asterisk 13"
_VERSION = re.compile(r"Asterisk Call Manager/(\d+)[.\d]*", re.ASCII)
_FIRST_MAJOR = 2
TOO_OLD = (
    "This PBX speaks AMI {version}, as Asterisk 1.8 to 11 do: their events do not say which channels are one call. "
    "The oldest version that can be measured is {oldest}."
)


class TooOldError(ValueError):
    """The text is for people."""


def refuse_old(greeting: str) -> None:
    if why := too_old(greeting):
        raise TooOldError(why)


def too_old(greeting: str) -> str:
    """The reason, for people; '' if the PBX can be measured."""
    found = _VERSION.search(greeting)
    if found is None or int(found[1]) >= _FIRST_MAJOR:
        return ""
    return TOO_OLD.format(version=found[0].partition("/")[2], oldest=OLDEST)
