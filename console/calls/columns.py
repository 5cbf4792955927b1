"""The columns of the list of calls, and what each has in a file. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.frame.columns import Column
from console.frame.fields import Field, Words, plain, time
from console.frame.navigation import marked
from telephony.numbers import is_withheld

COLUMNS = (
    Column("arrived", marked("Came in"), sort="-arrived"),
    Column("caller", marked("Caller")),
    Column("hotline", marked("Hotline")),
    Column("ended", marked("How it ended")),
    Column("rings", marked("Rings"), number=True),
    Column("rang", marked("Rang"), number=True, sort="-rang"),
    Column("talked", marked("Talked"), number=True),
    Column("agent", marked("Agent")),
    Column("ticket", marked("Ticket")),
    Column("pbx", marked("PBX"), shown=False),
)


def _caller(row: Any, words: Words) -> str:
    known: str = row["dialled"] if row["direction"] == "outbound" else row["caller_raw"]
    return words.say("withheld") if is_withheld(known) else known


def _ended(row: Any, words: Words) -> str:
    return words.said(row["disposition"], "disposition") if row["disposition"] else words.say("goes on")


def _uncounted(row: Any, words: Words) -> str:
    return words.said(row["excluded"], "excluded") if row["excluded"] and row["direction"] == "inbound" else ""


def _rescue(row: Any, words: Words) -> str:
    return words.said(row["rescue"], "rescue") if row["rescue"] else ""


def _kept(row: Any, words: Words) -> str:
    return {True: words.say("yes"), False: words.say("no")}.get(row["within_target"], "")


def _seconds(key: str, began: str) -> Any:
    return lambda row, _words: f"{row[key]:.1f}" if row[began] and row[key] is not None else ""


FIELDS: Mapping[str, Sequence[Field]] = {
    "arrived": (time(marked("Came in"), "arrived_at"),),
    "caller": (Field(marked("Caller"), _caller),),
    "hotline": (plain(marked("Hotline"), "hotline"),),
    "ended": (
        Field(marked("How it ended"), _ended),
        Field(marked("Not counted because"), _uncounted),
        Field(marked("Help"), _rescue),
    ),
    "rings": (plain(marked("Rings"), "rings"), Field(marked("Within three rings"), _kept)),
    "rang": (Field(marked("Rang (s)"), _seconds("ring_seconds", "alerted_at")),),
    "talked": (Field(marked("Talked (s)"), _seconds("talk_seconds", "answered_at")),),
    "agent": (plain(marked("Agent"), "agent"),),
    "ticket": (plain(marked("Ticket"), "ticket"),),
    "pbx": (plain(marked("PBX"), "pbx"),),
}
