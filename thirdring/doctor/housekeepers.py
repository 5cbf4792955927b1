"""Findings about how long the dialplan rings a housekeeper before the queue. Pure."""

from collections.abc import Iterable, Iterator

from kit.i18n import _
from thirdring.doctor.dialplan import Step
from thirdring.doctor.finding import Finding, Weight
from thirdring.doctor.seen import Seen

_DEVICE, _SECONDS = "TR_HOUSEKEEPER_DEVICE", "TR_HOUSEKEEPER_RING_SECONDS"


def own_times(steps: Iterable[Step]) -> frozenset[str]:
    """The contexts that ring a housekeeper for a time of their own."""
    dials = (step for step in steps if step.application.lower() == "dial" and _DEVICE in step.data)
    return frozenset(step.context for step in dials if _SECONDS not in step.data)


def of_housekeepers(pbx: Seen) -> Iterator[Finding]:
    if not pbx.housekeepers_own_times:
        return
    text = _(
        "In {contexts} the dialplan rings a housekeeper for a time of its own: the queue may answer too late. Let "
        "Third Ring say how long."
    )
    line = f" same => n,Dial(${{{_DEVICE}}},${{{_SECONDS}}},gtT)"
    contexts = ", ".join(sorted(pbx.housekeepers_own_times))
    text = text.format(contexts=contexts)
    yield Finding("housekeeper_own_time", Weight.HINT, pbx.name, text, "extensions.conf", "", (line,))
