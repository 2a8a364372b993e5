"""Why a file is not read, as a code with its facts; what people are told is made of it at their door."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """Not to be read. `why` is a code, `about` what its sentence needs."""

    def __init__(self, why: str, **about: Any) -> None:
        super().__init__(why)
        self.why, self.about = why, about
