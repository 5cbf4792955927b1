"""The page on which a complainant answers. It names no person, no place and no matter. Pure."""

from collections.abc import Mapping
from html import escape

from kit.i18n import Language
from ticketing.complaint_links.link import REMARK_MAX, Verdict
from ticketing.resident_page import Translate, resident_page


def answer_page(told: Mapping[str, str], faults: Mapping[str, str], language: Language, _: Translate) -> str:
    """`told` is what came with `faults`, so that nobody has to write twice."""
    words = {Verdict.SATISFIED: _("satisfied"), Verdict.NOT_SATISFIED: _("not satisfied")}
    buttons = "".join(
        f'<label><input type="radio" name="verdict" value="{verdict}" required'
        f"{' checked' if verdict == told.get('verdict') else ''}><span>{escape(text)}</span></label>"
        for verdict, text in words.items()
    )
    question = _("Are you satisfied with how your complaint was settled?")
    remark = _("What could be better?")
    return resident_page(
        _("Your complaint"),
        f'<form method="post" accept-charset="utf-8">'
        f'{_asked(question + " *", f"""<div class="answers">{buttons}</div>""", faults.get("verdict", ""))}'
        f"{_asked(remark, _box(remark, told.get('remark', '')), faults.get('remark', ''))}"
        f"<button>{escape(_('Send'))}</button></form>"
        f'<p class="note">{escape(_("If you are not satisfied, we will call you."))}</p>'
        f'<p class="note">{escape(_("Your answer is kept with your complaint. You can answer once."))}</p>',
        language,
    )


def _asked(legend: str, answers: str, fault: str) -> str:
    wrong = ' class="wrong"' if fault else ""
    said = f'<p class="error" role="alert">{escape(fault)}</p>' if fault else ""
    return f"<fieldset{wrong}><legend>{escape(legend)}</legend>{answers}{said}</fieldset>"


def _box(label: str, told: str) -> str:
    return f'<textarea name="remark" aria-label="{escape(label)}" maxlength="{REMARK_MAX}">{escape(told)}</textarea>'
