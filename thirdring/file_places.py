"""Where the settings keep photos and papers: a folder under data_dir, or a bucket."""

from kit.buckets.bucket import Bucket
from thirdring.settings import Settings
from ticketing.files.folder import Folder
from ticketing.files.in_bucket import InBucket
from ticketing.files.keeping import Keeping
from ticketing.files.shelf import Shelf


def kept_of(settings: Settings) -> Keeping:
    options, folder = settings.files.bucket.options(), Folder(settings.files_dir)
    return folder if options is None else InBucket(Bucket(options), folder)


def shelf_of(settings: Settings) -> Shelf:
    return Shelf(settings.files_dir, settings.files.as_limits(), kept_of(settings))
