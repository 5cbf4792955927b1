"""What the tests of the tracker share."""

import pytest

from tests.unit.telephony.calls.switch import Switch


@pytest.fixture
def switch() -> Switch:
    return Switch()
