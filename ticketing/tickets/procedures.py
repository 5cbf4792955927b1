"""Procedures: the steps that a ticket of some categories takes before it may be closed, each with its evidence."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from kit.refusals import RefusedError
from kit.roles import MAY_WAIVE, Role


class Evidence(StrEnum):
    NONE = "none"  # that it was done, by whom and when, is enough
    NOTE = "note"
    FILE = "file"  # a document, photo or its place in the archive


class Step(NamedTuple):
    key: str
    zh: str
    en: str
    evidence: Evidence = Evidence.NONE


class Procedure(NamedTuple):
    zh: str
    en: str
    steps: tuple[Step, ...]


PROCEDURES: Mapping[str, Procedure] = {
    "move_in": Procedure(
        "入住手续",
        "Move-in",
        (
            Step("documents", "核验证件与资料", "Documents checked", Evidence.FILE),
            Step("keys", "交付钥匙并签收", "Keys handed over and signed for", Evidence.FILE),
            Step("facilities", "介绍设施设备", "Introduction to the facilities given"),
            Step("rules", "告知管理规约", "Rules of the house given"),
            Step("archived", "建立业主档案", "File archived", Evidence.NOTE),
        ),
    ),
    "renovation": Procedure(
        "装修手续",
        "Renovation",
        (
            Step("application", "受理装修申请", "Application received", Evidence.FILE),
            Step("permit", "发放施工许可", "Permit issued", Evidence.FILE),
            Step("inspection_hidden", "隐蔽工程检查", "Inspection of hidden works", Evidence.NOTE),
            Step("inspection_final", "完工检查", "Inspection at completion", Evidence.NOTE),
            Step("acceptance", "验收", "Acceptance", Evidence.FILE),
        ),
    ),
    "goods_removal": Procedure(
        "物品搬运手续",
        "Goods removal",
        (
            Step("request", "业主申请", "Request of the household", Evidence.NOTE),
            Step("check", "核对身份与物品", "Identity and goods checked", Evidence.NOTE),
            Step("release", "放行", "Released at the gate"),
        ),
    ),
    "major_incident": Procedure(
        "重大事件报告",
        "Major incident",
        (
            Step("report", "编写书面报告", "Report written", Evidence.FILE),
            Step("sent", "报送", "Report sent, to whom", Evidence.NOTE),
        ),
    ),
}


class StepDone(NamedTuple):
    step: str
    who: str
    at_us: int
    evidence: str = ""


class Waiver(NamedTuple):
    step: str
    who: str
    at_us: int
    why: str


def open_steps(procedure: Procedure, done: Iterable[StepDone], waived: Iterable[Waiver]) -> tuple[Step, ...]:
    settled = {item.step for item in done} | {item.step for item in waived}
    return tuple(step for step in procedure.steps if step.key not in settled)


def mark_done(procedure: Procedure, done: Collection[StepDone], item: StepDone) -> tuple[StepDone, ...]:
    step = _step(procedure, item.step)
    if step.evidence is not Evidence.NONE and not item.evidence.strip():
        raise RefusedError(f"step {step.key} needs a {step.evidence} as evidence")
    return (*(other for other in done if other.step != item.step), item)


def waive(procedure: Procedure, waived: Collection[Waiver], item: Waiver, role: Role) -> tuple[Waiver, ...]:
    step = _step(procedure, item.step)
    if role not in MAY_WAIVE:
        raise RefusedError(f"only a manager can waive step {step.key}")
    if not item.why.strip():
        raise RefusedError(f"waiving step {step.key} needs `why`")
    return (*(other for other in waived if other.step != item.step), item)


def _step(procedure: Procedure, key: str) -> Step:
    for step in procedure.steps:
        if step.key == key:
            return step
    raise RefusedError(f"no step {key!r}; there is: {', '.join(step.key for step in procedure.steps)}")
