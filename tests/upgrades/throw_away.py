"""The keys of the dumps: thrown away with the portals that the dumps were made of. No portal of a school has them."""

from __future__ import annotations

from pathlib import Path

SECRET_KEY = "throw-away-key-of-the-dumps-signs-nothing-else"
CONCERN_KEY = "throw-away-key-of-the-dumps-seals-no-concern-of-anybody"
AUTHENTICATOR_KEY = "throw-away-key-of-the-dumps-seals-no-second-step-of-anybody"
FILES = {
    "secret.key": SECRET_KEY,
    "concerns.key": CONCERN_KEY,
    "authenticators.key": AUTHENTICATOR_KEY,
}


def lay_out(data_folder: Path) -> None:
    """For a portal that begins in this folder."""
    (data_folder / "keys").mkdir()
    for name, key in FILES.items():
        (data_folder / "keys" / name).write_text(key)
