"""Where phone numbers stand in what people wrote. Pure.

Digits of any script count. They stand in groups, with a blank, a hyphen or the like between them. What is surely
something else is set aside first: dates, ticket numbers, rooms. Then a group of seven digits or more is a number. So
are shorter groups that together have the shape of one. Amounts and readings are told by the words beside them. A group
in the shape of a mobile phone, of a landline with its area code or of a service number is a number all the same.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

LONG_DIGITS_MIN = 7
_SEPARATORS = (
    r"[ \t\u00a0\u2000-\u200f\u2010-\u2015\u202a-\u202f\u2060-\u206f\u2212\u3000\ufe58\ufe63\uff0d\ufeff"
    r".\u00b7/()（）-]"
)
"""Between the digits of one number; also what cannot be seen, which comes along when a number is copied."""

_GROUP = re.compile(r"[0-9]+")
_BETWEEN = re.compile(rf"{_SEPARATORS}{{1,3}}")
_PLUS = re.compile(rf"[+＋]{_SEPARATORS}{{0,2}}$")

_YEAR, _MONTH, _DAY = r"(?:19|20)[0-9]{2}", r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12][0-9]|3[01])"
_LOOSE_MONTH, _LOOSE_DAY = r"(?:0?[1-9]|1[0-2])", r"(?:[12][0-9]|3[01]|0?[1-9])"
_CLOCK = r"(?:[01][0-9]|2[0-3])(?:[0-5][0-9]){1,2}"
_SET_ASIDE = re.compile(
    "|".join(
        rf"(?<![0-9])(?:{form})(?![0-9])"
        for form in (
            rf"{_YEAR}{_MONTH}{_DAY}-[0-9]{{4,9}}",  # a ticket
            rf"{_YEAR}{_MONTH}{_DAY}(?:{_CLOCK})?",
            rf"{_YEAR}([-/.]){_LOOSE_MONTH}\1{_LOOSE_DAY}",
            rf"{_LOOSE_DAY}([-/.]){_LOOSE_MONTH}\2{_YEAR}",
            r"(?<![0-9]-)[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}(?!-[0-9])",  # building, unit, room
        )
    )
)

_AT_HOME = (
    r"1[3-9][0-9]{9}"  # a mobile phone
    r"|0(?:10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7}(?:[0-9]{1,6})?"  # area code, number, extension
    r"|[48]00[0-9]{7}"
)
_SURE = re.compile(rf"(?:(?:00)?86)?(?:{_AT_HOME})")
_ABROAD = re.compile(r"00[1-9][0-9]{7,14}")
_SPLIT = (  # digits, and how many of them stand in each group
    (re.compile(r"[2-9][0-9]{2}[2-9][0-9]{6}"), ((3, 3, 4),)),
    (re.compile(r"[6-9][0-9]{8}"), ((3, 3, 3), (3, 2, 2, 2))),
    (re.compile(r"0[1-9][0-9]{8,9}"), ((3, 3, 4), (3, 4, 4), (4, 3, 3), (4, 3, 4), (4, 6), (5, 5), (5, 6))),
)
_LOCAL = re.compile(r"[2-9][0-9]{6,7}")
_LOCAL_SPLITS = ((3, 4), (4, 4), (4, 3))
_E164_DIGITS_MAX = 15
_DIGITS_MAX = 22  # country code, area code, number and extension
_FIRST_GROUP_MIN = 3
_COUNTRY_ALONE = ("86", "0086")
_WINDOW_GROUPS_MAX = 13

_PHONE_BEFORE = re.compile(
    r"(?:电话|手机|座机|固话|号码|致电|拨打|联系|来电|tel|phone|call|mobile)\W{0,3}$", re.IGNORECASE
)
_OTHER_BEFORE = re.compile(
    r"(?:[¥￥$€£]|RMB|CNY|金额|读数|示数|止码|起码|表底|底数|[水电气热]表|编号|单号|合同|发票|订单|票号"
    r"|meter|reading|invoice|contract|order)(?:号|数|no\.?|为|是)?\W{0,3}$",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(
    r"(?:\.[0-9]{1,3})?\s?"
    r"(?:元|块|万元|美元|人民币|度|吨|立方|平方|平米|公斤|千克|斤|升|kwh|kw|m3|m2|m²|m³|㎡|㎥|kg|rmb|cny|yuan|%|％)",
    re.IGNORECASE,
)
_BEFORE_MAX = 16
"""Characters before a group in which a word or a plus is looked for."""

_AREA_CODE = re.compile(r"0[0-9]{2,3}")
_COMPACT_DATE_DIGITS = 8


class Span(NamedTuple):
    start: int
    end: int


def phone_spans(text: str) -> list[Span]:
    """The spans of phone numbers in order. They do not touch. Each begins and ends with a digit."""
    if sum(map(str.isdecimal, text)) < LONG_DIGITS_MIN:
        return []
    plain = _ascii_digits(text)
    return [span for chain in _chains(plain) for span in _in_chain(plain, chain)]


def _ascii_digits(text: str) -> str:
    """The text with ASCII digits, of the same length."""
    return text if text.isascii() else "".join(str(int(char)) if char.isdecimal() else char for char in text)


def _chains(plain: str) -> Iterator[list[Span]]:
    """Groups of digits with nothing but separators between them."""
    aside = {place for found in _SET_ASIDE.finditer(plain) for place in range(*found.span())}
    chain: list[Span] = []
    for found in _GROUP.finditer(plain):
        group = Span(*found.span())
        if chain and not _BETWEEN.fullmatch(plain, chain[-1].end, group.start):
            yield chain
            chain = []
        if group.start in aside and not _goes_on(plain, chain, group):
            yield chain
            chain = []
            continue
        chain.append(group)
    yield chain


def _goes_on(plain: str, chain: Sequence[Span], group: Span) -> bool:
    """Is what looks like a date the rest of a number, since an area or country code stands before it?"""
    if not chain or group.end - group.start != _COMPACT_DATE_DIGITS:
        return False
    before = plain[chain[-1].start : chain[-1].end]
    return _AREA_CODE.fullmatch(before) is not None or _stands_before(_PLUS, plain, chain[0])


def _in_chain(plain: str, chain: Sequence[Span]) -> Iterator[Span]:
    first = 0
    while first < len(chain):
        count = _groups_of_number(plain, chain[first : first + _WINDOW_GROUPS_MAX])
        if count:
            yield Span(chain[first].start, chain[first + count - 1].end)
        first += count or 1


def _groups_of_number(plain: str, groups: Sequence[Span]) -> int:
    """How many of the groups, from the first on, are one number; the most. 0: none."""
    written = [plain[group.start : group.end] for group in groups]
    plus = _stands_before(_PLUS, plain, groups[0])
    for count in range(len(groups), 1, -1):
        digits = "".join(written[:count])
        if not LONG_DIGITS_MIN <= len(digits) <= _DIGITS_MAX:
            continue
        if plus and len(digits) <= _E164_DIGITS_MAX:
            return count
        if _is_split_number(digits, tuple(map(len, written[:count])), plain, groups[0]):
            return count
    return int(len(written[0]) >= LONG_DIGITS_MIN and (plus or _is_whole_number(plain, groups[0])))


def _is_split_number(digits: str, sizes: tuple[int, ...], plain: str, first: Span) -> bool:
    if _ABROAD.fullmatch(digits):
        return True
    if _SURE.fullmatch(digits):
        return max(sizes) == 1 or _first_size(digits, sizes) >= _FIRST_GROUP_MIN
    if any(sizes in splits and shape.fullmatch(digits) for shape, splits in _SPLIT):
        return True
    local = sizes in _LOCAL_SPLITS and _LOCAL.fullmatch(digits)
    return bool(local) and _stands_before(_PHONE_BEFORE, plain, first)


def _first_size(digits: str, sizes: Sequence[int]) -> int:
    """Digits of the first group after the country code."""
    return sizes[1] if digits[: sizes[0]] in _COUNTRY_ALONE else sizes[0]


def _is_whole_number(plain: str, group: Span) -> bool:
    if _SURE.fullmatch(plain, group.start, group.end):
        return True
    return not (_stands_before(_OTHER_BEFORE, plain, group) or _UNIT_AFTER.match(plain, group.end))


def _stands_before(what: re.Pattern[str], plain: str, group: Span) -> bool:
    return what.search(plain, max(0, group.start - _BEFORE_MAX), group.start) is not None
