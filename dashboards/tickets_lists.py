"""The lists of the desk's board: open tickets, waiting callbacks, attempts and their calls."""

from dashboards import rows
from dashboards.tiles import Kind, Place, Site, Tile


def lists(site: Site) -> tuple[Tile, ...]:
    return _open_tickets(site), _waiting(site), _attempts(site)


def _open_tickets(site: Site) -> Tile:
    return Tile(
        site.say("Open tickets, the first due first", "未办结工单（先到期的在前）"),
        site.say(
            "A click on the number leads to the ticket; short calls are left out.",
            "点击编号可查看工单；不含短时来电。",
        ),
        (),
        Place(0, 8, 24, 10),
        Kind.ROWS,
        decimals=None,
        sql=rows.statement("open_tickets"),
        columns=rows.ticket_columns(site),
        rare=True,
    )


def _waiting(site: Site) -> Tile:
    return Tile(
        site.say("Waiting callbacks, the first due first", "待拨打（先到期的在前）"),
        site.say("By number and ticket; the desk shows whom.", "按编号与工单；姓名与号码请在工单与业主档案中查看。"),
        (),
        Place(0, 18, 24, 9),
        Kind.ROWS,
        decimals=None,
        sql=rows.statement("waiting_callbacks"),
        columns=rows.callback_columns(site),
        rare=True,
    )


def _attempts(site: Site) -> Tile:
    return Tile(
        site.say("Attempts and their calls", "拨打记录与判定依据"),
        site.say("A click on the receipt shows the call that proves it.", "点击“查看”可看到证明它的通话。"),
        (),
        Place(0, 27, 24, 9),
        Kind.ROWS,
        decimals=None,
        sql=rows.statement("callback_attempts"),
        columns=rows.attempt_columns(site),
        rare=True,
    )
