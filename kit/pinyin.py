"""Chinese words as people type them in Latin letters: `zs`, `zhangs`, `zsan` and `zhangsan` all begin 张三. Pure.

A word is kept as its spellings; what is asked for is found where one of them begins so. A character that is read in
several ways is found by each of them: 单 as a name is shan, in 单元 it is dan.
"""

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

_READINGS_MOST = 2
_RUN_MOST = 16
_SPELLED_MOST = 8  # syllables
_SENTENCE_MOST = 40  # characters
_FOLDED_MOST = 3
_SURNAME_MOST = 2  # characters
_RUN = re.compile(r"[0-9a-z\u3400-\u4dbf\u4e00-\u9fff]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_ASKED = re.compile(r"(?=[0-9]*[a-z])[0-9a-z]{1,40}")
_BETWEEN = re.compile(r"[\s'’·]+")
_TWO_LETTERS = re.compile(r"(?<=[zcs])h(?=.)")
_UMLAUT = "u\u0308"

_SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "盖": "ge", "朴": "piao",
    "翟": "zhai", "乐": "yue", "覃": "qin", "缪": "miao", "员": "yun", "折": "she", "黑": "he", "秘": "bi",
    "种": "chong", "祭": "zhai", "隗": "wei", "尉": "yu", "万": "mo", "牟": "mu", "召": "shao", "薄": "bo",
    "繁": "po", "洗": "xian", "句": "gou", "卜": "bu", "长": "zhang", "令": "ling", "燕": "yan", "任": "ren",
    "宁": "ning", "纪": "ji", "谌": "shen",
}  # fmt: skip


def spellings(text: str) -> frozenset[str]:
    """All spellings of the words with a Chinese character, from each of their characters on."""
    plain = unicodedata.normalize("NFKC", text).lower()
    runs = (run[:_RUN_MOST] for run in _RUN.findall(plain) if _HAN.search(run))
    return frozenset(spelling for run in runs for word in _words(run) for spelling in _beginnings(word))


def heard(text: str) -> frozenset[str]:
    """Of a sentence, from each of its characters on: all syllables, and all initials. Of a character that is read in
    several ways the commonest alone, or an index of sentences would grow too large."""
    plain = unicodedata.normalize("NFKC", text).lower()
    found: set[str] = set()
    for run in filter(_HAN.search, _RUN.findall(plain[:_SENTENCE_MOST])):
        word = [_of_character(character, in_surname=False)[0] for character in run]
        for first in range(len(word)):
            syllables = word[first : first + _SPELLED_MOST]
            found |= {"".join(syllables), "".join(syllable[0] for syllable in syllables)}
    return frozenset(found)


def asked(text: str) -> str | None:
    """A tsquery over spellings. None: this is no pinyin. The h of zh, ch and sh may be there or not."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text).lower())
    if not _ASKED.fullmatch(plain):
        return None
    pieces = _TWO_LETTERS.split(plain, maxsplit=_FOLDED_MOST)
    ways = product(("h", ""), repeat=len(pieces) - 1)
    forms = {"".join(map("".join, zip(pieces, (*way, ""), strict=True))) for way in ways}
    return " | ".join(f"{form}:*" for form in sorted(forms))


def _words(run: str) -> Iterator[Sequence[str]]:
    """The word in its usual reading, and once for each other reading of one of its characters."""
    readings = [_of_character(character, place < _SURNAME_MOST) for place, character in enumerate(run)]
    usual = [known[0] for known in readings]
    yield usual
    for place, known in enumerate(readings):
        for other in known[1:]:
            yield [*usual[:place], other, *usual[place + 1 :]]


def _beginnings(word: Sequence[str]) -> Iterator[str]:
    for first in range(len(word)):
        syllables = word[first : first + _SPELLED_MOST]
        initials = [syllable[0] for syllable in syllables]
        for turn in range(len(syllables)):
            yield "".join((*initials[:turn], *syllables[turn:]))
            yield "".join((*syllables[:turn], *initials[turn:]))


@cache
def _of_character(character: str, in_surname: bool) -> tuple[str, ...]:
    """The readings of a character without tones, the commonest first. Other characters are returned as they are."""
    if character.isascii():
        return (character,)
    told = filter(None, _dictionary().get(ord(character), "").split(","))
    known = list(dict.fromkeys(_without_tone(reading) for reading in told))[:_READINGS_MOST]
    if in_surname and character in _SURNAMES:
        known = [_SURNAMES[character], *known]
    return tuple(dict.fromkeys(typed for reading in known for typed in _as_typed(reading))) or (character,)


def _without_tone(reading: str) -> str:
    return re.sub("[^a-z\u0308]", "", unicodedata.normalize("NFD", reading))


def _as_typed(reading: str) -> Iterator[str]:
    """lü is typed lv, lu, and lyu as in a passport."""
    for way in ("v", "u", "yu") if _UMLAUT in reading else ("",):
        yield reading.replace(_UMLAUT, way)


@cache
def _dictionary() -> dict[int, str]:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # its phrases are most of it, and no names
    from pypinyin.pinyin_dict import pinyin_dict  # late: it takes a tenth of a second to read

    return pinyin_dict
