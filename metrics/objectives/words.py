"""Words that several lines of the sheet share."""

from fractions import Fraction

from metrics.objectives.objective import OPEN_CASES, Open, Text

ALL = Fraction(1)


def share(percent: str) -> Fraction:
    return Fraction(percent) / 100


OF_BOTH = Text("（填报达标数＋检查合格项）÷（填报总数＋受检项）", "met and in order ÷ read and inspected")
READ = Text(
    "所属期内各日经理已确认的最新填报数",
    "the confirmed readings of the days of the period, each as last corrected",
)
NOT_READ = Text(
    "待确认、已驳回的填报数；被更正的旧填报数（仍保留在历史中）",
    "readings that wait for a manager or were rejected or corrected; they stay in the history",
)
NOT_SEEN = Text(
    "待确认、已驳回、被更正的填报数；不适用的检查项",
    "readings that wait for a manager or were rejected or corrected; items that are not applicable",
)
OF_DUTIES = Text("按时完成的次数 ÷ 应完成的次数", "done in time ÷ due")
NOT_DUE = Text("撤销的任务", "duties that were called off")
MONEY = Open(
    Text("未收 {count} 元", "{count} yuan not collected"),
    Text("还须收缴 {more} 元", "{more} yuan more to collect"),
    Text("元", " yuan"),
    Text(" 元", " yuan"),
)
FILES = Open(Text("{count} 户未建档", "{count} without a file"), Text("还须补齐 {more} 户", "{more} more to complete"))
CALLS = OPEN_CASES._replace(unit=Text("通", " calls"))
ANSWERS = OPEN_CASES._replace(unit=Text("份", " answers"))
COMPLAINTS = OPEN_CASES._replace(unit=Text("件", " complaints"))
RATINGS = OPEN_CASES._replace(unit=Text("单", " rated tickets"))
CANCELLED = Text("已取消或并入其他工单的", "tickets that were cancelled or merged into another")
PAUSED_OR_GONE = Text("暂停中的；已取消或并入其他工单的", "those that are paused now; cancelled and merged ones")
