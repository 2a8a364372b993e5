"""Why a letter did not go, and whose fault it was: the address's for good, or somebody's for now."""

from __future__ import annotations

import re
import smtplib
import ssl
from typing import NamedTuple

from notifications.letters import one_line
from notifications.models import Message

NO_ADDRESS = "This person has no e-mail address"
# "Sign in first", whatever it is said to.
UNKNOWN_HERE = {530, 535, 538}
# The server takes no letters of ours for others, or not from our address.
NOT_FOR_US = re.compile(r"5\.7\.(54|60)\b|\brelay", re.IGNORECASE)

Blame = Message.Blame


class Refusal(NamedTuple):
    """Whose fault, in the server's own words on one line."""

    blame: str
    reason: str

    @property
    def is_final(self) -> bool:
        return self.blame == Blame.ADDRESS

    @property
    def is_the_servers(self) -> bool:
        """Whether the next letter would fare no better now."""
        return self.blame in (Blame.SERVER, Blame.PORTAL)


class CannotBeWritten(ValueError):
    """No server need be asked: this letter has no address, or cannot be made into an e-mail."""


def refusal_of(problem: Exception) -> Refusal:
    """What this failure means for the letter."""
    return Refusal(_blame(problem), one_line(_reason(problem)))


def _blame(problem: Exception) -> str:
    if isinstance(problem, CannotBeWritten):
        return Blame.ADDRESS
    if isinstance(problem, ssl.SSLCertVerificationError | smtplib.SMTPNotSupportedError):
        return Blame.PORTAL
    code, said = answer(problem)
    if not 400 <= code < 600:
        return Blame.SERVER
    if isinstance(problem, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return _of_the_letter(code, said)
    return Blame.PORTAL if code >= 500 else Blame.SERVER


def _of_the_letter(code: int, said: str) -> str:
    if code in UNKNOWN_HERE or (code >= 500 and NOT_FOR_US.search(said)):
        return Blame.PORTAL
    if code == 421:
        return Blame.SERVER
    return Blame.ADDRESS if code >= 500 else Blame.LETTER


def answer(problem: Exception) -> tuple[int, str]:
    """The code and the words of the server; no code where it said nothing."""
    said: bytes | str
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(problem.recipients.values()))
    elif isinstance(problem, smtplib.SMTPResponseException):
        code, said = problem.smtp_code, problem.smtp_error
    else:
        return 0, str(problem)
    return code, said.decode(errors="replace") if isinstance(said, bytes) else str(said)


def _reason(problem: Exception) -> str:
    code, said = answer(problem)
    return f"{code} {said}" if code > 0 else said or type(problem).__name__
