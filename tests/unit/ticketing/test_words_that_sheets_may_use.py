"""The words that a sheet may use, and how long its cells may be, written out."""

from collections.abc import Collection, Mapping

import pytest

import kit.pinyin
import kit.sheets.cells
import ticketing.households.columns
import ticketing.households.place_cells
import ticketing.households.sheet_rows
import ticketing.places.sheet
import ticketing.places.spelled
import ticketing.readings.sheet
import ticketing.surveys.sheet

LISTS = [
    (
        ticketing.households.sheet_rows.YES,
        "是|yes|y|true|1|同意|有|√",
    ),
    (
        ticketing.households.sheet_rows.NO,
        "否|no|n|false|0|不同意|无|×",
    ),
    (
        ticketing.places.spelled.BUILDING,
        "号楼|#楼|栋|幢|座|楼|号|#",
    ),
    (
        ticketing.places.spelled.ROOM,
        "号房|号室|室|房|号",
    ),
    (
        kit.sheets.cells._NOTHING,
        "n/a|na|nil|none|null|不详|无|暂无|未填|未知|没有|空",
    ),
    (
        kit.sheets.cells._STROKES,
        "*|-|.|/|?|\\|_|~|–|—",
    ),
]

MEANINGS = [
    (
        ticketing.households.columns.HEADERS,
        {
            "estate": "小区|estate|项目|园区|楼盘|小区名称|community|project",
            "building": "楼栋|building|楼号|栋|楼|幢|栋号|幢号|座|block|tower",
            "unit": "单元|unit|单元号|entrance|stair",
            "room": "房号|room|房间|室|门牌|房间号|户号|flat|apartment|door",
            "name": "姓名|name|业主姓名|客户姓名|住户|联系人|full name|resident",
            "part": "身份|part|关系|与业主关系|类型|role|relation",
            "phones": (
                "电话|phones|手机|手机号|联系电话|电话号码|手机号码|联系方式|固定电话|固话|座机|备用电话|备用手机|其他电话|家庭电话|住宅电话|办公电话|紧急联系电话|phone|mobile|tel|"
                "telephone|phone number|mobile phone|landline|home phone|work phone|other phone|second phone"
            ),
            "housekeeper": "管家|housekeeper|专属管家|客服管家|butler",
            "documents": "档案|documents|资料|档案资料|存档资料|files|file checklist",
            "notes": "备注|notes|说明|note|remark|remarks|comment",
            "consent": "同意|consent|授权同意|隐私同意|agreed",
            "vip": "重要|vip|重点客户",
        },
    ),
    (
        ticketing.households.sheet_rows.PARTS,
        {
            "owner": "业主|owner|房主|产权人|户主",
            "tenant": "租户|tenant|租客|承租人",
            "family": "家属|family|家人|亲属|配偶|子女|父母",
            "contact": "联系人|contact|紧急联系人|其他|other",
        },
    ),
    (
        ticketing.households.sheet_rows.LENGTHS_MAX,
        {
            "name": "100",
            "housekeeper": "64",
            "documents": "2000",
            "notes": "4000",
            "phones": "400",
        },
    ),
    (
        ticketing.households.place_cells._ENDS,
        {
            "building": "号楼|#楼|栋|幢|座|楼|号|#",
            "unit": "单元",
            "room": "号房|号室|室|房|号",
        },
    ),
    (
        ticketing.places.sheet.HEADERS,
        {
            "estate": "小区|estate|项目|园区|楼盘|小区名称|community|project",
            "building": "楼栋|building|楼号|栋|楼|幢|栋号|幢号|座|所在楼栋|block|tower",
            "kind": "类型|kind|类别|分类|设备类型|部位类型|type|category",
            "name": "名称|name|公共部位|部位|设备名称|设备|场所|位置|place|equipment",
            "notes": "备注|notes|说明|型号|note|remark|remarks|comment",
        },
    ),
    (
        ticketing.places.sheet.KINDS,
        {
            "garage": "车库|garage|停车场|车位|parking",
            "lift": "电梯|lift|客梯|货梯|扶梯|elevator|escalator",
            "plant_room": "设备房|plant room|水泵|泵房|配电|机房|消控|锅炉|发电|pump|boiler|generator|fire control",
            "gate": "出入口|gate|大门|门岗|岗亭|道闸|entrance",
            "lobby": "大堂|lobby|门厅|前厅",
            "stairs": "楼道|stairs|走廊|楼梯|stairs and corridors|corridor",
            "roof": "屋面|roof|天台|屋顶",
            "grounds": "道路绿化|grounds|道路|绿化|广场|花园|garden|road|playground",
            "amenity": "会所设施|amenity|会所|泳池|健身|pool|gym|club",
            "other": "其他|other",
        },
    ),
    (
        ticketing.places.sheet._LENGTHS_MAX,
        {
            "name": "100",
            "notes": "4000",
            "estate": "200",
            "building": "200",
        },
    ),
    (
        ticketing.readings.sheet.HEADERS,
        {
            "objective": "序号|objective|质量目标|服务内容|项目|项目序号|指标|no|line",
            "day": "日期|day|统计日期|date",
            "series": "类别|series|分类|班组|费用种类|kind|team",
            "met": "达标数|met|达标|合格|合格数|实到|实收|满意|passed|present|collected",
            "total": "总数|total|总量|受检|应到|应收|有效|inspected|scheduled|billed",
            "unit": "单位|unit",
            "evidence": "凭证|evidence|依据|备注|附件|note|file",
        },
    ),
    (
        ticketing.readings.sheet._LENGTHS_MAX,
        {
            "series": "60",
            "unit": "20",
            "evidence": "400",
        },
    ),
    (
        ticketing.surveys.sheet._WHOSE,
        {
            "household": "住户|household|住户编号|householdid",
            "estate": "小区|estate|项目",
            "building": "楼栋|building|楼号|栋",
            "unit": "单元|unit|单元号",
            "room": "房号|room|房间|室",
            "ballot": "票号|ballot|编号|问卷号",
        },
    ),
    (
        ticketing.surveys.sheet._WORDS,
        {
            "是": "yes",
            "yes": "yes",
            "y": "yes",
            "否": "no",
            "no": "no",
            "n": "no",
        },
    ),
    (
        kit.pinyin._SURNAMES,
        {
            "单": "shan",
            "曾": "zeng",
            "仇": "qiu",
            "解": "xie",
            "查": "zha",
            "区": "ou",
            "盖": "ge",
            "朴": "piao",
            "翟": "zhai",
            "乐": "yue",
            "覃": "qin",
            "缪": "miao",
            "员": "yun",
            "折": "she",
            "黑": "he",
            "秘": "bi",
            "种": "chong",
            "祭": "zhai",
            "隗": "wei",
            "尉": "yu",
            "万": "mo",
            "牟": "mu",
            "召": "shao",
            "薄": "bo",
            "繁": "po",
            "洗": "xian",
            "句": "gou",
            "卜": "bu",
            "长": "zhang",
            "令": "ling",
            "燕": "yan",
            "任": "ren",
            "宁": "ning",
            "纪": "ji",
            "谌": "shen",
        },
    ),
]


def _word(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


@pytest.mark.parametrize(("known", "written"), LISTS)
def test_each_list_is_as_it_was_decided(known: Collection[object], written: str) -> None:
    words = [_word(word) for word in known]
    assert (sorted(words) if isinstance(known, frozenset) else words) == written.split("|")


@pytest.mark.parametrize(("known", "written"), MEANINGS)
def test_each_word_means_what_was_decided(known: Mapping[object, object], written: dict[str, str]) -> None:
    assert {_word(key): _words(value) for key, value in known.items()} == written


def _words(value: object) -> str:
    return "|".join(map(_word, value)) if isinstance(value, tuple) else _word(value)
