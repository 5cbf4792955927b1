"""The phones of one cell, however people write them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from telephony.numbers import e164
from ticketing.households.household import Phone

_BETWEEN = re.compile(r"[,;/|\\、，；。\n]+|或|和")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−~", "-"))
_SHORT = re.compile(r"[0-9]{2,6}", re.ASCII)
_MOBILE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
_FLOAT = re.compile(r"([0-9]+)\.0+", re.ASCII)
_EXPONENT = re.compile(r"([0-9])(?:\.([0-9]+))?[eE]\+?([0-9]{1,2})", re.ASCII)
_EXTENSION = re.compile(r"(.*[0-9])(?:\)|\s)*(?:转|分机|ext\.?|x|#|-)\s*[0-9]{1,6}", re.ASCII | re.IGNORECASE)
_RUN = re.compile(r"\+?\(?[0-9](?:[0-9 ().-]*[0-9])?", re.ASCII)
_RUN_DIGITS_MIN = 7
"""Fewer digits among words are a house number or an age, no phone."""

_OTHER_ACCOUNT = re.compile(r"(微信|wechat|vx|wx|qq|身份证)[^0-9]*$", re.IGNORECASE)


class Site(NamedTuple):
    """Where numbers are dialled from."""

    region: str = "CN"
    area_code: str = ""


class Found(NamedTuple):
    phones: tuple[Phone, ...]
    is_whole: bool  # False: something in the cell is no phone


def read_phones(text: str, site: Site) -> Found:
    if text.isdecimal() and (number := _number(text, site)):  # nearly always, and quick to know
        return Found((Phone(number, text),), is_whole=True)
    pieces = [piece for piece in (part.strip() for part in _BETWEEN.split(text.translate(_DASHES))) if piece]
    found = [_of_piece(piece, site) for piece in pieces]
    phones = {phone.number: phone for each in found for phone in each.phones}
    only_words = bool(pieces) and not phones
    return Found(tuple(phones.values()), not only_words and all(each.is_whole for each in found))


def _of_piece(piece: str, site: Site) -> Found:
    number = _number(piece, site)
    if number is not None:
        return Found((Phone(number, piece),), is_whole=True)
    if _EXPONENT.fullmatch(piece):  # digits are gone
        return Found((), is_whole=False)
    runs = [(run.start(), run[0]) for run in _RUN.finditer(piece) if _digit_count(run[0]) >= _RUN_DIGITS_MIN]
    if not runs:
        return Found((), is_whole=not piece.isdigit())
    read = [(run, _number(run, site)) for at, run in _split(runs, site) if not _is_other(piece[:at], run)]
    phones = [Phone(number, piece if len(runs) == len(read) == 1 else run) for run, number in read if number]
    return Found(tuple(phones), is_whole=len(phones) >= len(runs) and len(phones) == len(read))


def _split(runs: list[tuple[int, str]], site: Site) -> Iterator[tuple[int, str]]:
    """Spaces are within a phone, or between two."""
    for at, run in runs:
        parts = run.split()
        if _number(run, site) is None and all(_number(part, site) for part in parts):
            yield from ((at, part) for part in parts)
        else:
            yield at, run


def _number(text: str, site: Site) -> str | None:
    if exponent := _EXPONENT.fullmatch(text):
        text = _all_digits(exponent)
    elif float_ := _FLOAT.fullmatch(text):
        text = float_[1]
    if _SHORT.fullmatch(text):
        return text
    number = e164(text, site.region, site.area_code)
    if number is None and (extended := _EXTENSION.fullmatch(text)):
        number = e164(extended[1], site.region, site.area_code)
    return number


def _all_digits(exponent: re.Match[str]) -> str:
    """Of `1.3800138001E+10`; empty where digits are gone."""
    digits = exponent[1] + (exponent[2] or "")
    return digits if len(digits) == int(exponent[3]) + 1 else ""


def _is_other(before: str, run: str) -> bool:
    """Whether it is the number of an account that is no phone."""
    return _OTHER_ACCOUNT.search(before) is not None and _MOBILE.fullmatch(run) is None


def _digit_count(text: str) -> int:
    return sum(letter.isdigit() for letter in text)
