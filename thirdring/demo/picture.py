"""The live picture of the demo: a view as something rich can draw. Pure."""

from rich.box import ROUNDED
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from thirdring.demo import words
from thirdring.demo.model import Done, Ringing, Today, View
from thirdring.i18n import _

GOOD, BAD, DIM, KEY = "green", "bold red", "bright_black", "bold cyan"
RING_ROWS = 5  # so that the picture does not jump
BAR_CELLS = 30


def picture(view: View, height: int, seconds_left: float | None = None) -> RenderableType:
    done_rows = max(3, height - RING_ROWS - 19 - len(view.place.notes))
    return Group(
        _head(view, seconds_left),
        _panel(_now(view), _("The hotline now")),
        _panel(_ringing(view), _("Ringing")),
        _panel(_today(view.stored.today, view.place.rings_within), _("Today")),
        _panel(_latest(view, done_rows), _("Latest calls, as stored")),
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
    place = view.place
    late = sum(call.late for call in view.ringing)
    parts = Text()
    for count, text, style in (
        (len(view.ringing), _("ringing"), "bold yellow"),
        (late, _("late"), BAD),
        (view.waiting, _("waiting"), "bold"),
        (view.talking, _("talking"), "bold green"),
        (f"{view.busy_agents}/{place.agents}", _("agents busy"), "bold"),
    ):
        parts.append(f"{count} ", style if count else DIM)
        parts.append(f"{text}    ", "" if count else DIM)
    if not view.linked:
        parts.append(_("no link to the PBX"), BAD)
    elif view.catching_up:
        parts.append(_("catching up with the past …"), "yellow")
    return parts


def _ringing(view: View) -> RenderableType:
    table = _grid(12, 10, 9, 8)
    table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    for call in view.ringing[:RING_ROWS]:
        table.add_row(*_ringing_row(call, view.place.rings_within))
    rest = len(view.ringing) - RING_ROWS
    blank = RING_ROWS - len(view.ringing)
    if rest > 0:
        return Group(table, Text(_("and {count} more").format(count=rest), DIM))
    return Group(table, *[Text("")] * (blank + 1))


def _ringing_row(call: Ringing, limit: int) -> list[Text]:
    style = BAD if call.late else "yellow" if call.rings == limit else ""
    return [
        Text(words.caller(call.caller), style),
        rings_bar(call.rings, limit),
        Text(words.ring_number(call.rings), style),
        Text(f"{call.seconds:.1f} s", style, justify="right"),
        Text(words.who_rings(call), DIM),
    ]


def rings_bar(rings: int, limit: int) -> Text:
    """One dot a ring: those in time, and from the one after the limit on in red."""
    bar = Text("●" * min(rings, limit), GOOD if rings < limit else "yellow" if rings == limit else "red")
    bar.append("○" * (limit - rings), DIM)
    return bar.append("●" * min(rings - limit, 9 - limit), BAD)


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
    table = _grid(8, 12, 10, 8, 6)
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
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for width in widths:
        table.add_column(width=width, no_wrap=True)
    return table


def _foot(view: View) -> RenderableType:
    place = view.place
    lines = [Text(f" {note}", "yellow") for note in place.notes]
    lines.append(Text.assemble((" " + _("Look"), KEY), f"  {place.url}/  ·  {place.url}/readyz"))
    lines.append(Text.assemble((" " + _("Ask"), KEY), f"  {place.curl}", no_wrap=False))
    lines.append(Text(" " + _("Ctrl-C ends it."), DIM))
    return Group(*lines)
