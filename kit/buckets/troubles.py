"""Why a bucket cannot be used, in words for whoever waits and for whoever runs it. Pure."""

from enum import StrEnum

from kit.refusals import RefusedError
from kit.wrong import marked


class Trouble(StrEnum):
    AWAY = "away"
    REFUSED = "refused"
    NO_BUCKET = "no_bucket"
    ELSEWHERE = "elsewhere"
    CLOCK = "clock"
    FULL = "full"
    DAMAGED = "damaged"
    OTHER_SITE = "other_site"
    OTHER = "other"


_OF_CODE = {
    "NoSuchBucket": Trouble.NO_BUCKET,
    "InvalidBucketName": Trouble.NO_BUCKET,
    "RequestTimeTooSkewed": Trouble.CLOCK,
    "AuthorizationHeaderMalformed": Trouble.ELSEWHERE,
    "PermanentRedirect": Trouble.ELSEWHERE,
    "TemporaryRedirect": Trouble.ELSEWHERE,
    "QuotaExceeded": Trouble.FULL,
    "XMinioStorageFull": Trouble.FULL,
    "InsufficientCapacity": Trouble.FULL,
}
_OF_STATUS = {301: Trouble.ELSEWHERE, 302: Trouble.ELSEWHERE, 307: Trouble.ELSEWHERE, 308: Trouble.ELSEWHERE}
_OF_STATUS |= {401: Trouble.REFUSED, 403: Trouble.REFUSED, 404: Trouble.NO_BUCKET, 507: Trouble.FULL}

REASONS = {
    Trouble.AWAY: marked("It does not answer: look whether it runs, and whether files.bucket.endpoint is its address."),
    Trouble.REFUSED: marked(
        "It refuses the keys: compare files.bucket.access_key and secret_key, and give that user the "
        "rights to list, read, write and delete in this bucket."
    ),
    Trouble.NO_BUCKET: marked(
        "There is no such bucket: make it, or correct files.bucket.name and files.bucket.path_style."
    ),
    Trouble.ELSEWHERE: marked(
        "It is in another region or at another address: correct files.bucket.region and endpoint."
    ),
    Trouble.CLOCK: marked("Its clock and this machine's differ by too much: set both by NTP."),
    Trouble.FULL: marked("It is full: make room, or raise its quota."),
    Trouble.DAMAGED: marked("A file in it is not what was put there: put it back from a backup."),
    Trouble.OTHER_SITE: marked(
        "It belongs to another site: set files.bucket.prefix to a folder of its own for this one."
    ),
    Trouble.OTHER: marked("It answers what cannot be used: look at its log."),
}


class BucketError(RefusedError):
    """`said` is the server's own word, for the log."""

    status = 503
    retry_seconds = 30

    def __init__(self, trouble: Trouble, said: str = "") -> None:
        super().__init__(
            "Photos and papers cannot be kept or shown just now: their bucket does not answer. Try again in a minute. "
            "Nothing that was typed is lost."
        )
        self.trouble = trouble
        self.said = said

    @property
    def reason(self) -> str:
        return REASONS[self.trouble]


def trouble_of(status: int, code: str, *, missing_is_fine: bool) -> BucketError | None:
    """`code` is the server's own word; '' where it says none."""
    if status < 300 or (status == 404 and missing_is_fine and code in ("", "NoSuchKey")):
        return None
    if status >= 500 and status != 507 and code not in _OF_CODE:
        return BucketError(Trouble.AWAY, code or str(status))
    trouble = _OF_CODE.get(code) or _OF_STATUS.get(status, Trouble.OTHER)
    return BucketError(trouble, code or str(status))
