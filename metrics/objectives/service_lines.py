"""Lines 1 to 10 of the sheet: staff, fees, issues, files, and the hotline."""

from metrics.objectives.objective import Kind, Objective, Period, Source, Text
from metrics.objectives.standing import Tally
from metrics.objectives.words import (
    ALL,
    CALLS,
    FILES,
    MONEY,
    NOT_DUE,
    NOT_READ,
    NOT_SEEN,
    OF_BOTH,
    OF_DUTIES,
    PAUSED_OR_GONE,
    RATINGS,
    READ,
    share,
)

_PEOPLE = (
    Objective(
        id=1,
        key="attendance",
        title=Text("人员出勤率、仪容仪表", "attendance and appearance"),
        target=share("99.9"),
        period=Period.MONTH,
        source=Source.READINGS,
        evidence="readings_between",
        formula=OF_BOTH,
        counts=Text(
            "出勤（实到/应到）与仪容（合格/受检）的已确认填报数；日、周检查表的仪容仪表项",
            "confirmed readings of attendance (present/scheduled) and appearance; the item appearance of inspections, "
            "ok is met",
        ),
        left_out=NOT_SEEN,
        example=Tally(2000, 1999),
        grows=True,
        waits_days=7,
        version=3,
    ),
    Objective(
        id=2,
        key="satisfaction",
        title=Text("服务礼仪、客户满意", "courtesy and satisfaction"),
        target=share("99"),
        period=Period.MONTH,
        source=Source.TICKETS,
        evidence="tickets_resolved",
        formula=Text("评分 4 分及以上的工单 ÷ 有评分的工单", "tickets rated 4 or 5 ÷ tickets rated"),
        counts=Text("当月办结且有评分（1 至 5）的工单", "tickets resolved in the month that have a rating, 1 to 5"),
        left_out=Text("没有评分的；已取消或并入其他工单的", "tickets without a rating; cancelled and merged ones"),
        example=Tally(120, 119),
        grows=True,
        open=RATINGS,
    ),
    Objective(
        id=3,
        key="fee_collection",
        title=Text("各种费用收缴率", "fee collection"),
        target=share("90"),
        period=Period.MONTH,
        source=Source.READINGS,
        evidence="readings_between",
        formula=Text("实收金额 ÷ 应收金额", "collected ÷ billed"),
        counts=READ,
        left_out=NOT_READ,
        example=Tally(80_000, 71_500, 8_500),
        recoverable=True,
        open=MONEY,
        waits_days=7,
        version=2,
    ),
)

_ISSUES = (
    Objective(
        id=4,
        key="general_same_day",
        title=Text("一般性问题处理", "general issues done the same day"),
        target=ALL,
        period=Period.DAY,
        source=Source.TICKETS,
        evidence="tickets_of_period",
        formula=Text("当日 24:00 前办结 ÷ 当日到期", "resolved before 24:00 of their day ÷ those of the day"),
        counts=Text(
            "计时始于当日的一般工单；暂停时间顺延，归入顺延后的那一日",
            "general tickets whose clock began that day; a pause moves the end, and the ticket to the day of that end",
        ),
        left_out=Text(
            "疑难、投诉、打错电话、短时来电及办理类工单；暂停中的；已取消或并入其他工单的",
            "difficult ones, complaints, procedures, wrong numbers, short calls; those that are paused; cancelled and "
            "merged ones",
        ),
        example=Tally(31, 30, 1),
        standard_zh="当日（{target}）",
        version=2,
    ),
    Objective(
        id=5,
        key="difficult_within_week",
        title=Text("疑难问题处理", "difficult issues within a week"),
        target=ALL,
        period=Period.WEEK,
        source=Source.TICKETS,
        evidence="tickets_of_period",
        formula=Text("七日内办结 ÷ 本周到期", "resolved within seven days ÷ those whose seven days end in the week"),
        counts=Text(
            "七日时限（暂停顺延）止于本周的疑难工单",
            "difficult tickets whose seven days, moved by pauses, end that week",
        ),
        left_out=PAUSED_OR_GONE,
        example=Tally(4, 3, 0),
        standard_zh="≤1 周（{target}）",
    ),
    Objective(
        id=6,
        key="files_kept",
        title=Text("档案妥善管理", "files kept"),
        target=ALL,
        period=Period.MONTH,
        source=Source.HOUSEHOLDS,
        evidence="household_files",
        formula=Text("已建档的住户 ÷ 全部住户", "households that have a file ÷ all households"),
        counts=Text(
            "档案清单中至少有一份文件已存档",
            "has a file: at least one document of its checklist is kept",
        ),
        left_out=Text("无", "nothing"),
        example=Tally(860, 858, 2),
        open=FILES,
    ),
    Objective(
        id=7,
        key="estate_knowledge",
        title=Text("掌握设备设施、了解业主情况", "knowledge of estate and residents"),
        target=ALL,
        period=Period.MONTH,
        source=Source.READINGS,
        evidence="readings_between",
        formula=Text("考核合格人次 ÷ 考核人次", "assessments passed ÷ assessments held"),
        counts=READ,
        left_out=NOT_READ,
        example=Tally(12, 12),
        waits_days=7,
        version=2,
    ),
    Objective(
        id=8,
        key="training",
        title=Text("员工培训", "training"),
        target=ALL,
        period=Period.MONTH,
        source=Source.DUTIES,
        evidence="duties_between",
        formula=OF_DUTIES,
        counts=Text("每月一次的培训任务", "the training duty of the month"),
        left_out=NOT_DUE,
        example=Tally(1, 0, 1),
        kind=Kind.COUNT,
        times=1,
    ),
)

_HOTLINE = (
    Objective(
        id=9,
        key="callback_same_day",
        title=Text("当日已解决问题的回访率", "same-day callback rate"),
        target=share("90"),
        period=Period.DAY,
        source=Source.CALLBACKS,
        evidence="resolved_between",
        formula=Text("当日 24:00 前接通回访 ÷ 当日办结", "called back, connected, before 24:00 ÷ resolved that day"),
        counts=Text(
            "当日办结、其类别需要回访且有人可回访的工单；只认实际接通的去电",
            "issues (tickets whose category wants a follow-up) resolved that day that have somebody to call; only an "
            "outbound call that connected is proof",
        ),
        left_out=Text(
            "不属于“问题”的类别：不需回访，默认为咨询、打错电话和短时来电，可按类别设置；没有任何号码、无人可回访的；"
            "重新打开的",
            "categories that are no issue: no follow-up, enquiry, wrong_number and short_call unless set; tickets with "
            "no number to call; reopened tickets",
        ),
        example=Tally(20, 16, 4),
        version=2,
    ),
    Objective(
        id=10,
        key="answered_within_rings",
        title=Text("接听电话", "answered within three rings"),
        target=ALL,
        period=Period.DAY,
        source=Source.CALLS,
        evidence="calls_between",
        formula=Text("三声内接听的来电 ÷ 计入的来电", "calls answered within three rings ÷ counted calls"),
        counts=Text(
            "当日打入热线、已有结论的来电；口径见 measurement.md",
            "inbound calls of the day that are judged; the rule stands in measurement.md",
        ),
        left_out=Text(
            "第一声内挂断的、三声内按键要求回电的、测试的、非服务时间的、内部的；仍在振铃的",
            "short abandons, callbacks asked for by key in time, test calls, calls out of service hours, internal "
            "ones; calls that still ring in time",
        ),
        example=Tally(200, 188),
        standard_zh="≤3 声接起（{target}）",
        grows=True,
        open=CALLS,
        version=2,
    ),
)


SERVICE = (*_PEOPLE, *_ISSUES, *_HOTLINE)
