"""What the parts of the picture share: colours, frames, grids."""

from rich.box import ROUNDED
from rich.console import RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

GOOD, WARN, BAD, DIM, KEY = "green", "yellow", "bold red", "bright_black", "bold cyan"


def panel(content: RenderableType, title: str) -> Panel:
    return Panel(content, title=f"[{KEY}]{title}[/]", title_align="left", box=ROUNDED, border_style=DIM, padding=(0, 1))


def grid(*widths: int) -> Table:
    """Columns of fixed widths; `add_rest` is for the last one."""
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    for width in widths:
        table.add_column(width=width, no_wrap=True, overflow="ellipsis")
    return table


def add_rest(table: Table) -> Table:
    table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    return table


def one_line(*parts: str | tuple[str, str]) -> Text:
    return Text.assemble(*parts, no_wrap=True, overflow="ellipsis")


def blank_rows(count: int) -> list[Text]:
    return [Text("") for _ in range(count)]
