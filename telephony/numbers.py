"""A caller's number as the switch said it, as E.164.

What is no public number has no E.164 form: extensions, service codes such as 95588, withheld and unknown numbers.
"""

import re
from collections.abc import Callable
from functools import lru_cache

import phonenumbers

_DIALLABLE = re.compile(r"\+?\(?[0-9][0-9 ()./-]{0,38}", re.ASCII)
_NO_DIGIT = re.compile(r"[^0-9]+", re.ASCII)

SHORT_DIGITS_MAX = 6
"""Extensions and service codes have no more digits than this. Some also make a valid number once an area code stands
before them (021 95588), which would be somebody else."""


_WITHHELD = frozenset({"", "anonymous", "unknown", "<unknown>", "restricted", "withheld", "private"})


def is_withheld(raw: str) -> bool:
    """What a switch says instead of the number of somebody who does not show it."""
    return raw.strip().lower() in _WITHHELD


@lru_cache(maxsize=16_384)
def e164(raw: str, region: str = "CN", area_code: str = "") -> str | None:
    """`area_code` is how the site writes its own ('021'); without it a number dialled inside its town stays unknown."""
    raw = raw.strip()
    if not _DIALLABLE.fullmatch(raw):
        return None
    if raw.startswith("+"):
        return _valid(raw, region)
    digits = _NO_DIGIT.sub("", raw)
    if len(digits) <= SHORT_DIGITS_MAX:
        return None
    return _valid(digits, region) or _valid(area_code + digits if area_code else "", region)


def e164_at(region: str, area_code: str) -> Callable[[str], str | None]:
    """Returns a function that reads numbers as this site writes them. It remembers its answers."""
    return lambda raw: e164(raw, region, area_code)


def dialled_form(number: str, region: str = "CN", abroad_prefix: str = "00") -> str:
    """What a trunk is given to dial: as at home for a number at home, else with the prefix; digits stay as they are."""
    if not number.startswith("+"):
        return number
    parsed = phonenumbers.parse(number)
    if parsed.country_code == phonenumbers.country_code_for_region(region):
        return _NO_DIGIT.sub("", phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL))
    return abroad_prefix + number.removeprefix("+")


def _valid(number: str, region: str) -> str | None:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
