"""Households and residents as somebody may see them. Pure."""

from collections.abc import Iterable

from telephony.masking import mask_number, mask_text
from ticketing.households.models import DocumentOut, HouseholdOut, PersonOut, PhoneOut, ResidentOut


def masked_household(household: HouseholdOut) -> HouseholdOut:
    people = [
        PersonOut(id=one.id, name=mask_text(one.name), part=one.part, phones=_masked_phones(one.phones))
        for one in household.people
    ]
    learned = [one.model_copy(update={"number": mask_number(one.number)}) for one in household.learned]
    words = {name: mask_text(getattr(household, name)) for name in ("estate", "building", "unit", "room", "place")}
    documents = [DocumentOut(title=mask_text(one.title), since=one.since) for one in household.documents]
    notes = household.notes and mask_text(household.notes)
    update = {**words, "people": people, "learned": learned, "documents": documents, "notes": notes, "masked": True}
    return household.model_copy(update=update)


def masked_resident(resident: ResidentOut) -> ResidentOut:
    words = {name: mask_text(getattr(resident, name)) for name in ("estate", "place", "name")}
    return resident.model_copy(update={**words, "phones": _masked_phones(resident.phones), "masked": True})


def _masked_phones(phones: Iterable[PhoneOut]) -> list[PhoneOut]:
    return [PhoneOut(number=mask_number(phone.number), raw=mask_number(phone.raw)) for phone in phones]
