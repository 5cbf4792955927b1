"""Asks the PBX not to send unused events.

Asterisk can choose events by class (`Events`), which everyone may ask for, and by name and header (`Filter`), which
needs `write=system`. All filters include: an event passes where one of them matches.
"""

import re

from telephony.ami.wanted import APPLICATIONS, CLEAN_UP, VARIABLE_PREFIXES, VARIABLES, WANTED

EVENT_MASK = "system,call,agent,dialplan"
"""The classes of all wanted events; left out are cdr, cel, user, dtmf, rtcp, security and the like."""

_BY_CRITERIA_SINCE = (22, 1)
_DECIDED_BY_HEADER = {b"VarSet", b"Newexten", b"ContactStatus"}
_LISTED = {  # answers to actions are never filtered
    *(b"Status", b"CoreShowChannel", b"CoreShowChannelsComplete"),
    *(b"QueueParams", b"QueueMember", b"QueueEntry", b"QueueStatusComplete"),
}


def filter_actions(asterisk_version: str) -> list[dict[str, str]]:
    """The Filter actions that leave only wanted events."""
    found = re.search(r"(\d+)\.(\d+)", asterisk_version)
    if found and (int(found[1]), int(found[2])) >= _BY_CRITERIA_SINCE:
        return _by_criteria()
    return _by_expression()


def _plain_names() -> list[str]:
    return sorted(name.decode() for name in WANTED - _DECIDED_BY_HEADER - _LISTED)


def _by_criteria() -> list[dict[str, str]]:
    varset, newexten = "name(VarSet),header(Variable)", "name(Newexten),header(Application),method(regex)"
    return [
        *(_add(f"name({name}),method(none)") for name in _plain_names()),
        *(_add(f"{varset},method(exact)", variable.decode()) for variable in sorted(VARIABLES)),
        *(_add(f"{varset},method(starts_with)", prefix.decode()) for prefix in VARIABLE_PREFIXES),
        _add(newexten, f"^({_any_case()})$"),
        _add("name(Newexten),header(Extension),method(exact)", CLEAN_UP.decode()),
        _add("name(ContactStatus),header(ContactStatus),method(exact)", "Removed"),
    ]


def _add(criteria: str, text: str = "") -> dict[str, str]:
    action = {"Action": "Filter", "Operation": "Add", "MatchCriteria": f"action(include),{criteria}"}
    return action | {"Filter": text} if text else action


def _by_expression() -> list[dict[str, str]]:
    """For older PBXs: expressions over the whole text of an event, where a dot stands for line ends, too."""
    prefixes, variables = b"|".join(VARIABLE_PREFIXES).decode(), b"|".join(sorted(VARIABLES)).decode()
    expressions = [
        f"^Event: ({'|'.join(_plain_names())})[[:space:]]",
        f"^Event: VarSet[[:space:]].*[[:space:]]Variable: ({prefixes}|({variables})[[:space:]])",
        f"^Event: Newexten[[:space:]].*[[:space:]]Application: ({_any_case()})[[:space:]]",
        f"^Event: Newexten[[:space:]].*[[:space:]]Extension: {CLEAN_UP.decode()}[[:space:]]",
        "^Event: ContactStatus[[:space:]].*[[:space:]]ContactStatus: Removed[[:space:]]",
    ]
    return [{"Action": "Filter", "Operation": "Add", "Filter": expression} for expression in expressions]


def _any_case() -> str:
    """Matches each letter in both cases, because POSIX expressions have no flag for that."""
    return "|".join("".join(f"[{c.upper()}{c}]" for c in name.decode()) for name in sorted(APPLICATIONS))
