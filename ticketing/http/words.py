"""What people wrote in records of quality, as somebody may see it who need not know numbers. Pure."""

from typing import Any, TypeVar

from pydantic import BaseModel

from telephony.masking import mask_text

WRITTEN = frozenset(
    {
        *("title", "description", "department", "responsible", "corrective", "preventive", "verification", "why"),
        *("note", "notes", "findings", "attendees", "evidence", "place", "comment", "unit", "text", "contact"),
    }
)
"""Fields that hold words. Whoever adds one adds it here: a test looks through every answer."""

M = TypeVar("M", bound=BaseModel)


def masked_words(model: M) -> M:
    return model.model_copy(update={name: _masked(name, getattr(model, name)) for name in type(model).model_fields})


def _masked(name: str, value: Any) -> Any:
    if isinstance(value, BaseModel):
        return masked_words(value)
    if isinstance(value, list):
        return [_masked(name, item) for item in value]
    return mask_text(value) if type(value) is str and name in WRITTEN else value
