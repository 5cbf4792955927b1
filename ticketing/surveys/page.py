"""The page that a household answers on: plain HTML for a phone, no script, Chinese or English. Pure."""

from collections.abc import Mapping
from html import escape

from kit.i18n import Language
from ticketing.resident_page import Translate, resident_page
from ticketing.surveys.answers import COMMENT_MAX
from ticketing.surveys.survey import NO, SCALE, YES, Form, Question, Survey, key


def form_page(
    survey: Survey, told: Mapping[str, str], faults: Mapping[str, str], language: Language, _: Translate
) -> str:
    """`told` are answers that came with `faults`, so that nobody has to write twice."""
    questions = "".join(
        _question(question, key(place), told.get(key(place), ""), faults.get(key(place), ""), language, _)
        for place, question in enumerate(survey.questions)
    )
    wrong = f'<p class="error" role="alert">{escape(_("Please look at the questions in red."))}</p>' if faults else ""
    star = f'<p class="note">{escape(_("* must be answered"))}</p>' if _required(survey) else ""
    introduction = "".join(f"<p>{escape(line)}</p>" for line in survey.introduction.shown(language).splitlines())
    return resident_page(
        survey.title.shown(language),
        f'{introduction}{star}{wrong}<form method="post" accept-charset="utf-8">{questions}'
        f"<button>{escape(_('Send'))}</button></form>"
        f'<p class="note">{escape(_kept(survey, _))}</p>',
        language,
    )


def _required(survey: Survey) -> bool:
    return any(question.required for question in survey.questions)


def _kept(survey: Survey, _: Translate) -> str:
    if survey.anonymous:
        return _("Your answers are kept without your name, household or time.")
    return _("Your answers are kept with your household, so that we can make good what is not. Ask us to delete them.")


def _question(question: Question, name: str, told: str, fault: str, language: Language, _: Translate) -> str:
    star = " *" if question.required else ""
    wrong = ' class="wrong"' if fault else ""
    said = f'<p class="error">{escape(fault)}</p>' if fault else ""
    legend = f"<legend>{escape(question.text.shown(language))}{star}</legend>"
    return f"<fieldset{wrong}>{legend}{_answers(question, name, told, language, _)}{said}</fieldset>"


def _answers(question: Question, name: str, told: str, language: Language, _: Translate) -> str:
    if question.form is Form.TEXT:
        required = " required" if question.required else ""
        label = escape(question.text.shown(language))
        limits = f'maxlength="{COMMENT_MAX}"{required}'
        return f'<textarea name="{name}" aria-label="{label}" {limits}>{escape(told)}</textarea>'
    words = _words(question, language, _)
    buttons = "".join(
        f'<label><input type="radio" name="{name}" value="{answer}"'
        f"{' required' if question.required else ''}{' checked' if answer == told else ''}>"
        f"<span>{escape(text)}</span></label>"
        for answer, text in words.items()
    )
    if question.form is Form.SCALE:
        ends = f"<span>{escape(_('1 very dissatisfied'))}</span><span>{escape(_('5 very satisfied'))}</span>"
        return f'<div class="answers scale">{buttons}</div><p class="ends">{ends}</p>'
    kind = "answers long" if question.form is Form.CHOICE else "answers"
    return f'<div class="{kind}">{buttons}</div>'


def _words(question: Question, language: Language, _: Translate) -> Mapping[str, str]:
    if question.form is Form.SCALE:
        return {answer: answer for answer in SCALE}
    if question.form is Form.YES_NO:
        return {YES: _("yes"), NO: _("no")}
    return {str(place): words.shown(language) for place, words in enumerate(question.choices, start=1)}
