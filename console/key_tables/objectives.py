"""Words of the lines of the quality sheet, and of what people enter for them."""

from console.key_tables.table import Table

TABLES: dict[str, Table] = {
    "series": {
        "attendance": ("attendance", "出勤"),
        "appearance": ("appearance", "仪容仪表"),
        "property": ("property fee", "物业费"),
        "water": ("water", "水费"),
        "parking": ("parking", "停车费"),
        "equipment": ("equipment", "设备设施"),
        "residents": ("residents", "业主情况"),
        "greening": ("greening", "绿化"),
        "cleaning": ("cleaning", "保洁"),
    },
    "objective_status": {
        "met": ("met", "达标"),
        "at_risk": ("at risk", "待达标"),
        "missed": ("missed", "未达标"),
        "no_data": ("nothing yet", "无记录"),
    },
    "risk": {
        "tickets_overdue": ("tickets overdue", "超时工单"),
        "tickets_soon": ("tickets due within the hour", "一小时内到期的工单"),
        "complaints_unanswered": ("complaints without a first answer", "尚未回复的投诉"),
        "callbacks_overdue": ("callbacks overdue", "超时待拨打"),
        "duties_open": ("duties to do today", "今日待办例行任务"),
        "duties_missed": ("duties missed today", "今日未做例行任务"),
    },
    "case_outcome": {"met": ("met", "达标"), "missed": ("missed", "未达标"), "open": ("open", "未完成")},
    "objective_source": {
        "calls": ("calls", "来电"),
        "callbacks": ("callbacks", "回访"),
        "tickets": ("tickets", "工单"),
        "households": ("households", "业主档案"),
        "readings": ("readings", "填报数"),
        "surveys": ("surveys", "满意度调查"),
        "duties": ("duties", "例行任务"),
    },
    "reading_state": {
        "told": ("waits for a manager", "待经理确认"),
        "confirmed": ("confirmed", "已确认"),
        "rejected": ("rejected", "已退回"),
    },
    "reading_action": {
        "told": ("entered", "填报"),
        "confirm": ("confirmed", "确认"),
        "reject": ("rejected", "退回"),
        "correct": ("corrected", "更正"),
    },
    "evidence_kind": {
        "call": ("call", "来电"),
        "ticket": ("ticket", "工单"),
        "household": ("household", "住户"),
        "reading": ("reading", "填报数"),
        "inspection": ("inspection", "检查"),
        "survey": ("survey", "答卷"),
        "duty": ("duty", "例行任务"),
    },
    "objective_kind": {"share": ("share", "占比"), "count": ("count", "次数")},
    "left_out": {
        "no_follow_up": ("no callback needed", "无需回访"),
        "nobody_to_call": ("nobody to call", "无人可回访"),
    },
}
