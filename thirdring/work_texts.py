"""The second step of a notice: a text message by the site's own gateway. Numbers go to its address and nowhere else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aiohttp

from thirdring.relay.pace import Pace
from thirdring.relay.posting import ANSWER_BYTES_MAX
from thirdring.relay.robots import Outcome, Verdict
from thirdring.settings.work import Sms
from thirdring.work_ways import Told, one_line

_BUSY = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Texts:
    sms: Sms
    pace: Pace
    seconds: float

    def numbers_of(self, people: Sequence[str]) -> list[str]:
        numbers = self.sms.people
        return [numbers[name].get_secret_value() for name in people if name in numbers]

    async def bring(self, told: Told, numbers: Sequence[str]) -> Verdict:
        """Delivered where one of them was taken; else unheard where one may have been; else the last answer."""
        found = Verdict(Outcome.REFUSED)
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.seconds)) as http:
            fields = {name: text.get_secret_value() for name, text in self.sms.fields.items()}
            verdicts = [await self._send(http, fields_of(fields, told, number)) for number in numbers]
        for verdict in verdicts:
            if found.outcome is not Outcome.DELIVERED and (not found.unheard or verdict.outcome is Outcome.DELIVERED):
                found = verdict
        return found

    async def _send(self, http: aiohttp.ClientSession, fields: Mapping[str, str]) -> Verdict:
        url = self.sms.url
        if url is None:
            return Verdict(Outcome.REFUSED)
        authorization = self.sms.authorization.get_secret_value()
        headers = {"Authorization": authorization} if authorization else {}
        as_json, as_form = (dict(fields), None) if self.sms.form == "json" else (None, dict(fields))
        try:
            async with http.post(
                url.get_secret_value(), json=as_json, data=as_form, headers=headers, allow_redirects=False
            ) as answer:
                said = await answer.content.read(ANSWER_BYTES_MAX)
                return verdict_of(answer.status, said.decode("utf-8", "replace"), self.sms.answer_has)
        except (aiohttp.ClientError, TimeoutError) as error:
            return Verdict(Outcome.LATER, type(error).__name__)  # its text may hold the address


def verdict_of(status: int, said: str, expected: str) -> Verdict:
    """What the gateway answers is never kept: it may repeat the number. Pure."""
    if 200 <= status < 300 and expected in said:
        return Verdict(Outcome.DELIVERED)
    if status in _BUSY:
        return Verdict(Outcome.TOO_MANY if status == 429 else Outcome.LATER, code=status)
    return Verdict(Outcome.LATER if status >= 500 else Outcome.REFUSED, code=status)


def fields_of(fields: Mapping[str, str], told: Told, number: str) -> dict[str, str]:
    """The body: each field with its placeholders filled in; a brace of what somebody typed stays one. Pure."""
    words = {
        "{phone}": number,
        "{link}": told.address,
        "{number}": told.number,
        "{place}": one_line(told.place),
        "{matter}": one_line(told.matter) or told.category,
        "{category}": told.category,
    }
    return {name: _filled(text, words) for name, text in fields.items()}


def _filled(text: str, words: Mapping[str, str]) -> str:
    parts: list[str] = []
    rest = text
    while rest:
        found = min(((at, word) for word in words if (at := rest.find(word)) >= 0), default=None)
        if found is None:
            return "".join([*parts, rest])
        at, word = found
        parts += [rest[:at], words[word]]
        rest = rest[at + len(word) :]
    return "".join(parts)
