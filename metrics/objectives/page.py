"""docs/objectives.md, made of the catalogue: `python -m metrics.objectives.page` writes it."""

from pathlib import Path

from kit.amounts import plain
from kit.markdown import made
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.in_words import needs, percent, target_text
from metrics.objectives.objective import Objective
from metrics.objectives.standing import Status, stand

DOCUMENT = Path(__file__).parents[2] / "docs" / "objectives.md"

_STATUS_ZH = {Status.MET: "达标", Status.AT_RISK: "待达标", Status.MISSED: "未达标", Status.NO_DATA: "无记录"}

_INTRODUCTION = """\
# The 21 objectives · 21 项质量目标

This page is generated from `metrics/objectives/catalogue.py` by `./run docs`.
`GET /api/v1/objectives` returns the sheet of a day. `GET /api/v1/objectives/10` returns one objective with its history.

<!-- contents -->

- **ratio** = met ÷ eligible, exactly. If nothing is eligible, it is `no_data`, never 100 %.
- **met**: the ratio has reached the target. **missed**: it is below the target and cannot reach it any more.
- **at_risk**: it is below the target but can still reach it. `needs` says what is needed and by when: how many of the
  open items, and how many new ones without a miss. If too few new ones come at the present rate, `needs` says that the
  target is out of reach, and `within_reach` is false.
- **Targets** are those of the department. `[[objective]]` sets another one and says where it comes from (`origin`). For
  lines 8, 16 and 21, the target is every time that their duty is due: `times` of `[[duty]]`.
- Days, weeks (from Monday), months and years are in the site's time zone. 24:00 belongs to the next day.
- A period is closed a quarter of an hour after its end, or, if readings may come late, after the number of days stated
  below. Its result is stored with the version of its rule and never overwritten. A later recompute is shown beside it.
- A period in which nothing was eligible is not closed. A late entry can still become its first figure.
- Objectives begin with the site: on the day in `desk.since`, or with its first call:

  | day, week, month or year | figures | closed | alerts |
  |---|---|---|---|
  | ends before the beginning | none: `no_data` | no | no |
  | contains the beginning | those since then; duties only for whole periods | yes | none on the first day |
  | later | all | yes | yes |
- **The monthly sheet** is `GET /api/v1/objectives/sheet?month=2026-11&format=pdf&lang=zh`, or
  `thirdring sheet --month 2026-11 --lang zh FILE`. A daily or weekly line is the sum of met and eligible over the
  closed days or weeks of the month, with the same target. A week belongs to the month of its Sunday. A monthly line
  is that month, and the yearly line is the year so far. Closed periods appear as they were stored. A period that was
  not stored, for example after a long downtime, is counted from the present sources. The remarks show what a
  recompute finds. Below the lines, the sheet lists what no call proves: hours for which clocks were paused, readings
  without evidence and those that wait for a manager, callbacks closed by a statement, and duties that one person marked
  as done within a minute of each other.
- **Readings** are entered over `/api/v1/readings` or imported by `thirdring readings import FILE`. There is one for
  each line, day and series (attendance, a team, a kind of fee). A correction is a new version. 0 of 0 withdraws a
  reading. What an agent enters counts once a manager has confirmed it: [quality.md](quality.md#readings).
- **The yearly survey** counts the answers of the [surveys](surveys.md) that end in the year. When all of them have
  ended, the line is met or missed.
- **Duties** follow the calendar, including weekends that are worked. `/api/v1/duties` lists those of a day, and
  `/api/v1/duties/ID/done` marks one as done. A duty done after its end is late and does not count as in time.
- **Inspections** count for lines 1 and 18, together with the readings: [quality.md](quality.md).

完成率 = 达标数 ÷ 总数，精确计算；没有可计的为“无记录”，绝不算作 100%。低于应达标准、
本期内仍可达到为“待达标”，并说明还差多少、何时为止；按目前进度来不及的，写明“本期无法达标”。
应达标准默认为质量目标原文，可用 `[[objective]]` 另设并注明依据。
日、周（自周一）、月、年按项目所在时区。期满后封存当时结果与口径版本；之后重算的结果并列显示，不覆盖原值。
质量目标月度考核表：按日、按周的质量目标，为当月已封存各日、各周的达标数与总数之和，应达标准不变；周计入其周日所在的月份。
按月的即当月结果，按年的为当年累计。已封存的按封存时的结果列出，无人封存的（如长期停机之后）按来源现有数据计算；重算结果列于备注。
质量目标自项目启用之日起计（`desk.since` 所设之日，未设则为首个来电）：此前各期无记录，不封存、不算未达标；
启用当日不发质量目标告警，启用时已开始的日、周、月不派例行任务。
填报数通过 `/api/v1/readings` 填报，或用 `thirdring readings import 文件` 从表格导入：每项质量目标、日期、类别一条；
更正为新版本，原值保留；填 0/0 即撤回；坐席、部门主管所填经经理确认后才计入。
例行任务按日历自动生成，调休上班的周末也算工作日；`/api/v1/duties` 列出当日任务，
`/api/v1/duties/ID/done` 登记完成；过期未做为未完成，过期补做不算按时。
日、周检查表与填报数一并计入第 1、18 项，见 [quality.md](quality.md)。

## The sheet · 考核表

| no · 序号 | 服务内容 | objective | 应达标准 | target | period | source | rule |
|---|---|---|---|---|---|---|---|
"""


def document() -> str:
    rows = "".join(map(_row, OBJECTIVES))
    return made(
        f"{_INTRODUCTION}{rows}\n## Each formula, with an example · 公式与算例\n{''.join(map(_section, OBJECTIVES))}"
    )


def _row(one: Objective) -> str:
    targets = target_text(one, "zh"), target_text(one)
    cells = one.id, one.title.zh, one.title.en, *targets, one.period, one.source, one.version
    return f"| {' | '.join(map(str, cells))} |\n"


def _section(one: Objective) -> str:
    waits = f"\n- Closed {one.waits_days} days after its end · 期满 {one.waits_days} 天后封存" if one.waits_days else ""
    return f"""
### {one.id} {one.title.zh} · {one.title.en}

`{one.key}`, {target_text(one, "zh")} · {target_text(one)}, by {one.period}

- {one.formula.zh} · {one.formula.en}
- Counts · 计入: {one.counts.zh} · {one.counts.en}
- Left out · 不计入: {one.left_out.zh} · {one.left_out.en}{waits}
- Example · 算例: {_example(one)}
"""


def _example(one: Objective) -> str:
    eligible, met, waiting = (plain(amount) for amount in one.example)
    now = stand(one.example, one.target, over=False, grows=one.grows)
    then = stand(one.example, one.target, over=True)
    ratio = one.example.ratio
    text = f"{met:,} ÷ {eligible:,} = {percent(ratio) if ratio is not None else '–'}"
    if waiting:
        text += f", {one.open.left.en} · {one.open.left.zh}".format(count=f"{waiting:,}")
    text += f": {_worded(now.status)}"
    if now.status is Status.AT_RISK:
        text += f" ({needs(one, now, 'en')} · {needs(one, now, 'zh')})"
        text += f"; so at its end · 到期仍如此: {_worded(then.status)}"
    return text


def _worded(status: Status) -> str:
    return f"**{status}** {_STATUS_ZH[status]}"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
