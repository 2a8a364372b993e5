"""What a reporter has answered so far: kept sealed in a draft, and sealed as it was sent in the concern."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from incidents.report.report_options import BY_CODE, KINDS, RISKS


@dataclass(frozen=True)
class Answers:
    """The answers to the five questions. People are ids; nothing here is ever stored unsealed."""

    school: str = ""
    option: str = ""
    kinds: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    cannot_name: bool = False
    what: str = ""
    platform: str = ""
    account: str = ""
    channel: str = ""
    when: str = ""
    risk: str = ""
    called: str = ""
    # Who told the reporter, where it was somebody who cannot sign in.
    told_by: str = ""

    def but(self, **changes: Any) -> Answers:
        return replace(self, **changes)

    def sealed_form(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Answers:
        known = {one.name for one in fields(cls)}
        return cls(
            **{key: value for key, value in json.loads(text or "{}").items() if key in known}
        )

    def known(self) -> Answers:
        """Without any answer that was never a choice: leaving a page keeps what it held unasked."""
        return self.but(
            option=self.option if self.option in BY_CODE else "",
            kinds=[kind for kind in self.kinds if kind in KINDS],
            risk=self.risk if self.risk in RISKS else "",
        )

    def missing(self) -> int:
        """The number of the first question without an answer, or 0."""
        asked = (self.option, self.kinds, self.what.strip(), True, self.risk)
        return next((number for number, answer in enumerate(asked, 1) if not answer), 0)
