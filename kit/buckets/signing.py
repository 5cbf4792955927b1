"""Signs requests to S3 by AWS Signature Version 4. Pure."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote

EMPTY_SHA256 = hashlib.sha256(b"").hexdigest()
_ALGORITHM = "AWS4-HMAC-SHA256"


class Keys(NamedTuple):
    access_key: str
    secret_key: str
    region: str


class Asked(NamedTuple):
    """`path` as it is sent, `query` before it is encoded, `sha256` of the body."""

    method: str
    host: str
    path: str
    query: Mapping[str, str]
    sha256: str


def query_text(query: Mapping[str, str]) -> str:
    """The query in the order and encoding that AWS signs."""
    encoded = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in query.items())
    return "&".join(f"{name}={value}" for name, value in encoded)


def signed(asked: Asked, keys: Keys, at: datetime) -> dict[str, str]:
    """The headers to send. `at` is in UTC."""
    moment, day = at.strftime("%Y%m%dT%H%M%SZ"), at.strftime("%Y%m%d")
    headers = {"host": asked.host, "x-amz-content-sha256": asked.sha256, "x-amz-date": moment}
    names = ";".join(sorted(headers))
    lines = [f"{name}:{headers[name]}" for name in sorted(headers)]
    canonical = "\n".join(
        (asked.method, asked.path, query_text(asked.query), *lines, "", names, asked.sha256),
    )
    scope = f"{day}/{keys.region}/s3/aws4_request"
    to_sign = "\n".join((_ALGORITHM, moment, scope, hashlib.sha256(canonical.encode()).hexdigest()))
    key = f"AWS4{keys.secret_key}".encode()
    for part in (day, keys.region, "s3", "aws4_request"):
        key = _mac(key, part)
    signature = _mac(key, to_sign).hex()
    credential = f"{keys.access_key}/{scope}"
    authorization = f"{_ALGORITHM} Credential={credential},SignedHeaders={names},Signature={signature}"
    return {**headers, "authorization": authorization}


def _mac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
