"""Filters at the source: the PBX sends only the events that are wanted."""

import asyncio

from telephony.ami.actions import ActionTimeoutError, AmiError
from telephony.ami.filters import filter_actions
from telephony.ami.session import Session


class HalfMaskedError(AmiError):
    def __init__(self) -> None:
        super().__init__("The PBX took some filters and refused others: connecting again without.")


async def mask(session: Session, answer_seconds: float) -> bool:
    """Sets all filters or none: some of them alone would suppress events that we need. False: the PBX takes none.
    Raises HalfMaskedError."""
    try:
        settings = await session.action({"Action": "CoreSettings"}, answer_seconds)
        first, *others = filter_actions(settings.headers.get("AsteriskVersion", ""))
        if not (await session.action(first, answer_seconds)).success:
            return False
        answers = await asyncio.gather(*(session.action(other, answer_seconds) for other in others))
    except ActionTimeoutError:
        raise HalfMaskedError from None
    if not all(answer.success for answer in answers):
        raise HalfMaskedError
    return True
