"""Whatever file or folder README, DEVELOPING, the pages of docs and our comments name is there: a recipe leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.architecture.sources import APPS, ROOT, Source, sources

CODE = re.compile(r"`([^`]+)`")
# platforms/models.py, tests/long/ and tests/portal are paths; /status/ is an address, http://… a link,
# templates/<app>/ stands for many, and fonts/x.woff2 lies in a package.
PATH = re.compile(r"(?<![\w/.:<>…-])(?:[\w-]+/)+[\w.-]*(?![\w<…*])")
MADE = ("build/", "keys/", "node_modules/", "in/", "new/", "taken/", "bad/", "var/")
MODULE = re.compile(r"python -m ([\w.]+)")
DECISION = re.compile(r"\bADR (\d+)|docs/adr/(\d{4})\b")
# actions.py: in which room, the sentence says.
FURNITURE = re.compile(r"(?<![\w/.:<>…-])\w+\.py(?!\w)")


def pages() -> Iterator[Source]:
    for path in (ROOT / "README.md", ROOT / "DEVELOPING.md", *sorted(ROOT.glob("docs/**/*.md"))):
        yield Source(str(path.relative_to(ROOT)), path.read_text())


def missing(page: Source) -> Iterator[str]:
    """The files, folders and modules that this page names and that are not there."""
    for number, line in enumerate(page.text.splitlines(), 1):
        for words in CODE.findall(line):
            for name in named(words):
                if not is_there(name):
                    yield f"{page.place}:{number} {name}"
            for name in set(FURNITURE.findall(words)) - files():
                yield f"{page.place}:{number} {name}"


def is_there(name: str) -> bool:
    """A list of tests may leave out the folder in which they all are: `people/test_names.py`."""
    is_test = Path(name).name.startswith("test_")
    return (ROOT / name).exists() or (is_test and (ROOT / "tests" / name).exists())


@cache
def files() -> set[str]:
    """The names of all modules, whatever folder they stand in."""
    apps = (path for app in (*APPS, "tests", "benchmarks") for path in (ROOT / app).rglob("*.py"))
    return {"manage.py", *(path.name for path in apps)}


def named(words: str) -> Iterator[str]:
    """What of these words stands for a place in the repository."""
    for found in PATH.findall(words):
        place = found.rstrip(".")
        if is_ours(place) and not place.startswith(MADE):
            yield place
    for module in MODULE.findall(words):
        path = module.replace(".", "/")
        yield path if (ROOT / path).is_dir() else f"{path}.py"


def is_ours(place: str) -> bool:
    """A file of a kind that the repository has, or a folder of it; csv/xlsx and text/html are neither."""
    return (
        place.endswith((".py", ".md", ".html", ".txt", ".toml", "/"))
        or (ROOT / place.split("/")[0]).is_dir()
    )


def test_every_place_that_is_named_exists() -> None:
    assert [place for page in pages() for place in missing(page)] == []


def test_comments_name_no_place_that_is_gone() -> None:
    assert [place for source in sources() for place in missing(source)] == []


def unnamed(readme: str) -> list[str]:
    return [app for app in APPS if f"`{app}/`" not in readme]


def test_the_readme_names_every_package() -> None:
    assert unnamed((ROOT / "README.md").read_text()) == []
    assert unnamed("") == APPS


def decisions() -> list[int]:
    return [int(path.name[:4]) for path in sorted(ROOT.glob("docs/adr/*.md"))]


def undecided(source: Source) -> Iterator[str]:
    """The decisions that this page or module names and that nobody wrote down."""
    for number in {int(one or other) for one, other in DECISION.findall(source.text)}:
        if number not in decisions():
            yield f"{source.place} ADR {number}"


def test_every_decision_that_is_named_is_written_down_once() -> None:
    assert len(set(decisions())) == len(decisions())
    assert [one for source in (*pages(), *sources()) for one in undecided(source)] == []
    planted = Source("people/x.py", "# As in ADR 1 and ADR 999, and see docs/adr/0998.")
    assert sorted(undecided(planted)) == ["people/x.py ADR 998", "people/x.py ADR 999"]


def test_pages_name_places_at_all() -> None:
    """Else a change of the patterns would let everything pass."""
    assert (
        sum(len(list(named(words))) for page in pages() for words in CODE.findall(page.text)) > 60
    )


def test_planted_violations_are_found() -> None:
    planted = Source(
        "docs/x.md",
        "See `listing/rows.py` and `tests/gone/`, not `tests/architecture/sources.py`, nor `gone_too.py`.\n"
        "`/status/` and `templates/<app>/emails/` are no files, nor is http://x.example/a.py one.\n"
        "Run `.venv/bin/python -m tests.gone tests/people` or `pytest tests/portal/test_none.py`.\n",
    )
    assert list(missing(planted)) == [
        "docs/x.md:1 listing/rows.py",
        "docs/x.md:1 tests/gone/",
        "docs/x.md:1 gone_too.py",
        "docs/x.md:3 tests/gone.py",
        "docs/x.md:3 tests/portal/test_none.py",
    ]
