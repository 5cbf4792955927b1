"""The live picture of the demo: a view as something rich can draw, for small and large terminals. Pure."""

from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from kit.i18n import _
from lab.demo import lines
from lab.demo.calls_picture import latest, live, now
from lab.demo.day_picture import DAY_ROWS, day
from lab.demo.lights_picture import COMPACT_ROWS, as_columns, as_line, as_list, columns_of, rows_of
from lab.demo.model import View
from lab.demo.style import BAD, DIM, KEY, panel

HEAD_ROWS, FOOT_ROWS, FRAME_ROWS = 1, 3, 2
CURSOR_ROWS = 1
LIVE_ROWS_MAX = 8
WIDE_COLUMNS, WIDE_ROWS = 150, 34
LIGHTS = 21


class Plan(NamedTuple):
    """How many rows there are for what. Always as many, so that the picture does not jump."""

    live_rows: int
    latest_rows: int
    light_columns: int  # 0: all lights in one line


def plan(width: int, height: int) -> Plan:
    body = height - HEAD_ROWS - FOOT_ROWS - CURSOR_ROWS
    spare = body - (FRAME_ROWS + 1) - (FRAME_ROWS + DAY_ROWS) - FRAME_ROWS
    columns = columns_of(width)
    if is_wide(width, height):
        return _shared(body - (FRAME_ROWS + 1) - FRAME_ROWS, 1)
    with_titles = spare - FRAME_ROWS - rows_of(columns)
    if with_titles >= 8:
        return _shared(with_titles, columns)
    return _shared(spare - FRAME_ROWS - COMPACT_ROWS, 0)


def is_wide(width: int, height: int) -> bool:
    return width >= WIDE_COLUMNS and height >= WIDE_ROWS


def _shared(spare: int, light_columns: int) -> Plan:
    live_rows = max(2, min(LIVE_ROWS_MAX, spare // 2))
    return Plan(live_rows, max(2, spare - live_rows), light_columns)


def picture(view: View, width: int, height: int, seconds_left: float | None = None) -> RenderableType:
    rows = plan(width, height)
    hotline = panel(Group(now(view), live(view, rows.live_rows)), _("The hotline now"))
    today = panel(day(view), _("Today"))
    calls = panel(latest(view, rows.latest_rows), _("Latest calls, as stored"))
    head, foot = _head(view, seconds_left), _foot(view)
    if is_wide(width, height):
        body_rows = height - HEAD_ROWS - FOOT_ROWS - CURSOR_ROWS
        sheet = panel(as_list(view.stored.lights, body_rows - 2 * FRAME_ROWS - DAY_ROWS), _("The 21 objectives today"))
        both = Table.grid(expand=True)
        both.add_column(ratio=1)
        both.add_column(ratio=1)
        both.add_row(Group(hotline, calls), Group(today, sheet))
        return Group(head, both, foot)
    lights = view.stored.lights
    drawn = as_columns(lights, rows.light_columns) if rows.light_columns else as_line(lights)
    return Group(head, hotline, today, calls, panel(drawn, _("The 21 objectives today")), foot)


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


def _foot(view: View) -> RenderableType:
    place = view.place
    note = Text(" · ".join((*place.notes, _("Ctrl-C ends it."))), "yellow", no_wrap=True, overflow="ellipsis")
    if view.trouble:
        note = Text(view.trouble, BAD, no_wrap=True, overflow="ellipsis")
    elif not view.linked:
        note = Text(_("no link to the PBX"), BAD)
    elif view.catching_up:
        note = Text(_("catching up with the past …"), "yellow")
    look = Text(lines.open_the_desk(place), KEY)
    return Group(note, look, Text(place.desk, no_wrap=True))
