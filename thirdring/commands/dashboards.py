"""Boards for the site's own policy; the repository's are for three Chinese rings."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from kit.i18n import _
from metrics.calls.service_level import Policy
from thirdring.commands import CommandError


def build_boards(folder: Path, policy: Policy, values: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """What was done, a line a file that changed. `values` are the site's own, of the boards' text variables."""
    if find_spec("grafana_foundation_sdk") is None:
        raise CommandError(_("Boards are built with a package that is not installed: ./run setup dev installs it."))
    from dashboards import build

    texts = build.files(policy, values)
    try:
        changed = build.write(folder, texts)
    except OSError as error:
        raise CommandError(
            _("The boards cannot be written to {folder}: {reason}.").format(folder=folder, reason=error.strerror)
        ) from None
    written = [_("{file} is written.").format(file=folder / name) for name in changed]
    return written or [_("All {count} boards are as they should be.").format(count=len(texts))]
