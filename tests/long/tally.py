"""What the runs of one part have counted so far, kept so that a part can go on where it stopped."""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "long"
PATIENCE = 14 * 60  # seconds; a case begun before then may end a little later


class Tally:
    """Sums over runs, with the seeds and the commit they were made from."""

    def __init__(self, part: str) -> None:
        self.part, self.began = part, time.monotonic()
        self.path = FOLDER / f"{part}.json"
        kept = json.loads(self.path.read_text()) if self.path.exists() else {}
        self.figures = Counter(kept.get("figures", {}))
        self.done = set(kept.get("done", []))
        self.seeds = list(kept.get("seeds", []))

    def has_time(self) -> bool:
        return time.monotonic() - self.began < PATIENCE

    def add(self, **figures: int) -> None:
        """Count these on top of what is kept: add(sequences=200)."""
        self.figures.update(figures)
        self.keep()

    def finish(self, case: str) -> None:
        """This case need not run again."""
        self.done.add(case)
        self.keep()

    def drew(self, seed: int) -> None:
        if seed not in self.seeds:
            self.seeds.append(seed)
            self.keep()

    def keep(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        kept = {"commit": commit(), "seeds": self.seeds, "done": sorted(self.done)}
        aside = self.path.with_suffix(".new")
        aside.write_text(json.dumps({**kept, "figures": self.figures}, indent=1))
        aside.replace(self.path)

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)

    def lines(self) -> list[str]:
        found = [f"{number:,} {name.replace('_', ' ')}" for name, number in self.figures.items()]
        seeds = ", ".join(map(str, self.seeds)) or "none"
        return [
            f"{self.part} at {commit()}: {'; '.join(found) or 'nothing counted'}; seeds {seeds}"
        ]


def commit() -> str:
    answer = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True
    )
    return answer.stdout.strip() or "no commit"
