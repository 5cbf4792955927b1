"""What stands above a wall: the site's name, the state of the system, date and time."""

from dashboards import service_state
from dashboards.tiles import Kind, Place, Query, Shows, Site, Sizes, Tile

_SIZES = Sizes(34, 34)
ROWS = 2


def head(site: Site) -> tuple[Tile, ...]:
    return _name(site), service_state.tile(site, Place(6, 0, 12, ROWS), _SIZES), _clock(site)


def heading(title: str, meaning: str, place: Place) -> Tile:
    """Grafana's own titles are 14 pixels high, and nobody reads those from afar."""
    return Tile(
        title,
        meaning,
        (),
        place,
        Kind.HEADING,
        sizes=_SIZES,
    )


def _name(site: Site) -> Tile:
    return heading("${site}", site.say("The site's name.", "项目名称。"), Place(0, 0, 6, ROWS))


def _clock(site: Site) -> Tile:
    return Tile(
        site.say("Now", "现在"),
        site.say("Date and time in the site's own time zone.", "项目所在时区的日期与时间。"),
        (Query("vector(time() * 1000)"),),
        Place(18, 0, 6, ROWS),
        unit=site.say("time:ddd D MMM HH:mm", "time:M月D日 HH:mm"),
        decimals=None,
        large=True,
        shows=Shows.VALUE,
        sizes=_SIZES,
    )
