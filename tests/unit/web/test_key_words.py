"""Every key that the API can answer has a word for people, in both languages."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from console.key_words import chinese, key_words
from kit.http.openapi import describe
from thirdring.http.operations import OPERATIONS

NO_WORDS = ({"zh", "en"}, {"pdf", "xlsx"}, {"csv", "xlsx"}, {"jpeg", "png", "pdf"}, {"any", "none"}, {"snapshot"})
"""Languages, formats, and what only a program says."""
OF_THE_STREAM = "call_arrived"


def enums(node: Any) -> Iterator[frozenset[str]]:
    if isinstance(node, dict):
        values = node.get("enum") or [node.get("const")]
        if isinstance(values, list) and values and all(isinstance(value, str) for value in values):
            yield frozenset(values)
        node = list(node.values())
    if isinstance(node, list):
        for inside in node:
            yield from enums(inside)


SAID = sorted({*enums(json.loads(describe(OPERATIONS, metrics_open=False)))}, key=sorted)


@pytest.mark.parametrize("keys", SAID, ids=lambda keys: "-".join(sorted(keys))[:40])
def test_the_keys_of_a_field_have_words_of_one_kind(keys: frozenset[str]) -> None:
    if keys in NO_WORDS or OF_THE_STREAM in keys or any(f"-{key}" in keys for key in keys):  # orders, which heads say
        return
    kinds = [kind for kind, words in key_words("zh").items() if keys <= words.keys()]
    assert kinds, f"no kind of console/key_tables has words for {sorted(keys)}"


def test_both_languages_have_the_same_kinds_and_keys() -> None:
    keys = {kind: set(words) for kind, words in key_words("zh").items()}
    assert {kind: set(words) for kind, words in key_words("en").items()} == keys


def test_a_chinese_word_is_chinese() -> None:
    for kind, words in key_words("zh").items():
        for key, word in words.items():
            assert re.search(r"[\u4e00-\u9fff]", word), (kind, key, word)


def test_a_key_has_the_word_of_its_kind() -> None:
    assert (chinese("open", "survey_state"), chinese("open", "duty_state")) == ("进行中", "待完成")
    assert chinese("repair_of_ours") == "repair_of_ours"
