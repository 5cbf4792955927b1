"""The sentences of problems in Chinese: the code says them in English, locales/problems.zh.po has the others."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from console.key_words import chinese
from kit.i18n import LOCALES

DOMAIN = "problems"
_SLOT = re.compile(r"\\{\d\\}")
_LONGEST = 1000  # ours are shorter
_FILLED = re.compile(r"\{(\d)(?::(\w+))?\}")
_STATUS = {
    400: "请求有误", 401: "需要登录", 403: "无权进行", 404: "没有找到", 405: "不支持此方法", 409: "已被他人修改",
    410: "已不存在", 413: "内容过大", 415: "格式不支持", 421: "主机名未知", 422: "内容有误", 428: "缺少版本号",
    429: "请求过于频繁", 500: "系统故障", 503: "暂时不可用", 507: "存储空间已用完",
}  # fmt: skip


class _Template(NamedTuple):
    pattern: re.Pattern[str]
    weight: int  # letters that are not values: the one that says most is meant
    whole: bool  # a sentence as it is; else its first letter and its full stop are not its own
    chinese: str


def title(status: int, english: str) -> str:
    return _STATUS.get(status, english)


def in_chinese(text: str) -> str:
    """A sentence, or a part of one such as a field's message; what is not known stays English."""
    exact, templates = _texts()
    part, end = _begun(text.removesuffix(".")), "。" if text.endswith(".") else ""
    if text in exact or part in exact:
        return exact.get(text) or exact[part] + end
    for one in templates if len(text) <= _LONGEST else ():
        found = one.pattern.fullmatch(text if one.whole else part)
        if found is not None:
            return _filled(one.chinese, found.groups()) + ("" if one.whole else end)
    return text


def _begun(text: str) -> str:
    return text[:1].lower() + text[1:]


def _filled(text: str, values: tuple[str, ...]) -> str:
    """`{2:duty_state}` is the second value by the words of that kind, `{2:1_state}` by those of the first value."""

    def fill(slot: re.Match[str]) -> str:
        value, kind = values[int(slot[1]) - 1], slot[2] or ""
        if kind[:1].isdecimal():
            kind = values[int(kind[0]) - 1] + kind[1:]
        return _worded(value, kind)

    return _FILLED.sub(fill, text)


def _worded(value: str, kind: str) -> str:
    """Lists word by word; `keys` are what a program has to send, and stay."""
    if value in _texts()[0]:
        return _texts()[0][value]
    parts = re.split(", | or ", value)
    if kind != "keys":
        parts = [chinese(part, kind) for part in parts]
        if " " in value and "、".join(parts) == value:
            return in_chinese(value)
    return "、".join(parts)


@cache
def _texts() -> tuple[Mapping[str, str], tuple[_Template, ...]]:
    from babel.messages.pofile import read_po

    with (LOCALES / f"{DOMAIN}.zh.po").open("rb") as file:
        pairs = [(str(one.id), str(one.string)) for one in read_po(file, locale="zh") if one.id and one.string]
    return {english: said for english, said in pairs if "{" not in english}, _templates(pairs)


def _templates(pairs: Iterable[tuple[str, str]]) -> tuple[_Template, ...]:
    found = (
        _Template(_pattern(english), _weight(english), english[0].isupper(), said)
        for english, said in pairs
        if "{1}" in english
    )
    return tuple(sorted(found, key=lambda one: -one.weight))


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile(_SLOT.sub("(.+?)", re.escape(english)), re.DOTALL)


def _weight(english: str) -> int:
    return len(re.sub(r"\{\d\}", "", english))
