"""Addresses of databases of others: what is accepted, and that nothing of a password is shown."""

import pytest

from kit.database.addresses import Address, address_of
from kit.database.others import AwayError, check_url, opened
from kit.wrong import WrongValueError


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("mysql://r:s@h/d", Address(True, "r", "s", (("h", 0),), "d", {})),
        ("mysql://r@h:3307/d?ssl_ca=/a/b.pem", Address(True, "r", "", (("h", 3307),), "d", {"ssl_ca": "/a/b.pem"})),
        ("mysql://r:s@/d?unix_socket=%2Frun%2Fm", Address(True, "r", "s", (), "d", {"unix_socket": "/run/m"})),
        ("postgresql://r:s%2Fr%40%3a%25@127.0.0.1/d", Address(False, "r", "s/r@:%", (("127.0.0.1", 0),), "d", {})),
        ("postgres://h/d", Address(False, "", "", (("h", 0),), "d", {})),
        ("postgresql://r@[::1]:5433/d", Address(False, "r", "", (("::1", 5433),), "d", {})),
        ("postgresql://r@a,b:5433/d", Address(False, "r", "", (("a", 0), ("b", 5433)), "d", {})),
        (
            "postgresql://r@/d?host=/run/x&port=5433&sslmode=require",
            Address(False, "r", "", (), "d", {"host": "/run/x", "port": "5433", "sslmode": "require"}),
        ),
    ],
)
def test_an_address_is_read_as_it_is_written(url: str, address: Address) -> None:
    assert address_of(url) == address
    assert check_url(url) == url


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://r:s@h/d", "h/d"),
        ("mysql://r:s@h:3307/d", "h:3307/d"),
        ("postgresql://r:s@[::1]:5433/d", "[::1]:5433/d"),
        ("postgresql://r:s@a,b:5433/d", "a,b:5433/d"),
        ("postgresql://r:s@/d?host=/run/x", "/run/x/d"),
        ("mysql://r:s@/d?unix_socket=/run/m", "/run/m/d"),
    ],
)
def test_its_place_has_no_user_and_no_password(url: str, place: str) -> None:
    assert address_of(url).place == place


REFUSED = [
    f"{scheme}://r:s3c{letter}ret@127.0.0.1/d" for scheme in ("mysql", "postgresql") for letter in "/#?@:[]% \n\0é"
]
REFUSED += [
    "postgresql://u:s3c@[::1/d",
    "postgresql://u:s3c@[1:2]/d",
    "postgresql://u:s3c@h:notaport/d",
    "postgresql://u:s3c@h:0/d",
    "postgresql://u:s3c@h:65536/d",
    "postgresql://u:s3c@h:/d",
    "postgresql://u:s3c@h",
    "postgresql://u:s3c@h/",
    "postgresql://u:s3c@h/d/e",
    "postgresql://u:s3c@h/d#e",
    "postgresql://u:s3%ff@h/d",
    "postgresql://u:s3%00@h/d",
    "postgresql://u@h/d?password=s3c",
    "postgresql://u:s3c@h/d?port=x",
    "postgresql://u:s3c@h/d?sslmode=a&sslmode=b",
    "postgresql://u:s3c@h/d?",
    "postgresql://u:s3c@h/" + 1_000 * "d",
    "mysql://h/d",
    "mysql://u:s3c@a,b/d",
    "mysql://u:s3c@h/d?host=x",
    "oracle://u:s3c@h/d",
    "",
]


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_not_written_plainly_is_refused_and_nothing_of_it_is_said(url: str) -> None:
    with pytest.raises(WrongValueError) as raised:
        check_url(url)
    with pytest.raises(AwayError) as away:
        opened(url)
    assert "s3" not in f"{raised.value}{away.value}"


def test_what_a_driver_says_of_an_address_is_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(url: str, **_: object) -> None:
        raise ValueError(f"invalid literal for int() with base 10: {url!r}")

    monkeypatch.setattr("asyncpg.connect", refuse)
    with pytest.raises(AwayError) as raised:
        opened("postgresql://reader:s3cret@127.0.0.1/d")
    assert "s3cret" not in str(raised.value)
