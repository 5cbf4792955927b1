"""Whatever a test provokes the API to say is held against the Chinese catalogue."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from console.problem_words import in_chinese
from kit.http.problems import Problem

_QUOTED = re.compile(r"`[^`]*`|'[^']*'|\"[^\"]*\"|/\S+|\[\[?\w+\]\]?")
_ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")


def english_left(said: str) -> bool:
    return _ENGLISH.search(_QUOTED.sub("", in_chinese(said))) is not None


@contextmanager
def every_problem_is_said_in_chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    said: list[str] = []
    made = Problem.__init__

    def noting(self: Problem, status: int, detail: str, **more: Any) -> None:
        said.append(detail)
        said.extend(str(error["message"]) for error in more.get("errors") or ())
        made(self, status, detail, **more)

    monkeypatch.setattr(Problem, "__init__", noting)
    yield
    found = sorted({one for one in said if english_left(one)})
    assert not found, f"no Chinese for {found}: add them to kit/locales/problems.zh.po by ./run messages"
