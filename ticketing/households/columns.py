"""The columns of a sheet of households."""

from collections.abc import Mapping
from enum import StrEnum

from kit.sheets.headers import Headers


class Column(StrEnum):
    ESTATE = "estate"
    BUILDING = "building"
    UNIT = "unit"
    ROOM = "room"
    NAME = "name"
    PART = "part"
    PHONES = "phones"
    HOUSEKEEPER = "housekeeper"
    DOCUMENTS = "documents"
    NOTES = "notes"
    CONSENT = "consent"
    VIP = "vip"


HEADERS: Mapping[Column, tuple[str, ...]] = {
    Column.ESTATE: ("小区", "estate", "项目", "园区", "楼盘", "小区名称", "community", "project"),
    Column.BUILDING: ("楼栋", "building", "楼号", "栋", "楼", "幢", "栋号", "幢号", "座", "block", "tower"),
    Column.UNIT: ("单元", "unit", "单元号", "entrance", "stair"),
    Column.ROOM: ("房号", "room", "房间", "室", "门牌", "房间号", "户号", "flat", "apartment", "door"),
    Column.NAME: ("姓名", "name", "业主姓名", "客户姓名", "住户", "联系人", "full name", "resident"),
    Column.PART: ("身份", "part", "关系", "与业主关系", "类型", "role", "relation"),
    Column.PHONES: (
        "电话", "phones", "手机", "手机号", "联系电话", "电话号码", "手机号码", "联系方式",
        "固定电话", "固话", "座机", "备用电话", "备用手机", "其他电话", "家庭电话",
        "住宅电话", "办公电话", "紧急联系电话",
        "phone", "mobile", "tel", "telephone", "phone number", "mobile phone", "landline", "home phone",
        "work phone", "other phone", "second phone",
    ),
    Column.HOUSEKEEPER: ("管家", "housekeeper", "专属管家", "客服管家", "butler"),
    Column.DOCUMENTS: ("档案", "documents", "资料", "档案资料", "存档资料", "files", "file checklist"),
    Column.NOTES: ("备注", "notes", "说明", "note", "remark", "remarks", "comment"),
    Column.CONSENT: ("同意", "consent", "授权同意", "隐私同意", "agreed"),
    Column.VIP: ("重要", "vip", "重点客户"),
}  # fmt: skip

SHEET = Headers(HEADERS, required=(Column.ROOM,), repeated=(Column.PHONES,))
