"""The live picture of the demo: a view as something rich can draw. Pure."""

from rich.box import ROUNDED
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from thirdring.demo import words
from thirdring.demo.model import Done, Ringing, Talking, Today, View
from thirdring.i18n import _

GOOD, BAD, DIM, KEY = "green", "bold red", "bright_black", "bold cyan"
LIVE_ROWS = 6  # at most, and always as many, so that the picture does not jump
BAR_CELLS = 30
FIXED_ROWS = 17


def picture(view: View, height: int, seconds_left: float | None = None) -> RenderableType:
    spare = height - FIXED_ROWS
    live_rows = max(3, min(LIVE_ROWS, spare // 3))
    return Group(
        _head(view, seconds_left),
        _panel(_now(view), _("The hotline now")),
        _panel(_live(view, live_rows), _("Calls now")),
        _panel(_today(view.stored.today, view.place.rings_within), _("Today")),
        _panel(_latest(view, max(2, spare - live_rows)), _("Latest calls, as stored")),
        _foot(view),
    )


def _panel(content: RenderableType, title: str) -> Panel:
    return Panel(content, title=f"[{KEY}]{title}[/]", title_align="left", box=ROUNDED, border_style=DIM, padding=(0, 1))


def _head(view: View, seconds_left: float | None) -> RenderableType:
    head = Table.grid(expand=True)
    head.add_column()
    head.add_column(justify="right")
    title = Text.assemble((" Third Ring ", "bold reverse"), ("  " + view.place.pbx, "yellow"))
    clock = f"{view.now:%Y-%m-%d %H:%M:%S}"
    if seconds_left is not None:
        clock = _("{seconds} s left").format(seconds=max(0, round(seconds_left))) + "  " + clock
    head.add_row(title, Text(clock, DIM))
    return head


def _now(view: View) -> RenderableType:
    late = sum(call.late for call in view.ringing)
    table = Table.grid(expand=True)
    cells = [
        _count(len(view.ringing), _("ringing"), "bold yellow"),
        _count(late, _("late"), BAD),
        _count(view.waiting, _("waiting"), "bold"),
        _count(len(view.talking), _("talking"), "bold green"),
        _count(view.busy_agents, _("of {agents} agents busy").format(agents=view.place.agents), "bold"),
    ]
    for number in range(len(cells)):
        table.add_column(ratio=3 if number == len(cells) - 1 else 2, no_wrap=True)
    table.add_row(*cells)
    return table


def _count(count: int, text: str, style: str) -> Text:
    return Text.assemble((f"{count:2d} ", style if count else DIM), (text, "" if count else DIM))


def _live(view: View, count: int) -> RenderableType:
    """Those who ring, and in the rows that are left those who talk, the latest first."""
    table = _grid(12, 8, 8, 7)
    table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    limit = view.place.rings_within
    latest = sorted(view.talking, key=lambda call: call.talk_seconds)
    rows = [_ringing_row(call, limit) for call in view.ringing] + [_talking_row(call, limit) for call in latest]
    for row in rows[:count]:
        table.add_row(*row)
    return Group(table, *[Text("")] * (count - len(rows)))


def _ringing_row(call: Ringing, limit: int) -> list[Text]:
    style = BAD if call.late else "yellow" if call.rings == limit else ""
    return [
        Text(words.caller(call.caller), style),
        rings_bar(call.rings, limit),
        Text(words.ring_number(call.rings), style),
        Text(f"{call.seconds:.1f} s", style, justify="right"),
        Text.assemble((_("late") + "  " if call.late else "", BAD), (words.who_rings(call), DIM)),
    ]


def _talking_row(call: Talking, limit: int) -> list[Text]:
    verdict = _("late") if call.within_target is False else _("in time")
    talks = _("{agent} talks, {seconds} s").format(agent=call.agent, seconds=int(call.talk_seconds))
    return [
        Text(words.caller(call.caller), DIM),
        rings_bar(call.rings, limit) if call.rings else Text(""),
        Text(words.ring_number(call.rings), DIM),
        Text(f"{call.ring_seconds:.1f} s", DIM, justify="right"),
        Text.assemble((verdict, BAD if call.within_target is False else GOOD), (f"  {talks}", DIM)),
    ]


def rings_bar(rings: int, limit: int) -> Text:
    """One dot a ring: those in time, and from the one after the limit on in red."""
    bar = Text("●" * min(rings, limit), GOOD if rings < limit else "yellow" if rings == limit else "red")
    bar.append("○" * (limit - rings), DIM)
    return bar.append("●" * min(rings - limit, 8 - limit), BAD)


def _today(today: Today, rings_within: int) -> RenderableType:
    title = _("answered within {rings} rings").format(rings=rings_within)
    if today.share is None:
        first = Text.assemble(("–  ", "bold"), title)
    else:
        first = Text.assemble((f"{today.share:6.1%}  ", "bold"), _bar(today.share), "  ", title)
    rest = _("{within} of {counted} counted · {answered} answered · {abandoned} hung up first · {apart} shown apart")
    return Group(first, Text(rest.format(**{name: getattr(today, name) for name in Today.__slots__}), DIM))


def _bar(share: float) -> Text:
    full = round(share * BAR_CELLS)
    return Text.assemble(("█" * full, GOOD), ("█" * (BAR_CELLS - full), "red"))


def _latest(view: View, rows: int) -> RenderableType:
    if not view.stored.ready:
        return Group(Text(_("PostgreSQL is starting …"), DIM), *[Text("")] * (rows - 1))
    table = _grid(8, 12, 8, 7, 5)
    table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    latest = view.stored.latest[:rows]
    for done in latest:
        table.add_row(*_done_row(done, view.place.rings_within))
    return Group(table, *[Text("")] * (rows - len(latest)))


def _done_row(done: Done, limit: int) -> list[Text]:
    colour = DIM if done.within_target is None else GOOD if done.within_target else BAD
    return [
        Text(f"{done.arrived_at:%H:%M:%S}", DIM),
        Text(words.caller(done.caller)),
        rings_bar(done.rings, limit) if done.rings else Text(words.ring_number(0), DIM),
        Text(f"{done.ring_seconds:.1f} s", justify="right"),
        Text(done.agent or "–"),
        Text(words.verdict(done), colour),
    ]


def _grid(*widths: int) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    for width in widths:
        table.add_column(width=width, no_wrap=True)
    return table


def _foot(view: View) -> RenderableType:
    place = view.place
    grey = Text(" · ".join((*place.notes, _("Ctrl-C ends it."))), "yellow")
    if view.trouble:
        grey = Text(view.trouble, BAD, no_wrap=True, overflow="ellipsis")
    elif not view.linked:
        grey = Text(_("no link to the PBX"), BAD)
    elif view.catching_up:
        grey = Text(_("catching up with the past …"), "yellow")
    look = Text.assemble((_("Look:"), KEY), f" {place.url}/  ", (_("Ask:"), KEY))
    return Group(grey, look, *(Text(line, no_wrap=True) for line in place.curl))
