"""The 21 objectives as a board of lights: in one line, in columns with titles, or as a list with all figures. Pure."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from lab.demo import words
from lab.demo.model import Light
from lab.demo.style import BAD, DIM, GOOD, WARN, add_rest, blank_rows, grid, one_line
from metrics.objectives.standing import Status

COUNT = 21
COMPACT_ROWS = 2
COLUMN_CELLS = 38
SIGNS = {
    Status.MET: ("●", GOOD),
    Status.AT_RISK: ("◐", WARN),
    Status.MISSED: ("✖", BAD),
    Status.NO_DATA: ("○", DIM),
}


def columns_of(width: int) -> int:
    return max(1, (width - 4) // COLUMN_CELLS)


def rows_of(columns: int) -> int:
    return -(-COUNT // columns)


def as_line(lights: Sequence[Light]) -> RenderableType:
    """All by their numbers; below, how many there are of each kind and which need looking at."""
    line = Text(no_wrap=True)
    for light in lights:
        sign, style = SIGNS[light.status]
        line.append(f"{sign}{light.id} ", style)
    return Group(line, _counted(lights) if lights else Text(""))


def _counted(lights: Sequence[Light]) -> Text:
    counts = Counter(light.status for light in lights)
    text = one_line()
    for status, (sign, style) in SIGNS.items():
        text.append(f"{sign} {counts[status]} {words.status(status)}  ", style)
    for light in lights:
        if light.status in (Status.MISSED, Status.AT_RISK):
            text.append(f"{light.id} {light.title}  ", SIGNS[light.status][1])
    return text


def as_columns(lights: Sequence[Light], columns: int) -> RenderableType:
    """Down the first column, then down the next."""
    rows = rows_of(columns)
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    for _number in range(columns):
        table.add_column(width=1)
        table.add_column(width=2, justify="right")
        table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        table.add_column(width=6, justify="right", no_wrap=True)
    for row in range(rows):
        cells = [cell for light in lights[row::rows] for cell in _cells(light)]
        table.add_row(*cells)
    return Group(table, *blank_rows(rows if not lights else 0)) if lights else Group(*blank_rows(rows))


def _cells(light: Light) -> list[Text]:
    sign, style = SIGNS[light.status]
    dim = DIM if light.status is Status.NO_DATA else ""
    return [Text(sign, style), Text(str(light.id), DIM), Text(light.title, dim), Text(words.ratio(light), style)]


def as_list(lights: Sequence[Light], rows: int) -> RenderableType:
    table = add_rest(grid(1, 2, 32, 6, 11, 9))
    for light in lights:
        of = f"{light.met:g}/{light.eligible:g}" if light.eligible else ""
        table.add_row(*_cells(light), Text(of, DIM), Text(light.target, DIM), Text(light.needs, WARN))
    return Group(table, *blank_rows(rows - len(lights)))
