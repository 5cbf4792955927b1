"""Lines 11 to 21 of the sheet: procedures, the estate, complaints, and the department."""

from metrics.objectives.objective import Kind, Objective, Period, Source, Text
from metrics.objectives.standing import Tally
from metrics.objectives.words import (
    ALL,
    ANSWERS,
    CANCELLED,
    COMPLAINTS,
    NOT_DUE,
    NOT_SEEN,
    OF_BOTH,
    OF_DUTIES,
    PAUSED_OR_GONE,
    share,
)


def _procedure(
    id_: int, key: str, zh: str, en: str, formula: Text, counts: Text, example: Tally, version: int = 1
) -> Objective:
    return Objective(
        id=id_,
        key=key,
        title=Text(zh, en),
        target=ALL,
        period=Period.MONTH,
        source=Source.TICKETS,
        evidence="tickets_of_period",
        formula=formula,
        counts=counts,
        left_out=CANCELLED,
        example=example,
        version=version,
    )


_STEPS_IN_TIME = Text(
    "按期办结且各步骤有记录 ÷ 当月到期", "resolved in time with every step on record ÷ those due in the month"
)

_PROCEDURES = (
    _procedure(
        11,
        "major_incidents_reported",
        "重大事件报告",
        "major incidents reported",
        Text(
            "24 小时内完成书面报告并报送 ÷ 当月重大事件",
            "report written and sent within 24 hours ÷ incidents of the month",
        ),
        Text("24 小时止于当月的重大事件工单", "tickets of category major_incident whose 24 hours end in the month"),
        Tally(2, 2),
    ),
    _procedure(
        12,
        "move_in",
        "入住手续、资料存档",
        "move-in handled and filed",
        _STEPS_IN_TIME,
        Text(
            "时限止于当月的入住工单；经理免去的步骤视为已完成",
            "move-in tickets due in the month; a step that a manager waived is settled",
        ),
        Tally(9, 9),
    ),
    _procedure(
        13,
        "renovation",
        "装修手续、监管",
        "renovation handled and supervised",
        _STEPS_IN_TIME,
        Text(
            "时限止于当月的装修工单，默认为各步骤时限依次相加；某一步超时不改变整单时限；经理免去的步骤视为已完成",
            "renovation tickets due in the month: unless set otherwise, when each step has taken its whole term, one "
            "after the other; a late step moves no end; a step that a manager waived is settled",
        ),
        Tally(7, 5, 2),
        version=2,
    ),
    _procedure(
        14,
        "goods_removal",
        "物品搬运手续",
        "goods removal handled",
        _STEPS_IN_TIME,
        Text(
            "时限止于当月的物品搬运工单；经理免去的步骤视为已完成",
            "goods removal tickets due in the month; a step that a manager waived is settled",
        ),
        Tally(15, 15),
    ),
    _procedure(
        15,
        "introduction",
        "介绍设施使用及管理制度",
        "introduction of facilities and rules",
        Text("已介绍设施并告知规约 ÷ 当月到期的入住", "both given, in time ÷ move-ins due in the month"),
        Text(
            "入住工单的“介绍设施设备”与“告知管理规约”两步，免去的不算",
            "the steps facilities and rules of move-in tickets; a waived one does not count as given",
        ),
        Tally(9, 8, 0),
    ),
)

_ESTATE = (
    Objective(
        id=16,
        key="patrols",
        title=Text("公共区域巡视、巡查", "patrols"),
        target=ALL,
        period=Period.DAY,
        source=Source.DUTIES,
        evidence="duties_between",
        formula=OF_DUTIES,
        counts=Text("每个工作日两次的巡查任务", "the two patrols of each workday"),
        left_out=Text("非工作日；撤销的任务", "days off; duties that were called off"),
        example=Tally(2, 1, 1),
        kind=Kind.COUNT,
        times=2,
        standard_zh="每工作日 {times} 次",
    ),
    Objective(
        id=17,
        key="yearly_survey",
        title=Text("年度业主调查满意率", "yearly survey satisfaction"),
        target=share("90"),
        period=Period.YEAR,
        source=Source.SURVEYS,
        evidence="survey_responses_of_year",
        formula=Text("满意答卷 ÷ 有效答卷", "satisfied answers ÷ valid answers"),
        counts=Text(
            "结束日在当年的年度调查的答卷：决定性问题已作答即有效，选了该调查所定的满意答案即满意；"
            "纸质调查可另行填报，同一调查不得重复",
            "answers to yearly surveys that end in the year: valid where the question that decides is answered, "
            "satisfied by the answers that the survey names; one on paper may be told as readings, never as both",
        ),
        left_out=Text(
            "未答决定性问题的答卷；专项调查；待确认、已驳回、被更正的填报数",
            "answers that leave out the question that decides; ad hoc surveys; readings that wait for a manager or "
            "were rejected or corrected",
        ),
        example=Tally(412, 380),
        version=3,
        grows=True,
        open=ANSWERS,
        waits_days=31,
    ),
    Objective(
        id=18,
        key="greening_cleaning",
        title=Text("绿化完好率、保洁合格率", "greening and cleaning"),
        target=share("95"),
        period=Period.MONTH,
        source=Source.READINGS,
        evidence="readings_between",
        formula=OF_BOTH,
        counts=Text(
            "绿化、保洁的已确认填报数；日、周检查表中保洁与绿化各项（每项计一，合格为达标，一般不合格项也算未达标）",
            "confirmed readings; items for cleaning and greening of daily and weekly inspections, of which only ok is "
            "met",
        ),
        left_out=NOT_SEEN,
        example=Tally(60, 55),
        grows=True,
        waits_days=7,
        version=3,
    ),
)

_COMPLAINTS = (
    Objective(
        id=19,
        key="complaints_answered",
        title=Text("投诉回复及时率", "complaints answered in time"),
        target=share("99.9"),
        period=Period.MONTH,
        source=Source.TICKETS,
        evidence="tickets_of_period",
        formula=Text("按时首次回复 ÷ 当月应回复", "first answered in time ÷ those whose answer was due in the month"),
        counts=Text(
            "回复时限（默认 24 小时，暂停顺延）止于当月的投诉工单",
            "complaint tickets whose term for the first answer, 24 hours unless set otherwise, ends in the month",
        ),
        left_out=PAUSED_OR_GONE,
        example=Tally(11, 10, 1),
        grows=True,
        open=COMPLAINTS,
    ),
    Objective(
        id=20,
        key="complaints_settled",
        title=Text("有效投诉处理满意率", "valid complaints settled to satisfaction"),
        target=share("90"),
        period=Period.MONTH,
        source=Source.TICKETS,
        evidence="tickets_resolved",
        formula=Text(
            "满意度 4 分及以上 ÷ 当月办结的有效投诉",
            "complainant's satisfaction 4 or 5 ÷ valid complaints resolved in the month",
        ),
        counts=Text(
            "当月办结的有效投诉；满意度以投诉人按键、通过评价链接或在回访通话中所答为准，经办人自填的不算；"
            "未问满意度的，期内为未完成，期满算未达标",
            "valid complaints resolved in the month; only what the complainant said counts, by key, by link or in a "
            "follow-up call that connected, not what the desk typed; not yet asked: open, and missed at its end",
        ),
        left_out=Text("无效投诉；已取消或并入其他工单的", "complaints that are not valid; cancelled and merged ones"),
        example=Tally(10, 8, 1),
        grows=True,
        open=COMPLAINTS,
        version=2,
    ),
    Objective(
        id=21,
        key="department_meeting",
        title=Text("部门例会", "department meeting"),
        target=ALL,
        period=Period.WEEK,
        source=Source.DUTIES,
        evidence="duties_between",
        formula=OF_DUTIES,
        counts=Text("每周一次的例会任务", "the meeting of the week"),
        left_out=NOT_DUE,
        example=Tally(1, 1),
        kind=Kind.COUNT,
        times=1,
    ),
)

ESTATE = (*_PROCEDURES, *_ESTATE, *_COMPLAINTS)
