"""What a backup's manifest decides: where the pair goes on, and who may use it."""

import pytest

from telephony.journal import Checkpoint
from thirdring.backup import BackupError
from thirdring.backup.manifest import FORMAT, Extent, Manifest, Part, as_json, damage, paired, read

OWN = Checkpoint(90, 80)
PART = Part(name="tables/calls.copy.gz", size_bytes=3, sha256="abc", table="calls", columns=("pbx",), rows=1)


def manifest(**changes: object) -> Manifest:
    said = Manifest(
        format=FORMAT,
        thirdring="0.1.0",
        made_at="2026-11-25T00:00:00+00:00",
        migrations=("1", "2"),
        applied_position=7,
        sequences={"audit_id_seq": 3},
        parts=(PART,),
    )
    return said.model_copy(update=changes)


def test_the_journal_goes_on_where_the_tables_end() -> None:
    assert paired(Checkpoint(50, 40), Extent(1, 90), OWN) == Checkpoint(50, 40)


def test_a_journal_that_ends_with_the_tables_goes_on_there() -> None:
    assert paired(Checkpoint(50, 51), Extent(1, 50), OWN) == Checkpoint(50, 51)


def test_an_empty_site_is_a_pair() -> None:
    assert paired(Checkpoint(), Extent(0, 0), Checkpoint()) == Checkpoint()


def test_a_journal_that_was_begun_anew_keeps_what_it_says_itself() -> None:
    assert paired(Checkpoint(5_000, 4_000), Extent(1, 90), OWN) == OWN


def test_events_that_were_let_go_before_the_database_had_them_make_no_pair() -> None:
    assert paired(Checkpoint(50, 40), Extent(51, 90), OWN) == Checkpoint(50, 40)
    with pytest.raises(BackupError, match="size_bytes_max"):
        paired(Checkpoint(50, 40), Extent(52, 90), OWN)


def test_a_manifest_reads_back_as_it_was_written() -> None:
    assert read(as_json(manifest()), {"1", "2", "3"}) == manifest()
    assert as_json(manifest()).startswith(b'{\n "format": 1,\n')


@pytest.mark.parametrize("said", [manifest(format=2), manifest(migrations=("1", "2", "9"))])
def test_a_backup_of_a_newer_version_is_refused_and_names_it(said: Manifest) -> None:
    with pytest.raises(BackupError, match=r"newer Third Ring \(0\.1\.0\)"):
        read(as_json(said), {"1", "2"})


@pytest.mark.parametrize("text", [b"", b"{}", b"[1]", b"\xff\xfe"])
def test_what_is_no_manifest_is_told_so(text: bytes) -> None:
    with pytest.raises(BackupError, match="no backup"):
        read(text, {"1"})


JOURNAL_PART = Part(name="journal.sqlite", size_bytes=1_000, sha256="def")
PHOTO = Part(name="files/1/a.jpg", size_bytes=70, sha256="fed")
MEGABYTES_64 = 67_108_864


def test_a_backup_is_as_large_as_its_parts_together() -> None:
    both = manifest(parts=(PART, JOURNAL_PART, PART.model_copy(update={"rows": 5, "size_bytes": 20})))
    assert (both.rows, both.size_bytes) == (6, 1_023)
    assert (both.journal(), manifest().journal()) == (JOURNAL_PART, None)


@pytest.mark.parametrize(
    ("parts", "disk_bytes", "with_database", "wanted"),
    [
        ((PART, JOURNAL_PART), 0, False, 1_000 + MEGABYTES_64),
        ((PART,), 0, False, MEGABYTES_64),
        ((PART, JOURNAL_PART), 500, True, 1_000 + 2 * 500 + 2 * MEGABYTES_64),
        ((PART, JOURNAL_PART), 0, True, 1_000 + 2 * 3 * 8 + 2 * MEGABYTES_64),
        ((PART, PART), 0, True, 2 * 6 * 8 + 2 * MEGABYTES_64),
        ((JOURNAL_PART, PHOTO), 0, False, 1_000 + 70 + MEGABYTES_64),
    ],
)
def test_a_restore_wants_room_for_the_journal_and_for_the_tables_twice(
    parts: tuple[Part, ...], disk_bytes: int, with_database: bool, wanted: int
) -> None:
    assert manifest(parts=parts, disk_bytes=disk_bytes).wanted_bytes(with_database=with_database) == wanted


def test_a_part_of_another_size_or_sum_is_damaged() -> None:
    assert damage(PART, 3, "abc") == ""
    assert "calls" in damage(PART, 4, "abc")
    assert "calls" in damage(PART, 3, "abd")
