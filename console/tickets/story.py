"""All that happened around a ticket, in one line of time: its calls, callbacks, photos, and each change. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Told(NamedTuple):
    """`kind` is call, callback, file, work (by a link), work_call (to a workman) or change, and says what `record` is:
    the API's own."""

    at: str
    kind: str
    record: Mapping[str, Any]


def story(
    changes: Sequence[Mapping[str, Any]],
    calls: Sequence[Mapping[str, Any]],
    callbacks: Sequence[Mapping[str, Any]],
    files: Sequence[Mapping[str, Any]] = (),
    links: Sequence[Mapping[str, Any]] = (),
) -> list[Told]:
    """The newest first. Times are RFC 3339 in UTC, all of one form, so that they sort as text."""
    told = [Told(each["at"], "change", each) for each in changes]
    told += [Told(each["arrived_at"], "call", each) for each in calls]
    told += [Told(each["born_at"], "callback", each) for each in callbacks]
    told += [Told(each["at"], "file", each) for each in files]
    told += [one for link in links for one in _of_link(link)]
    return sorted(told, key=lambda each: each.at, reverse=True)


def _of_link(link: Mapping[str, Any]) -> list[Told]:
    """Work that was accepted by key is shown with its call."""
    by_key = {call["ended_at"] for call in link["calls"] if call["outcome"] == "accepted"}
    acts = [act for act in link["acts"] if act["what"] != "accept" or act["at"] not in by_key]
    told = [Told(act["at"], "work", {**act, "who": link["who"]}) for act in acts]
    return told + [Told(call["called_at"], "work_call", call) for call in link["calls"]]
