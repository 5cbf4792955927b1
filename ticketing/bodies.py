"""What several bodies and answers of the desk hold."""

from typing import Annotated

from pydantic import Field

from kit.http.bodies import Body, Named
from kit.http.shown import Mask
from telephony.masking import mask_number

Dialled = Annotated[str, Field(max_length=40, pattern=r"^[0-9+() -]*$")]
Rating = Annotated[int, Field(ge=1, le=5)]
TicketNumber = Annotated[str, Field(pattern=r"^[0-9]{8}-[0-9]{4,9}$", max_length=18)]
MaskedNumber = Annotated[str, Mask(mask_number)]


class CallRefIn(Body):
    pbx: Named
    linkedid: Named


class Why(Body):
    why: Annotated[str, Field(min_length=1, max_length=4_000, pattern=r"^[^\x00]*\S[^\x00]*$")]
