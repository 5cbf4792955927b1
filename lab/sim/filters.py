"""Which events a client asked for by the action Filter: in its old form, a regular expression, and by MatchCriteria."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from lab.sim.moments import Moment

_POSIX = {"[:space:]": r"\s", "[:digit:]": r"\d", "[:alpha:]": "a-zA-Z", "[:alnum:]": "a-zA-Z0-9"}


class Rule(NamedTuple):
    name: str | None
    header: str | None
    matches: Callable[[str], bool]  # of the header's value; without a header, of the whole event

    def match(self, moment: Moment, text: Callable[[], str]) -> bool:
        if self.name is not None and self.name != moment.name:
            return False
        if self.header is not None:
            return any(key == self.header and self.matches(value) for key, value in moment.headers)
        return self.matches(text())


@dataclass(slots=True)
class Filters:
    keep: list[Rule] = field(default_factory=list)
    drop: list[Rule] = field(default_factory=list)

    def pass_on(self, moment: Moment, text: Callable[[], str]) -> bool:
        if self.keep and not any(rule.match(moment, text) for rule in self.keep):
            return False
        return not any(rule.match(moment, text) for rule in self.drop)

    def add(self, text: str, criteria: str | None) -> None:
        """Raises re.error or ValueError for what cannot be read."""
        if criteria is None:
            rules = self.drop if text.startswith("!") else self.keep
            rules.append(Rule(None, None, _method("regex", text.removeprefix("!"))))
            return
        parts = dict(re.findall(r"(\w+)\(([^)]*)\)", criteria))
        if not parts:
            raise ValueError(criteria)
        method = _method(parts.get("method", "regex" if text else "none"), text)
        rules = self.drop if parts.get("action") == "exclude" else self.keep
        rules.append(Rule(parts.get("name"), parts.get("header"), method))


def _method(word: str, text: str) -> Callable[[str], bool]:
    if word == "regex":
        pattern = re.compile(_plain(text), re.MULTILINE)
        return lambda value: pattern.search(value) is not None
    tests: dict[str, Callable[[str], bool]] = {
        "none": lambda _value: True,
        "exact": lambda value: value == text,
        "starts_with": lambda value: value.startswith(text),
        "ends_with": lambda value: value.endswith(text),
        "contains": lambda value: text in value,
    }
    if word not in tests:
        raise ValueError(word)
    return tests[word]


def _plain(expression: str) -> str:
    """A POSIX expression in Python's words."""
    for posix, ours in _POSIX.items():
        expression = expression.replace(posix, ours)
    return expression
