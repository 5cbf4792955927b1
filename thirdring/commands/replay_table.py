"""The calls of a replay as a table for eyes, and as JSON for scripts."""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import NamedTuple

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kit.i18n import _
from metrics.calls.live_call import call_out
from metrics.calls.service_level import Excluded, Verdict
from telephony.facts import Call, Disposition
from telephony.numbers import e164
from thirdring.settings import Settings

NARROWEST = 110  # where the output is no terminal


class Judged(NamedTuple):
    call: Call
    verdict: Verdict


def print_table(judged: Iterable[Judged], zone: tzinfo) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=NARROWEST)
    console.print(table(judged, zone))


def table(judged: Iterable[Judged], zone: tzinfo) -> Table:
    made = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    made.add_column("")
    made.add_column(_("arrived"), no_wrap=True)
    made.add_column(_("hotline"), overflow="ellipsis", no_wrap=True)
    made.add_column(_("caller"), overflow="ellipsis", no_wrap=True)
    made.add_column(_("dialled"), overflow="ellipsis", no_wrap=True)
    made.add_column(_("rings"), justify="right")
    made.add_column(_("rang"), justify="right", no_wrap=True)
    made.add_column(_("agent"), no_wrap=True)
    made.add_column(_("what happened"))
    for item in judged:
        made.add_row(*_row(item, zone))
    return made


def _row(item: Judged, zone: tzinfo) -> list[Text]:
    call, verdict = item
    arrived = datetime.fromtimestamp(call.arrived_at_us / 1_000_000, zone)
    style = {True: "green", False: "bold red", None: "bright_black"}[verdict.within_target]
    return [
        Text({True: "✓", False: "✗", None: "·"}[verdict.within_target], style),
        Text(f"{arrived:%m-%d %H:%M:%S}" if call.stamped else "–"),
        Text(call.hotline or "–"),
        Text(call.caller_raw or "–"),
        Text(call.dialled),
        Text("–" if verdict.rings is None else str(verdict.rings), style),
        Text(f"{call.ring_us / 1_000_000:.3f} s" if call.is_timed else "–"),
        Text(call.agent or "–"),
        Text(_what(call, verdict.within_target, verdict.excluded), style),
    ]


def _what(call: Call, within: bool | None, excluded: Excluded | None) -> str:
    disposition = {
        Disposition.ANSWERED: _("answered"),
        Disposition.ABANDONED: _("the caller hung up"),
        Disposition.TIMEOUT: _("the switch gave up"),
        Disposition.NO_AGENT: _("nobody could be rung"),
        Disposition.CALLBACK_REQUESTED: _("asked for a callback by key"),
        Disposition.CLOSED: _("closed"),
        Disposition.FAILED: _("failed"),
    }.get(call.disposition or Disposition.FAILED, "")
    if excluded is not None:
        return f"{disposition} ({_why(excluded)})"
    late = call.answered_at_us is not None and within is False
    return f"{disposition}, {_('late')}" if late else disposition


def _why(excluded: Excluded) -> str:
    return {
        Excluded.OUTBOUND: _("outbound"),
        Excluded.INTERNAL: _("internal"),
        Excluded.TEST_CALL: _("test call"),
        Excluded.OUTSIDE_SERVICE_HOURS: _("outside service hours"),
        Excluded.SHORT_ABANDON: _("gone at once"),
        Excluded.CALLBACK_REQUESTED: _("called back"),
        Excluded.UNKNOWN_AFTER_GAP: _("unknown after a gap"),
        Excluded.NO_MEASUREMENT: _("no times"),
    }[excluded]


def json_line(item: Judged, settings: Settings) -> str:
    """The call as the API shows it."""
    call, verdict = item
    number = e164(call.caller_raw, settings.numbers.region, settings.numbers.area_code)
    ended_us = call.ended_at_us or call.arrived_at_us
    return call_out(call, verdict, number, ended_us).model_dump_json()
