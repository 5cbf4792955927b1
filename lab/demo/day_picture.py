"""The day in the picture: two shares as bars, and the desk in a line. Pure."""

from rich.console import Group, RenderableType
from rich.text import Text

from kit.i18n import _
from lab.demo import lines
from lab.demo.model import View
from lab.demo.style import BAD, DIM, GOOD, WARN, one_line

DAY_ROWS = 3
BAR_CELLS = 10
CALLBACK_TARGET = 0.9


def day(view: View) -> RenderableType:
    today, desk = view.stored.today, view.stored.desk
    rings = _("within {rings} rings").format(rings=view.place.rings_within)
    counted = _("{within} of {counted} calls").format(within=today.within, counted=today.counted)
    return Group(
        _share(today.share, f"{rings} · {counted}", GOOD, BAD),
        _share(desk.callback_ratio, lines.called_back(desk), GOOD if _is_reached(desk.callback_ratio) else WARN, DIM),
        _desk(view),
    )


def _is_reached(ratio: float | None) -> bool:
    return ratio is not None and ratio >= CALLBACK_TARGET


def _share(share: float | None, text: str, full: str, empty: str) -> Text:
    if share is None:
        return one_line((f"{'–':>6}  ", "bold"), ("─" * BAR_CELLS, DIM), "  ", (text, DIM))
    cells = round(share * BAR_CELLS)
    bar = (("█" * cells, full), ("█" * (BAR_CELLS - cells), empty))
    return one_line((f"{share:6.1%}  ", "bold"), *bar, "  ", text)


def _desk(view: View) -> Text:
    desk, today = view.stored.desk, view.stored.today
    overdue = _("{count} overdue").format(count=desk.tickets_overdue)
    return one_line(
        (_("{count} tickets open").format(count=desk.tickets_open), "bold"),
        " · ",
        (overdue, BAD if desk.tickets_overdue else DIM),
        " · ",
        (_("{count} callbacks waiting").format(count=desk.callbacks_waiting), "bold"),
        (" · " + _("{count} hung up first").format(count=today.abandoned), DIM),
    )
