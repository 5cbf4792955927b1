"""Hands one e-mail to the mail server of the settings, and says what became of it, without address and secret.

The connection is the one of aiosmtplib, which a time limit can end at any point; smtplib would leave a thread behind.
"""

import asyncio
from email.message import EmailMessage

import aiosmtplib

from thirdring.relay.robots import Outcome, Verdict
from thirdring.settings.work import Smtp

_TEMPORARY = range(400, 500)


async def deliver(message: EmailMessage, smtp: Smtp, seconds: float) -> Verdict:
    try:
        async with asyncio.timeout(seconds):
            return await _deliver(message, smtp)
    except aiosmtplib.SMTPRecipientsRefused as refused:
        return _verdict(max(one.code for one in refused.recipients), "SMTPRecipientsRefused")
    except aiosmtplib.SMTPResponseException as answer:
        return _verdict(answer.code, type(answer).__name__)
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
        return Verdict(Outcome.LATER, type(error).__name__)  # its text may hold an address


async def _deliver(message: EmailMessage, smtp: Smtp) -> Verdict:
    await aiosmtplib.send(
        message,
        hostname=smtp.host,
        port=smtp.port,
        use_tls=smtp.security == "tls",
        start_tls=smtp.security == "starttls",
        username=smtp.user or None,
        password=smtp.password.get_secret_value() or None,
        timeout=None,
    )
    return Verdict(Outcome.DELIVERED)


def _verdict(code: int, why: str) -> Verdict:
    return Verdict(Outcome.LATER if code in _TEMPORARY else Outcome.REFUSED, why, code)
