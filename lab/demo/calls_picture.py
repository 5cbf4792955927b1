"""The calls in the picture: how many there are now, those that ring and talk, and the latest that are stored. Pure."""

from rich.console import Group, RenderableType
from rich.text import Text

from kit.i18n import _
from lab.demo import words
from lab.demo.model import Done, Party, Ringing, Talking, View
from lab.demo.style import BAD, DIM, GOOD, add_rest, blank_rows, grid

WHO_CELLS = 16


def now(view: View) -> Text:
    busy = _("of {agents} busy").format(agents=view.place.agents)
    cells = (
        (len(view.ringing), _("ringing"), "bold yellow"),
        (sum(call.late for call in view.ringing), _("late"), BAD),
        (view.waiting, _("waiting"), "bold"),
        (len(view.talking), _("talking"), "bold green"),
        (view.calling_out, _("calling out"), "bold cyan"),
        (view.busy_agents, busy, "bold"),
    )
    line = Text(no_wrap=True, overflow="ellipsis")
    for count, text, style in cells:
        line.append(f"{count:2d} ", style if count else DIM).append(text + " ", "" if count else DIM)
    return line


def live(view: View, count: int) -> RenderableType:
    """Those who ring, and in the rows that are left those who talk, the latest first."""
    table = add_rest(grid(WHO_CELLS, 8, 8, 7, 6))
    limit, parties = view.place.rings_within, view.stored.parties
    talking = sorted(view.talking, key=lambda call: call.talk_seconds)
    rows = [_ringing_row(call, parties.get(call.id), limit) for call in view.ringing]
    rows += [_talking_row(call, parties.get(call.id), limit) for call in talking]
    for row in rows[:count]:
        table.add_row(*row)
    return Group(table, *blank_rows(count - len(rows)))


def _ringing_row(call: Ringing, party: Party | None, limit: int) -> list[Text]:
    style = BAD if call.late else "yellow" if call.rings == limit else ""
    return [
        Text(words.who(call.caller, party), style),
        rings_bar(call.rings, limit),
        Text(words.ring_number(call.rings), style),
        Text(f"{call.seconds:.1f} s", style, justify="right"),
        Text(words.ticket(party), DIM),
        Text.assemble((_("late") + "  " if call.late else "", BAD), (words.who_rings(call), DIM)),
    ]


def _talking_row(call: Talking, party: Party | None, limit: int) -> list[Text]:
    verdict = _("late") if call.within_target is False else _("in time")
    talks = _("{agent} talks, {seconds} s").format(agent=call.agent, seconds=int(call.talk_seconds))
    return [
        Text(words.who(call.caller, party), DIM),
        rings_bar(call.rings, limit) if call.rings else Text(""),
        Text(words.ring_number(call.rings), DIM),
        Text(f"{call.ring_seconds:.1f} s", DIM, justify="right"),
        Text(words.ticket(party), DIM),
        Text.assemble((verdict, BAD if call.within_target is False else GOOD), (f"  {talks}", DIM)),
    ]


def rings_bar(rings: int, limit: int) -> Text:
    """One dot a ring: those in time, and from the one after the limit on in red."""
    bar = Text("●" * min(rings, limit), GOOD if rings < limit else "yellow" if rings == limit else "red")
    bar.append("○" * (limit - rings), DIM)
    return bar.append("●" * min(rings - limit, 8 - limit), BAD)


def latest(view: View, rows: int) -> RenderableType:
    if not view.stored.ready:
        return Group(Text(_("PostgreSQL is starting …"), DIM), *blank_rows(rows - 1))
    table = add_rest(grid(8, WHO_CELLS, 8, 7, 4, 6))
    shown = view.stored.latest[:rows]
    for done in shown:
        table.add_row(*_done_row(done, view.stored.parties.get(done.linkedid), view.place.rings_within))
    return Group(table, *blank_rows(rows - len(shown)))


def _done_row(done: Done, party: Party | None, limit: int) -> list[Text]:
    colour = DIM if done.within_target is None else GOOD if done.within_target else BAD
    return [
        Text(f"{done.ended_at:%H:%M:%S}", DIM),
        Text(words.who(done.caller, party)),
        rings_bar(done.rings, limit) if done.rings else Text(words.ring_number(0), DIM),
        Text(f"{done.ring_seconds:.1f} s", justify="right"),
        Text(done.agent or "–"),
        Text(words.ticket(party), DIM),
        Text(words.verdict(done), colour),
    ]
