"""What a PBX writes of itself, to be read after a gap: the files of `[pbx.cel]` must be there, in the form we know."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kit.i18n import _
from telephony.cel.log_lines import tells_ringing
from telephony.cel.rows import row_of
from thirdring.doctor.finding import Finding, Weight
from thirdring.settings.pbx import Pbx

_TAIL_BYTES = 256 * 1024
_ROWS_LINES = ("thirdring.csv => …",)  # as deploy/asterisk/cel_custom.conf has it
_LOG_LINES = ("full => notice,warning,error,verbose(3)",)


class Written(NamedTuple):
    """The end of one file, or why it cannot be read."""

    pbx: str
    path: str
    is_log: bool
    lines: tuple[bytes, ...] = ()
    trouble: str = ""


def written_of(pbxs: Iterable[Pbx]) -> list[Written]:
    return [
        _read(pbx.name, path, is_log=path is pbx.cel.log)
        for pbx in pbxs
        for path in (pbx.cel.csv, pbx.cel.log)
        if path is not None and (pbx.cel.csv is not None or pbx.cel.url.get_secret_value())
    ]


def _read(pbx: str, path: Path, *, is_log: bool) -> Written:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            return Written(pbx, str(path), is_log, tuple(file.read(_TAIL_BYTES).splitlines()))
    except OSError as error:
        return Written(pbx, str(path), is_log, (), error.strerror or type(error).__name__)


def of_written(files: Iterable[Written]) -> Iterator[Finding]:
    """Pure."""
    for each in files:
        text = _trouble(each)
        if text is None:
            continue
        weight = Weight.PROBLEM if each.trouble or (each.lines and not each.is_log) else Weight.NOT_SEEN
        file, lines = ("logger.conf", _LOG_LINES) if each.is_log else ("cel_custom.conf", _ROWS_LINES)
        section = "logfiles" if each.is_log else "mappings"
        yield Finding("records", weight, each.pbx, text.format(path=each.path, why=each.trouble), file, section, lines)


def _trouble(written: Written) -> str | None:
    if written.trouble:
        return _("What the PBX writes of itself cannot be read: {path}: {why}. Calls of a gap stay estimated.")
    if written.is_log:
        if any(map(tells_ringing, written.lines)):
            return None
        return _("No line of {path} says that a phone is called: make a test call, or see that this line is there.")
    if not written.lines:
        return _("Nothing is written in {path} yet: make a test call, or see that this line is there.")
    if row_of(written.lines[-1]) is None:
        return _(
            "The last line of {path} is not written as in deploy/asterisk/cel_custom.conf: take it over unchanged."
        )
    return None
