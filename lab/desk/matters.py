"""What callers of the demo want, and what is done about it: data for the office."""

from enum import StrEnum
from random import Random
from typing import NamedTuple


class Way(StrEnum):
    ON_THE_PHONE = "settled on the phone"
    BY_A_TRADE = "somebody goes there"
    COMPLAINT = "answered, looked into, settled"


class Said(NamedTuple):
    zh: str
    en: str

    def within(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


class Matter(NamedTuple):
    category: str
    weight: float
    title: Said
    resolution: Said
    way: Way = Way.ON_THE_PHONE
    trade: Said = Said("", "")


WATER, POWER, GUARD = Said("水电工", "plumber"), Said("电工", "electrician"), Said("秩序员", "guard")
GREEN, HEAD = Said("绿化", "gardener"), Said("部门主管", "head of department")


def _trade(category: str, weight: float, trade: Said, title: Said, resolution: Said) -> Matter:
    return Matter(category, weight, title, resolution, Way.BY_A_TRADE, trade)


def _complaint(weight: float, trade: Said, title: Said, resolution: Said) -> Matter:
    return Matter("complaint", weight, title, resolution, Way.COMPLAINT, trade)


MATTERS = (
    Matter("enquiry", 22, Said("询问宽带办理", "How to get broadband"), Said("已告知", "Told")),
    Matter("enquiry", 14, Said("询问停车位", "Is a parking space free?"), Said("已告知", "Told")),
    Matter("fees", 12, Said("查询物业费账单", "Question about the bill"), Said("已核对账单", "Bill explained")),
    Matter("wrong_number", 4, Said("打错电话", "Wrong number"), Said("打错电话", "Wrong number")),
    _trade("repair", 12, WATER, Said("厨房水龙头漏水", "Kitchen tap drips"), Said("已换阀芯", "Valve replaced")),
    _trade("repair", 9, POWER, Said("楼道灯不亮", "Light in the stairway is out"), Said("已换灯", "Replaced")),
    _trade("repair", 7, POWER, Said("门禁刷卡无反应", "Door does not take the card"), Said("已重启", "Reset")),
    _trade("repair_urgent", 3, WATER, Said("水管爆裂", "Burst pipe"), Said("已关阀并更换", "Pipe replaced")),
    _trade("service_request", 5, POWER, Said("预约空调清洗", "Clean the air conditioner"), Said("已完成", "Done")),
    Matter("suggestion", 4, Said("建议增设充电桩", "More charging points, please"), Said("已登记", "Noted")),
    _trade("goods_removal", 4, GUARD, Said("搬出家具", "Furniture leaves the house"), Said("已放行", "Released")),
    _trade("move_in", 1, HEAD, Said("新业主入住", "New owner moves in"), Said("已办理", "Handled")),
    _complaint(3, GUARD, Said("夜间施工噪声", "Noise at night"), Said("已制止", "Stopped")),
    _complaint(2, GREEN, Said("草坪无人修剪", "Lawn is not cut"), Said("已修剪", "Cut")),
)

CALLED_BACK = Said("按待拨打列表回电", "Called back from the list")
CALLED_AGAIN = Said("未接来电，已回电", "Missed call, called back")
WITHHELD = Said("未接来电，号码未显示", "Missed call, number withheld")


def matter_of(ticket: str, seed: int) -> Matter:
    """The same for a ticket whenever one asks."""
    random = Random(f"{seed} {ticket}")
    return random.choices(MATTERS, [matter.weight for matter in MATTERS])[0]
