"""Procedures: the steps that a ticket of some categories takes before it may be closed, each with its evidence."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from kit.refusals import RefusedError
from kit.roles import DISPATCHERS, MAY_WAIVE, Role
from kit.wrong import WrongValueError, marked
from ticketing.clocks.terms import DaysLater, Term


class Evidence(StrEnum):
    NONE = "none"  # that it was done, by whom and when, is enough
    NOTE = "note"
    FILE = "file"  # a document, photo or its place in the archive


class Step(NamedTuple):
    key: str
    zh: str
    en: str
    evidence: Evidence = Evidence.NONE
    term: tuple[Term, ...] = ()  # from when its turn has come; of several the earliest counts


class Procedure(NamedTuple):
    zh: str
    en: str
    steps: tuple[Step, ...]


def _days(count: int) -> tuple[Term, ...]:
    return (DaysLater(count),)


def _workdays(count: int) -> tuple[Term, ...]:
    return (DaysLater(count, workdays=True),)


PROCEDURES: Mapping[str, Procedure] = {
    "move_in": Procedure(
        "入住手续",
        "Move-in",
        (
            Step("documents", "核验证件与资料", "Documents checked", Evidence.FILE, _workdays(2)),
            Step("keys", "交付钥匙并签收", "Keys handed over and signed for", Evidence.FILE, _workdays(1)),
            Step("facilities", "介绍设施设备", "Introduction to the facilities given", term=_workdays(1)),
            Step("rules", "告知管理规约", "Rules of the house given", term=_workdays(1)),
            Step("archived", "建立业主档案", "File archived", Evidence.NOTE, _workdays(2)),
        ),
    ),
    "renovation": Procedure(
        "装修手续",
        "Renovation",
        (
            Step("application", "受理装修申请", "Application received", Evidence.FILE, _workdays(3)),
            Step("permit", "发放施工许可", "Permit issued", Evidence.FILE, _workdays(1)),
            Step("inspection_hidden", "隐蔽工程检查", "Inspection of hidden works", Evidence.NOTE, _days(30)),
            Step("inspection_final", "完工检查", "Inspection at completion", Evidence.NOTE, _days(60)),
            Step("acceptance", "验收", "Acceptance", Evidence.FILE, _workdays(3)),
            Step("deposit", "退还装修押金", "Deposit returned", Evidence.FILE, _days(30)),
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


def site_procedures(changes: Mapping[tuple[str, str], tuple[Term, ...]]) -> dict[str, Procedure]:
    """The defaults with a site's terms, each by its procedure and step; raises WrongValueError at them."""
    found = dict(PROCEDURES)
    for (name, key), term in changes.items():
        procedure = found.get(name)
        if procedure is None:
            raise _unknown(marked("no procedure {name}; there is: {names}"), name, found, name, key, "procedure")
        keys = [step.key for step in procedure.steps]
        if key not in keys:
            raise _unknown(marked("no step {name}; there is: {names}"), key, keys, name, key, "key")
        steps = tuple(step._replace(term=term) if step.key == key else step for step in procedure.steps)
        found[name] = procedure._replace(steps=steps)
    return found


def _unknown(text: str, name: str, names: Iterable[str], *at: str) -> WrongValueError:
    return WrongValueError(text, *at, name=repr(name), names=", ".join(names))


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
    """What is done already gets other evidence, and stays done by whom and when it was."""
    step = _step(procedure, item.step)
    if step.evidence is not Evidence.NONE and not item.evidence.strip():
        raise RefusedError(f"step {step.key} needs a {step.evidence} as evidence")
    before = next((other for other in done if other.step == item.step), item)
    return (*(other for other in done if other.step != item.step), before._replace(evidence=item.evidence))


def waive(procedure: Procedure, waived: Collection[Waiver], item: Waiver, role: Role) -> tuple[Waiver, ...]:
    step = _step(procedure, item.step)
    if role not in MAY_WAIVE:
        raise RefusedError(f"only a manager can waive step {step.key}")
    if not item.why.strip():
        raise RefusedError(f"waiving step {step.key} needs `why`")
    return (*(other for other in waived if other.step != item.step), item)


def may_undo(procedure: Procedure, key: str, settled: Collection[str], role: Role, why: str) -> None:
    """Whether a step may be marked as not done, nor waived, after all. Raises RefusedError."""
    step = _step(procedure, key)
    if role not in DISPATCHERS:
        raise RefusedError(f"only a dispatcher, a manager or an admin can mark step {step.key} as not done")
    if step.key not in settled:
        raise RefusedError(f"step {step.key} is neither done nor waived")
    if not why.strip():
        raise RefusedError(f"marking step {step.key} as not done needs `why`")


def _step(procedure: Procedure, key: str) -> Step:
    for step in procedure.steps:
        if step.key == key:
            return step
    raise RefusedError(f"no step {key!r}; there is: {', '.join(step.key for step in procedure.steps)}")
