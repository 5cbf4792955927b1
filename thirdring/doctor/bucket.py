"""Whether the bucket of photos and papers can be used: a small file is put, read and deleted."""

from contextlib import aclosing

from kit.buckets.troubles import BucketError
from kit.i18n import _
from thirdring.doctor.finding import Finding, Weight
from thirdring.file_places import kept_of
from thirdring.settings import Settings


async def trouble_of_bucket(settings: Settings) -> BucketError | None:
    """None where it can be used, and where there is none."""
    async with aclosing(kept_of(settings)) as kept:
        try:
            await kept.look()
        except BucketError as error:
            return error
    return None


def of_bucket(trouble: BucketError, settings_file: str) -> Finding:
    """Pure."""
    text = _("The bucket of photos and papers cannot be used. {reason}").format(reason=_(trouble.reason))
    return Finding("bucket", Weight.PROBLEM, "", text, settings_file, "files.bucket", ())
