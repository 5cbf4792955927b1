"""Which passwords are refused, and why. Pure."""

import re
import unicodedata

from kit.i18n import _

LENGTH_MIN = 10
_LOOKED_AT = 72  # characters; a longer password is no weaker
_GUESSED_SOON = 2  # zxcvbn's scores below it: within a million guesses
_BETWEEN_DIGITS = re.compile(r"[\s().+/-]")
_NAME_BYTES_MIN = 3  # one Chinese character, three Latin letters


def weakness(password: str, name: str) -> str:
    """What is wrong with the password and what to do, or ''."""
    said, owner = _plain(password), _plain(name)
    if len(password) < LENGTH_MIN:
        return _("A password has {count} characters at least.").format(count=LENGTH_MIN)
    if _BETWEEN_DIGITS.sub("", said).isdigit():
        return _("A password of digits alone is soon guessed: add words.")
    if said == owner or (len(owner.encode()) >= _NAME_BYTES_MIN and owner in said):
        return _("The password contains the user's name: choose one without it.")
    if _is_common(said, owner):
        return _(
            "This password, or one much like it, is in the lists of common ones: choose four words of no sentence."
        )
    return ""


def _plain(text: str) -> str:
    """The password in lower case and half width, because a guesser tries these too."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _is_common(said: str, owner: str) -> bool:
    """One of the common passwords, or a word, row of keys or date with little added."""
    from zxcvbn import zxcvbn  # late, since its lists take a third of a second to read

    known = zxcvbn(said[:_LOOKED_AT], user_inputs=[owner, "thirdring", "third ring"])
    return int(known["score"]) < _GUESSED_SOON
