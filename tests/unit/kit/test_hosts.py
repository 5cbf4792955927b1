"""Several hosts in one address become an address each."""

import pytest

from kit.database.hosts import single_hosts
from kit.wrong import WrongValueError

WRITES = "target_session_attrs=read-write"


def test_one_host_stays_as_it_is() -> None:
    for url in ("postgresql://me:pw@db/site", "postgresql://me@/site?host=/run&port=5433", "postgresql:///site"):
        assert single_hosts(url) == [url]


def test_each_host_has_its_own_port_and_has_to_take_writes() -> None:
    assert single_hosts("postgresql://me:p%2Cw@db1,db2:5433,[::1]:5434/site?sslmode=require") == [
        f"postgresql://me:p%2Cw@{place}/site?sslmode=require&{WRITES}" for place in ("db1", "db2:5433", "[::1]:5434")
    ]


def test_hosts_in_the_query_share_one_port_or_have_one_each() -> None:
    assert single_hosts("postgresql://me@/site?host=/a,/b&port=5433") == [
        f"postgresql://me@/site?host={place}&port=5433&{WRITES}" for place in ("/a", "/b")
    ]
    assert single_hosts("postgresql://me@/site?host=a,b&port=1,2") == [
        f"postgresql://me@/site?host=a&port=1&{WRITES}",
        f"postgresql://me@/site?host=b&port=2&{WRITES}",
    ]


def test_what_the_url_says_of_the_session_is_kept() -> None:
    assert all(
        url.endswith("?target_session_attrs=any") for url in single_hosts("postgresql://a,b/s?target_session_attrs=any")
    )


@pytest.mark.parametrize(
    "url", ["postgresql://a,,b/s", "postgresql:///s?host=a,", "postgresql:///s?host=a,b&port=1,2,3"]
)
def test_an_empty_host_or_another_number_of_ports_is_wrong(url: str) -> None:
    with pytest.raises(WrongValueError):
        single_hosts(url)
