"""Who is writing: told for a while, and forgotten by itself."""

from ticketing.presence.presence import KEPT_MAX, LEASE_US, Presence, Writing


def test_who_writes_is_known_until_the_lease_ends_and_longer_where_they_go_on() -> None:
    presence = Presence()
    presence.writes("1", "li", 0)
    presence.writes("1", "wang", 5)
    presence.writes("1", "li", 10)
    assert [(one.who, one.until_us) for one in presence.now(LEASE_US)] == [
        ("wang", LEASE_US + 5),
        ("li", LEASE_US + 10),
    ]
    assert [one.who for one in presence.now(LEASE_US + 5)] == ["li"]
    assert presence.now(LEASE_US + 10) == []


def test_no_more_than_so_many_are_kept() -> None:
    presence = Presence()
    for number in range(KEPT_MAX + 3):
        presence.writes(str(number), "li", 0)
    kept = presence.now(0)
    assert (len(kept), kept[0].number) == (KEPT_MAX, "3")


def test_who_writes_is_told_for_twenty_seconds() -> None:
    assert Presence().writes("1", "li", 5) == Writing("1", "li", 20_000_005)
