"""The product's own source files, as the conventions read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = [
    "portal",
    "demo",
    "reports",
    "reminders",
    "approvals",
    "incidents",
    "verify",
    "register_imports",
    "watch_list",
    "accounts_registry",
    "policies",
    "people",
    "platforms",
    "schools",
    "notifications",
    "documents",
    "drafts",
    "govuk",
    "workflow",
    "sealing",
    "access",
    "audit",
    "secret_detection",
    "prepared_sql",
    "alphabets",
]


@dataclass(frozen=True)
class Source:
    """A Python file and where it stands: "people/views.py"."""

    place: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def app(self) -> str:
        return self.place.split("/")[0]

    def is_room(self, *rooms: str) -> bool:
        """Whether this file is one of these rooms, or stands in a folder of that name."""
        parts = self.place.removesuffix(".py").split("/")[1:]
        return any(part in rooms for part in parts)


def sources() -> Iterator[Source]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            yield Source(str(path.relative_to(ROOT)), path.read_text())


def templates() -> Iterator[Source]:
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt", ".svg", ".css"}:
            yield Source(str(path.relative_to(ROOT)), path.read_text())
