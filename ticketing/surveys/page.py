"""The page that a household answers on: plain HTML for a phone, no script, Chinese or English. Pure."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from html import escape

from kit.i18n import Language
from ticketing.surveys.answers import COMMENT_MAX
from ticketing.surveys.survey import NO, SCALE, YES, Form, Question, Survey, key

Translate = Callable[[str], str]

_STYLE = """
:root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif; }
body { max-width: 38rem; margin: 0 auto; padding: 1rem; }
header { display: flex; justify-content: flex-end; font-size: .9rem; }
h1 { font-size: 1.4rem; margin: .5rem 0; }
fieldset { border: 1px solid #8886; border-radius: .5rem; margin: 1rem 0; padding: .5rem .8rem .8rem; }
fieldset.wrong { border-color: #c00; border-width: 2px; }
legend { font-weight: 600; padding: 0 .3rem; }
.answers { display: flex; flex-wrap: wrap; gap: .5rem; }
.answers label { flex: 1 0 auto; min-width: 2.6rem; min-height: 2.75rem; display: flex; align-items: center; gap: .4rem;
  justify-content: center; border: 1px solid #8888; border-radius: .4rem; padding: 0 .5rem; box-sizing: border-box; }
.answers label:has(:checked) { outline: 2px solid #06c; background: #06c2; }
.scale { flex-wrap: nowrap; }
.scale label { flex: 1 1 0; min-width: 0; flex-direction: column; gap: .1rem; padding: .35rem 0; }
.long label { flex-basis: 100%; justify-content: flex-start; }
input { accent-color: #06c; }
.ends { display: flex; justify-content: space-between; font-size: .85rem; opacity: .8; margin: .3rem 0 0; }
textarea { width: 100%; min-height: 5rem; font: inherit; box-sizing: border-box; }
button { width: 100%; min-height: 3rem; font: inherit; font-weight: 600; color: #fff; background: #0053a6; border: 0;
  border-radius: .5rem; }
.error { color: #c00; margin: .3rem 0 0; }
.note { font-size: .9rem; opacity: .85; }
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
"""What a browser may load and do on these pages: our style, and to send the form."""


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
    return _page(
        survey.title.shown(language),
        f'{introduction}{star}{wrong}<form method="post" accept-charset="utf-8">{questions}'
        f"<button>{escape(_('Send'))}</button></form>"
        f'<p class="note">{escape(_kept(survey, _))}</p>',
        language,
        _,
    )


def _required(survey: Survey) -> bool:
    return any(question.required for question in survey.questions)


def message_page(title: str, message: str, language: Language, _: Translate) -> str:
    return _page(title, f"<p>{escape(message)}</p>", language, _)


def _kept(survey: Survey, _: Translate) -> str:
    if survey.anonymous:
        return _("Your answers are kept without your name, household or time.")
    return _("Your answers are kept with your household, so that we can make good what is not. Ask us to delete them.")


def _page(title: str, body: str, language: Language, _: Translate) -> str:
    other, name = ("en", "English") if language == "zh" else ("zh", "中文")
    lang = "zh-CN" if language == "zh" else "en"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f'<header><a href="?lang={other}" hreflang="{other}">{name}</a></header>'
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )


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
        f"{' required' if question.required else ''}{' checked' if answer == told else ''}>{escape(text)}</label>"
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
