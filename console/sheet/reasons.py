"""Why a row of evidence is not met, in the reader's language. Pure, except for the translations."""

import re
from collections.abc import Mapping

from console.frame.navigation import marked
from console.words import words
from kit.i18n import Language, translations

REASONS: Mapping[str, str] = {
    "not_yet": marked("not yet"),
    "not_resolved_that_day": marked("not resolved that day"),
    "not_resolved_within_a_week": marked("not resolved within a week"),
    "not_resolved_in_time": marked("not resolved in time"),
    "not_answered_in_time": marked("the complainant was not answered in time"),
    "not_asked": marked("nobody asked whether they are satisfied"),
    "not_reported_in_time": marked("not reported in time"),
    "steps_missing": marked("steps of the procedure are missing"),
    "not_introduced_in_time": marked("not introduced in time"),
    "not_called": marked("not called that day"),
    "late": marked("called later than that day"),
    "file_incomplete": marked("the file is not complete"),
    "findings": marked("something was found"),
    "not_satisfied": marked("not satisfied"),
    "not_done": marked("not done"),
    "done_late": marked("done late"),
}
_CALL = re.compile(r"([a-z_]+)_rings_(\d+|None)")
_SATISFACTION = re.compile(r"(?:satisfaction|rated)_(\d)")


def reason(why: str, language: Language) -> str:
    say = translations(language).gettext
    if call := _CALL.fullmatch(why):
        how = words(language)["disposition"].get(call[1], call[1])
        rings = 0 if call[2] == "None" else int(call[2])
        return say(marked("{how}, {rings} rings")).format(how=how, rings=rings)
    if told := _SATISFACTION.fullmatch(why):
        return say(marked("rated {rating} of 5")).format(rating=told[1])
    return say(REASONS[why]) if why in REASONS else why
