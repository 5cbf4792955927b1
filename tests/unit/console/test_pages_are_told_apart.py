from collections import Counter

from console.pages import PAGES
from thirdring.http.operations import OPERATIONS


def test_no_two_pages_or_operations_share_a_name_or_an_address() -> None:
    names = Counter(one.id for one in (*PAGES, *OPERATIONS))
    places = Counter((one.method, one.path) for one in (*PAGES, *OPERATIONS))
    assert [name for name, count in (*names.items(), *places.items()) if count > 1] == []
