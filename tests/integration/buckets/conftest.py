from collections.abc import AsyncIterator, Iterator

import pytest

from kit.buckets.bucket import Bucket
from tests.integration.buckets.server import S3, s3_server


@pytest.fixture
def s3() -> Iterator[S3]:
    with s3_server() as server:
        yield server


@pytest.fixture
async def bucket(s3: S3) -> AsyncIterator[Bucket]:
    made = Bucket(s3.options)
    yield made
    await made.close()
