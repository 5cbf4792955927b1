"""The forms of inspections, as data: 《日检查表》 of the heads of departments, 《周检查表》 of the manager."""

from collections.abc import Mapping
from typing import NamedTuple

from kit.roles import Role

APPEARANCE, GREENING_CLEANING = 1, 18
"""Lines of the quality sheet."""


class Item(NamedTuple):
    key: str
    zh: str
    en: str
    objective: int | None = None  # the line of the quality sheet that its results feed


class Form(NamedTuple):
    zh: str
    en: str
    duty: str  # the duty that is done by it
    owner: Role  # who inspects, or whoever is above
    rechecks: bool  # it looks again at what other inspections found
    items: tuple[Item, ...]


_STAFF = (
    Item("attendance", "人员到岗", "staff at their posts"),
    Item("appearance", "仪容仪表、着装、工牌", "appearance, uniform, badge", APPEARANCE),
    Item("courtesy", "服务礼仪、用语", "courtesy and wording"),
)
_AREAS = (
    Item("lobbies", "大堂、电梯、楼道保洁", "lobbies, lifts and stairs clean", GREENING_CLEANING),
    Item("grounds", "道路、广场、垃圾房保洁", "roads, squares and refuse rooms clean", GREENING_CLEANING),
    Item("greening", "绿化养护", "greening kept", GREENING_CLEANING),
    Item("lighting", "公共照明", "lighting of public areas"),
    Item("equipment", "设备设施运行", "equipment in order"),
    Item("safety", "消防通道、安全隐患", "fire lanes and hazards"),
)

FORMS: Mapping[str, Form] = {
    "daily": Form(
        "日检查表",
        "daily inspection",
        "daily_inspection",
        Role.DISPATCHER,
        False,
        (
            *_STAFF,
            Item("records", "值班、交接记录", "duty and hand-over records"),
            Item("tickets", "工单跟进、回访", "tickets followed up, callbacks made"),
            *_AREAS,
        ),
    ),
    "weekly": Form(
        "周检查表",
        "weekly inspection",
        "weekly_inspection",
        Role.MANAGER,
        True,
        (
            *_STAFF,
            *_AREAS,
            Item("daily_inspections", "各部门日检查落实", "daily inspections done"),
            Item("patrols", "巡查记录", "records of patrols"),
            Item("files", "业主档案管理", "files of residents"),
            Item("training", "培训与例会记录", "records of training and meetings"),
        ),
    ),
}

FORM_OF_DUTY: Mapping[str, str] = {form.duty: key for key, form in FORMS.items()}
