"""The two examples of the vendor's documentation with the three headers that we sign."""

from datetime import UTC, datetime

import pytest

from kit.buckets.signing import EMPTY_SHA256, Asked, Keys, query_text, signed
from kit.buckets.troubles import REASONS, Trouble, trouble_of

KEYS = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
AT = datetime(2013, 5, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "signature"),
    [
        ({"lifecycle": ""}, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ({"prefix": "J", "max-keys": "2"}, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ],
)
def test_a_request_is_signed_as_the_vendor_says(query: dict[str, str], signature: str) -> None:
    headers = signed(Asked("GET", "examplebucket.s3.amazonaws.com", "/", query, EMPTY_SHA256), KEYS, AT)
    assert headers["authorization"].endswith(f"Signature={signature}")
    assert "Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request," in headers["authorization"]
    assert KEYS.secret_key not in f"{headers}"
    assert headers["host"] == "examplebucket.s3.amazonaws.com"
    assert headers["x-amz-date"] == "20130524T000000Z"
    assert headers["x-amz-content-sha256"] == EMPTY_SHA256


def test_a_query_is_in_order_and_encoded_as_it_is_signed() -> None:
    assert query_text({"b": "1/2 3~", "a": "é"}) == "a=%C3%A9&b=1%2F2%203~"


def test_a_key_that_is_not_there_is_no_trouble_and_a_bucket_that_is_not_there_is_one() -> None:
    assert trouble_of(404, "NoSuchKey", missing_is_fine=True) is None
    assert trouble_of(404, "", missing_is_fine=True) is None
    missing = trouble_of(404, "NoSuchBucket", missing_is_fine=True)
    assert missing is not None
    assert missing.trouble is Trouble.NO_BUCKET


@pytest.mark.parametrize(
    ("status", "code", "trouble"),
    [
        (300, "", "other"),
        (301, "", "elsewhere"),
        (400, "PermanentRedirect", "elsewhere"),
        (302, "", "elsewhere"),
        (307, "", "elsewhere"),
        (400, "TemporaryRedirect", "elsewhere"),
        (308, "", "elsewhere"),
        (400, "NoSuchBucket", "no_bucket"),
        (400, "InvalidBucketName", "no_bucket"),
        (400, "AuthorizationHeaderMalformed", "elsewhere"),
        (401, "", "refused"),
        (402, "", "other"),
        (403, "AccessDenied", "refused"),
        (403, "RequestTimeTooSkewed", "clock"),
        (403, "QuotaExceeded", "full"),
        (404, "", "no_bucket"),
        (499, "", "other"),
        (500, "", "away"),
        (500, "InternalError", "away"),
        (503, "XMinioStorageFull", "full"),
        (503, "SlowDown", "away"),
        (507, "", "full"),
        (507, "InsufficientCapacity", "full"),
    ],
)
def test_what_a_bucket_answers_is_a_trouble_that_can_be_mended(status: int, code: str, trouble: str) -> None:
    found = trouble_of(status, code, missing_is_fine=False)
    assert (found and found.trouble.value) == trouble


@pytest.mark.parametrize("status", [200, 204, 299])
def test_what_a_bucket_grants_is_no_trouble(status: int) -> None:
    assert trouble_of(status, "", missing_is_fine=False) is None


@pytest.mark.parametrize(
    ("status", "code", "said"), [(403, "AccessDenied", "AccessDenied"), (403, "", "403"), (502, "", "502")]
)
def test_the_log_has_the_word_of_the_bucket_or_its_status(status: int, code: str, said: str) -> None:
    found = trouble_of(status, code, missing_is_fine=False)
    assert (found and found.said) == said


def test_each_trouble_says_what_to_do() -> None:
    assert {trouble.value: REASONS[trouble] != "" for trouble in Trouble} == dict.fromkeys(
        (*("away", "refused", "no_bucket", "elsewhere", "clock", "full", "damaged", "other_site", "other"),),
        True,
    )
