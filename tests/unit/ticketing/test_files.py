"""How many files there may be, what they may belong to, who may remove them, and what they are called."""

from dataclasses import replace

import pytest

from kit.refusals import FieldError, NotYoursError, RefusedError
from kit.roles import Role
from ticketing.files.file import (
    File,
    FullError,
    Kept,
    Limits,
    Record,
    Subject,
    file_name,
    is_removable,
    require_part,
    require_removable,
    require_room,
)
from ticketing.files.kinds import Kind

DAY = 86_400_000_000
LIMITS = Limits(file_bytes=10, total_bytes=100, of_record=3)
PHOTO = File(
    id=7,
    record=Record.TICKET,
    record_id="20261125-0001",
    part="survey",
    kind=Kind.JPEG,
    sha256="ab",
    size_bytes=5,
    at_us=1_000,
    who="li",
)


def test_a_site_has_room_for_20_gb_and_a_record_for_40_files_of_10_mb() -> None:
    assert Limits() == (10_000_000, 20_000_000_000, 40)


def test_a_file_belongs_to_a_part_of_its_record_and_has_no_thumbnail_unless_one_is_made() -> None:
    assert PHOTO.subject == Subject(Record.TICKET, "20261125-0001", "survey")
    assert (PHOTO.small_sha256, PHOTO.small_bytes, PHOTO.width, PHOTO.height, PHOTO.title) == ("", 0, None, None, "")


def test_the_last_room_is_used_and_no_more() -> None:
    require_room(Kept(2, 90), 10, LIMITS)
    with pytest.raises(RefusedError, match="has 3 files"):
        require_room(Kept(3, 0), 1, LIMITS)
    with pytest.raises(FullError, match="used up") as full:
        require_room(Kept(2, 90), 11, LIMITS)
    assert full.value.status == 507


def test_a_file_belongs_to_a_part_that_is_there_or_to_the_whole_record() -> None:
    require_part(Subject(Record.TICKET, "1"), ())
    require_part(Subject(Record.TICKET, "1", "survey"), ("survey", "repair"))
    with pytest.raises(FieldError) as wrong:
        require_part(Subject(Record.TICKET, "1", "roof"), ("survey", "repair"))
    assert wrong.value.errors == {"part": "is not known here; known: survey, repair"}
    with pytest.raises(FieldError) as none:
        require_part(Subject(Record.TICKET, "1", "roof"), ())
    assert none.value.errors == {"part": "is not known here; known: none"}


@pytest.mark.parametrize(
    ("who", "role", "after_us", "removable"),
    [
        ("li", Role.WORKMAN, DAY - 1, True),
        ("li", Role.WORKMAN, DAY, False),
        ("li", Role.DISPATCHER, DAY, False),
        ("wang", Role.DISPATCHER, 0, False),
        ("wang", Role.MANAGER, 9 * DAY, True),
        ("wang", Role.ADMIN, 9 * DAY, True),
    ],
)
def test_who_added_a_file_may_remove_it_for_a_day_and_a_manager_always(
    who: str, role: Role, after_us: int, removable: bool
) -> None:
    now_us = PHOTO.at_us + after_us
    assert is_removable(PHOTO, who, role, now_us) is removable
    if removable:
        require_removable(PHOTO, who, role, now_us)
    else:
        with pytest.raises(NotYoursError, match="manager"):
            require_removable(PHOTO, who, role, now_us)


@pytest.mark.parametrize(("kind", "ending"), [(Kind.JPEG, "jpg"), (Kind.PNG, "png"), (Kind.PDF, "pdf")])
def test_a_file_is_named_after_its_record(kind: Kind, ending: str) -> None:
    assert file_name(replace(PHOTO, kind=kind)) == f"ticket-20261125-0001-7.{ending}"
