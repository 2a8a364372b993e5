"""How much room is left where the portal keeps its files, in bands that no single file moves."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

MB, GB = 1_000_000, 1_000_000_000
FULL = 100 * MB
# A tenth of the disk is little, but of a big one five gigabytes are enough for weeks.
LITTLE_SHARE, LITTLE_LEAST, LITTLE_MOST = 0.1, GB, 5 * GB
FEW_FILES, NO_FILES = 10_000, 500
BANDS = (
    (50 * GB, "more than 50 GB"),
    (20 * GB, "between 20 and 50 GB"),
    (5 * GB, "between 5 and 20 GB"),
    (GB, "between 1 and 5 GB"),
    (FULL, "less than 1 GB"),
    (0, "less than 100 MB"),
)


@dataclass(frozen=True)
class Disk:
    """Bytes, and files, in all and free; a file system that does not count files says 0 in all."""

    total: int
    free: int
    files: int = 0
    free_files: int = 0

    @classmethod
    def of(cls, folder: Path) -> Disk:
        found = os.statvfs(folder)
        return cls(
            found.f_blocks * found.f_frsize,
            found.f_bavail * found.f_frsize,
            found.f_files,
            found.f_favail,
        )

    @property
    def state(self) -> str:
        if self.free < FULL or (self.files and self.free_files < NO_FILES):
            return "failing"
        little = max(LITTLE_LEAST, min(LITTLE_MOST, self.total * LITTLE_SHARE))
        few = self.files and self.free_files < FEW_FILES
        return "attention" if self.free < little or few else "ok"

    @property
    def band(self) -> str:
        """The room left in words: too coarse to tell that somebody has just kept a file."""
        return next(words for least, words in BANDS if self.free >= least)
