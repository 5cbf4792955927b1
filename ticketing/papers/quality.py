"""不合格单, 日检查表, 周检查表: a nonconformity and an inspection as papers. Pure."""

from ticketing.inspections.forms import FORMS
from ticketing.inspections.inspection import Result
from ticketing.inspections.models import InspectionOut
from ticketing.nonconformities.models import NonconformityOut
from ticketing.papers.paper import Box, Paper, Words


def nonconformity_paper(one: NonconformityOut, words: Words) -> Paper:
    _ = words.say
    return Paper(
        words.language,
        _("Nonconformity report"),
        str(one.id),
        [
            (_("Department"), one.department),
            (_("Found at"), words.at(one.raised_at)),
            (_("Raised by"), one.raised_by),
            (_("Issued at"), words.at(one.issued_at)),
            (_("Responsible"), one.responsible),
            (_("To be corrected by"), "" if one.due is None else one.due.isoformat()),
        ],
        _boxes(one, words),
        [_("Manager"), _("Responsible"), _("Verified by")],
        notes=_signed_by(one, words),
        colon=_(": "),
        date=_("Date"),
    )


def _boxes(one: NonconformityOut, words: Words) -> list[Box]:
    """What is not written yet has room for a pen."""
    _ = words.say
    facts = "\n".join(text for text in (one.title, one.description) if text)
    return [
        Box(_("What does not conform"), facts, 0 if facts else 4),
        Box(_("Cause and corrective action"), one.corrective, 0 if one.corrective else 5),
        Box(_("Preventive action"), one.preventive, 0 if one.preventive else 4),
        Box(_("Result of the verification"), one.verification, 0 if one.verification else 3),
    ]


def _signed_by(one: NonconformityOut, words: Words) -> list[str]:
    _ = words.say
    steps = (
        (one.issued_by, _("Issued by {who}.")),
        (one.acted_by, _("Corrected by {who}.")),
        (one.verified_by, _("Verified by {who}.")),
    )
    return [text.format(who=who) for who, text in steps if who]


def inspection_paper(one: InspectionOut, words: Words) -> Paper:
    _ = words.say
    form, zh = FORMS[one.form], words.language == "zh"
    return Paper(
        words.language,
        form.zh if zh else form.en.capitalize(),
        str(one.id),
        [
            (_("Department"), one.department),
            (_("Day"), one.day.isoformat()),
            (_("Inspected by"), one.who),
            (_("Handed in at"), words.at(one.at)),
        ],
        [Box(_("Remarks"), one.notes, 0 if one.notes else 2)],
        [_("Inspector"), _("Manager")],
        columns=[_("No."), _("Item"), _("Result"), _("What was found")],
        widths=[12, 0, 36, 62],
        rows=_points(one, words),
        notes=_counted(one, words),
        colon=_(": "),
        date=_("Date"),
    )


def _points(one: InspectionOut, words: Words) -> list[list[str]]:
    _ = words.say
    marks = {
        Result.OK: _("√ in order"),
        Result.MINOR: _("× minor"),
        Result.MAJOR: _("×× major"),
        Result.NOT_APPLICABLE: _("– not applicable"),
    }
    return [
        [str(place), each.title.zh if words.language == "zh" else each.title.en, marks[each.result], each.note]
        for place, each in enumerate(one.results, start=1)
    ]


def _counted(one: InspectionOut, words: Words) -> list[str]:
    _ = words.say
    counts = _("{ok} in order, {minor} minor, {major} major, {none} not applicable.")
    signed = _("Signed by {who} at {at} in Third Ring.")
    return [
        counts.format(ok=one.ok_count, minor=one.minor_count, major=one.major_count, none=one.not_applicable_count),
        *([signed.format(who=one.signed_by, at=words.at(one.signed_at))] if one.signed_by else []),
    ]
