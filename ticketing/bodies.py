"""What several bodies and answers of the desk hold."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from kit.http.bodies import Body, Named
from kit.http.queries import LinkQuery, Query
from kit.http.shown import Mask
from telephony.masking import mask_number

Dialled = Annotated[str, Field(max_length=40, pattern=r"^[0-9+() -]*$")]
Rating = Annotated[int, Field(ge=1, le=5)]
TicketNumber = Annotated[str, Field(pattern=r"^[0-9]{8}-[0-9]{4,9}$", max_length=18)]
MaskedNumber = Annotated[str, Mask(mask_number)]
File = Annotated[str, Field(max_length=400, pattern=r"^[^\x00-\x1f\x7f]*$")]
IdempotencyKey = Annotated[str, Field(min_length=16, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]
"""Chosen by the sender. A request that is sent again with the same key is carried out once."""


class CallRefIn(Body):
    pbx: Named
    linkedid: Named


class Why(Body):
    why: Annotated[str, Field(min_length=1, max_length=4_000, pattern=r"^[^\x00]*\S[^\x00]*$")]


class LanguageQuery(Query):
    lang: Literal["zh", "en"] | None = Field(
        None, description="Language of the page; by default Accept-Language decides"
    )


def _known_language(text: object) -> object:
    return text if text in ("zh", "en") else None


class ResidentQuery(LinkQuery):
    lang: Annotated[
        Literal["zh", "en"] | None,
        BeforeValidator(_known_language),
        WithJsonSchema({"type": "string", "enum": ["zh", "en"]}),
    ] = Field(None, description="Language of the page; by default Accept-Language decides")
