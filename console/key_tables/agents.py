"""Words of agents and calls."""

from console.key_tables.table import Table

TABLES: dict[str, Table] = {
    "agent_state": {
        "unknown": ("not known", "状态未知"),
        "talking": ("talking", "通话中"),
        "ringing": ("ringing", "振铃中"),
        "unreachable": ("phone not reachable", "话机离线"),
        "paused": ("paused", "暂停接听"),
        "wrap_up": ("wrap-up", "话后处理"),
        "ready": ("ready", "空闲"),
        "reachable": ("reachable", "话机在线"),
    },
    "pause_reason": {
        "吃饭": ("meal", "吃饭"),
        "休息": ("break", "休息"),
        "培训": ("training", "培训"),
        "会议": ("meeting", "会议"),
        "离开": ("away", "离开"),
    },
    "call_state": {
        "arrived": ("arrived", "进线"),
        "queued": ("waiting", "排队"),
        "ringing": ("ringing", "振铃"),
        "talking": ("talking", "通话"),
        "held": ("on hold", "保持"),
        "given_up": ("given up", "交换机放弃等待"),
        "ended": ("ended", "已结束"),
    },
    "satisfaction_by": {
        "key": ("by key", "按键评价"),
        "callback": ("in a follow-up call", "回访通话"),
        "link": ("by link", "链接评价"),
    },
}
