"""Ring counts are exact at their boundaries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.calls.cadence import CADENCES, cadence, period_us, rings

CN = 5_000_000


@pytest.mark.parametrize(
    ("ring_us", "heard"),
    [(0, 1), (CN - 1, 1), (CN, 2), (3 * CN - 1, 3), (3 * CN, 4), (3 * CN + 1, 4)],
)
def test_a_ring_begins_exactly_when_the_period_before_it_is_over(ring_us: int, heard: int) -> None:
    assert rings(ring_us, CN) == heard


@pytest.mark.parametrize(
    ("zone", "seconds"), [("cn", 5), ("us", 6), ("uk", 3), ("es", 4.5), ("fr", 5), ("hu", 5), ("th", 6), ("be", 4)]
)
def test_a_zone_rings_as_its_country_does(zone: str, seconds: float) -> None:
    assert period_us(zone) == seconds * 1_000_000


ZONES = {
    # sound and silence in milliseconds, as in Asterisk's indications.conf
    (1000, 4000): "bg br ch cn cz de dk ee fi gr id it lt mx nl no ph pl ru ve",
    (1000, 3000): "be cl il",
    (1000, 5000): "at pt se th",
    (1000, 2000): "jp tw au in my nz sg uk za",  # the last seven sound twice in that second
    (2000, 4000): "us us-old",
    (1500, 3000): "es",
    (1500, 3500): "fr",
    (1250, 3750): "hu",
}


def test_every_zone_sounds_and_is_silent_as_its_country_says() -> None:
    expected = {
        zone: (sound * 1000, silence * 1000) for (sound, silence), names in ZONES.items() for zone in names.split()
    }
    assert expected == CADENCES


def test_an_unknown_zone_is_refused_with_the_list_of_zones() -> None:
    with pytest.raises(ValueError, match=r"unknown ring zone 'xx'; one of at, au, .* cn, "):
        cadence("xx")


@given(st.sampled_from(sorted(CADENCES)), st.integers(0, 10**10))
def test_no_ring_is_shorter_than_its_period_or_longer(zone: str, ring_us: int) -> None:
    period = period_us(zone)
    count = rings(ring_us, period)
    assert (count - 1) * period <= ring_us < count * period
