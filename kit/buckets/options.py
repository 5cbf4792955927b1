"""Which bucket it is."""

from typing import NamedTuple

from kit.buckets.signing import Keys


class Options(NamedTuple):
    """`prefix` is empty or ends in a slash. `in_path`: the bucket's name is in the path, not in the host's name."""

    endpoint: str
    name: str
    keys: Keys
    prefix: str = ""
    in_path: bool = True
    ca_file: str | None = None
