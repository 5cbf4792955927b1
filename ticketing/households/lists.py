"""Households and residents as PostgreSQL gives them."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kit.database.pool import Record
from kit.database.statements import read_statements
from kit.database.where import Where
from kit.http.listed import Listing
from kit.http.wire import instant
from ticketing.households.bodies import HouseholdsQuery, ResidentsQuery
from ticketing.households.household import Part, Place
from ticketing.households.models import DocumentOut, HouseholdOut, LearnedOut, PersonOut, PhoneOut, ResidentOut
from ticketing.http.lists import narrow_by_building, narrow_by_words, number_end, part_of
from ticketing.http.place_words import place_said
from ticketing.site_rules import SiteRules

LISTS = read_statements(Path(__file__).with_name("lists.sql"))
HOUSEHOLDS = Listing("households", LISTS["households"], {"h.id": int}, descending=False)
RESIDENTS = Listing("residents", LISTS["residents"], {"r.id": int}, descending=False)
_FOUND_IN_HOUSEHOLD = """
    (
        (concat_ws('-', nullif(h.building, ''), nullif(h.unit, ''), h.room) ilike any(?::text[]) and h.estate ilike ?)
        or h.estate ilike ? or h.notes ilike ?
        or exists (select from residents r where r.household = h.id and r.name ilike ?)
        or h.id in (
            select e.household from residents e join resident_phones p on p.resident = e.id
            where number_end(p.number) = ?
            union all
            select l.household from learned_numbers l where number_end(l.number) = ?
        )
    )
"""
_FOUND_IN_RESIDENT = """
    (
        r.name ilike ?
        or household in (
            select h.id from households h
            where (
                concat_ws('-', nullif(h.building, ''), nullif(h.unit, ''), h.room) ilike any(?::text[])
                and h.estate ilike ?
            )
                or h.estate ilike ?
        )
        or r.id in (select p.resident from resident_phones p where number_end(p.number) = ?)
    )
"""
_FOUND_IN_MASKED_HOUSEHOLD = """
    (
        h.id in (
            select m.id from households m
            where (
                split_part(m.searched, E'\\n', 1) ilike any(?::text[])
                and split_part(m.searched, E'\\n', 2) ilike ?
            )
                or m.searched ilike ?
        )
        or exists (select from residents r where r.household = h.id and r.searched ilike ?)
        or h.id in (
            select e.household from residents e join resident_phones p on p.resident = e.id
            where number_end(p.number) = ?
            union all
            select l.household from learned_numbers l where number_end(l.number) = ?
        )
    )
"""
_FOUND_IN_MASKED_RESIDENT = """
    (
        r.searched ilike ?
        or household in (
            select m.id from households m
            where (
                split_part(m.searched, E'\\n', 1) ilike any(?::text[])
                and split_part(m.searched, E'\\n', 2) ilike ?
            )
                or split_part(m.searched, E'\\n', 2) ilike ?
        )
        or r.id in (select p.resident from resident_phones p where number_end(p.number) = ?)
    )
"""
_SPELLED_HOUSEHOLD = """
    h.id in (
        select p.id from households p where p.pinyin @@ ?::tsquery
        union all
        select p.household from residents p where p.pinyin @@ ?::tsquery
    )
"""
_SPELLED_RESIDENT = """
    (r.pinyin @@ ?::tsquery or r.household in (select p.id from households p where p.pinyin @@ ?::tsquery))
"""
_HAS_NUMBER = "r.id in (select p.resident from resident_phones p where p.number = ?)"
_WITH_NUMBER = "h.id in (select household from household_numbers where number = ?)"


def wanted_households(
    query: HouseholdsQuery, rules: SiteRules, *, masked: bool, found: Sequence[int] | None = None
) -> Where:
    """`masked`: words are looked for as they are seen by who may not see numbers. `found`: all that have the words of
    `query.q`, where that is known."""
    wanted = Where()
    wanted.equal(query, "housekeeper")
    narrow_by_building(wanted, query.building, "building = any(?)")
    if query.phone is not None:
        wanted.add(_WITH_NUMBER, rules.numbering.of_caller(query.phone) or query.phone)
    if found is not None:
        wanted.add("h.id = any(?)", found)
    elif query.q is not None:
        in_words, times = (_FOUND_IN_MASKED_HOUSEHOLD, 2) if masked else (_FOUND_IN_HOUSEHOLD, 3)
        values = [*place_said(query.q), *[part_of(query.q)] * times, *[number_end(query.q)] * 2]
        narrow_by_words(wanted, query.q, in_words, values, _SPELLED_HOUSEHOLD)
    return wanted


def wanted_residents(query: ResidentsQuery, number: str, *, masked: bool) -> Where:
    """`number`: of which they are asked for, as it is stored; '' for any. `masked` as above."""
    wanted = Where()
    wanted.equal(query, "household", "part")
    narrow_by_building(wanted, query.building)
    if query.q is not None:
        found, part = _FOUND_IN_MASKED_RESIDENT if masked else _FOUND_IN_RESIDENT, part_of(query.q)
        values = [part, *place_said(query.q), part, number_end(query.q)]
        narrow_by_words(wanted, query.q, found, values, _SPELLED_RESIDENT)
    if number:
        wanted.add(_HAS_NUMBER, number)
    return wanted


def _person(number: int, _version: int, name: str, part: str, phones: Sequence[tuple[str, str]]) -> PersonOut:
    known = [PhoneOut(number=number, raw=raw) for number, raw in phones]
    return PersonOut(id=number, name=name, part=Part(part), phones=known)


def _learned(number_id: int, number: str, who: str, at_us: int) -> LearnedOut:
    return LearnedOut(id=number_id, number=number, who=who, at=instant(at_us))


def household_listed(row: Record) -> HouseholdOut:
    people: Sequence[Any] = json.loads(row["people"])
    documents: Sequence[Any] = json.loads(row["documents"])
    return HouseholdOut(
        id=row["id"],
        version=row["version"],
        estate=row["estate"],
        building=row["building"],
        unit=row["unit"],
        room=row["room"],
        place=Place(row["estate"], row["building"], row["unit"], row["room"]).short,
        people=[_person(*each) for each in people],
        learned=[_learned(*each) for each in json.loads(row["learned"])],
        masked=False,
        housekeeper=row["housekeeper"],
        documents=[
            DocumentOut(title=title, since=None if since is None else date.fromisoformat(since))
            for title, since in documents
        ],
        notes=row["notes"],
        consent=row["consent"],
        vip=row["vip"],
    )


def resident_listed(row: Record) -> ResidentOut:
    place = Place(row["estate"], row["building"], row["unit"], row["room"])
    phones = [PhoneOut(number=number, raw=raw) for number, raw in json.loads(row["phones"])]
    said = ("id", "version", "household", "estate", "name", "housekeeper", "vip", "consent", "last_called_at")
    return ResidentOut(
        **{name: row[name] for name in said}, place=place.short, part=Part(row["part"]), phones=phones, masked=False
    )
