"""Words of rosters and shifts."""

from console.key_tables.table import Table

TABLES: dict[str, Table] = {
    "roster_form": {
        "list": ("a row for each shift", "一行一个班次"),
        "matrix": ("a row for each person", "一行一个人"),
        "calendar": ("a row for each day", "一行一天"),
    },
    "roster_column": {
        "day": ("day", "日期"),
        "shift": ("shift", "班次"),
        "people": ("people", "人员"),
        "managers": ("duty managers", "值班经理"),
        "person": ("person", "姓名"),
        "part": ("position", "岗位"),
    },
    "shift_part": {"member": ("on the shift", "当班人员"), "manager": ("duty manager", "值班经理")},
    "shift_news": {
        "roster": ("roster", "排班"),
        "absence": ("absence", "请假"),
        "note": ("hand-over note", "交班记录"),
        "taken": ("taken over", "已接班"),
    },
}
