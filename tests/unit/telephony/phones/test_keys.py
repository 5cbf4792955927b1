from hashlib import md5

from telephony.phones.keys import KEPT_US, LONGEST_US, REALM, PhoneKeys

SESSION = b"of somebody"


def told(password: str) -> tuple[str, bytes]:
    return ha1(password), SESSION


def ha1(password: str) -> str:
    return md5(f"2001:{REALM}:{password}".encode(), usedforsecurity=False).hexdigest()


def test_the_digest_is_that_of_the_endpoint_the_realm_and_the_password() -> None:
    keys = PhoneKeys()
    password = keys.make("2001", SESSION, 0)
    assert len(password) >= 32
    assert keys.digest_of("2001", 1) == told(password)
    assert keys.digest_of("2002", 1) is None


def test_the_latest_password_alone_counts() -> None:
    keys = PhoneKeys()
    keys.make("2001", SESSION, 0)
    assert keys.digest_of("2001", 5) != told(keys.make("2001", SESSION, 5)) == keys.digest_of("2001", 5)


def test_without_a_socket_a_password_counts_for_a_minute() -> None:
    keys = PhoneKeys()
    keys.make("2001", SESSION, 0)
    assert keys.digest_of("2001", KEPT_US) is not None
    assert keys.digest_of("2001", KEPT_US + 1) is None


def test_while_a_socket_is_open_and_for_a_minute_after_it_counts() -> None:
    keys = PhoneKeys()
    keys.make("2001", SESSION, 0)
    keys.opened("2001")
    assert keys.digest_of("2001", 10 * KEPT_US) is not None
    keys.closed("2001", 10 * KEPT_US)
    assert keys.digest_of("2001", 11 * KEPT_US) is not None
    assert keys.digest_of("2001", 11 * KEPT_US + 1) is None


def test_a_socket_that_took_the_place_of_another_keeps_the_password_when_that_one_ends() -> None:
    keys = PhoneKeys()
    keys.make("2001", SESSION, 0)
    keys.opened("2001")
    keys.opened("2001")
    keys.closed("2001", 1)
    assert keys.digest_of("2001", 5 * KEPT_US) is not None


def test_no_password_outlives_a_session() -> None:
    keys = PhoneKeys()
    keys.make("2001", SESSION, 0)
    keys.opened("2001")
    assert keys.digest_of("2001", LONGEST_US) is not None
    assert keys.digest_of("2001", LONGEST_US + 1) is None
    assert LONGEST_US == 13 * 3_600_000_000
    assert KEPT_US == 60_000_000
