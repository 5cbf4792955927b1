"""The pages of trades."""

from console.frame.page import page
from console.trades import door
from kit.http.operation import Operation

PAGES: tuple[Operation, ...] = (
    page("showTrades", "/trades", "Who of each trade is on duty", door.trades),
    page("changeDutyByPage", "/trades/people/{name}/duty", "Change who is on duty", door.change_duty, "POST"),
)
