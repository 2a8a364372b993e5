"""What is in git says nothing about the machine it was written on, or where packages come from."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

# In two halves each, or this file would find itself.
HOSTS = ["pypi." + "org", "pythonhosted." + "org", "registry.npm" + "js", "npmmirror" + ".com"]
PLACES = ["/work" + "/", "/root" + "/", "/home" + "/", "/opt" + "/pypi"]


NOT_OURS = {".git", ".venv", "node_modules", "build", "var", "__pycache__", "test-results"}


def tracked() -> Iterator[Path]:
    """As git lists them; in a copy without git, all but what .gitignore names."""
    if shutil.which("git") and (settings.BASE_DIR / ".git").exists():
        command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
        listing = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)
        yield from (settings.BASE_DIR / name for name in filter(None, listing.stdout.split("\0")))
        return
    for folder, inside, names in os.walk(settings.BASE_DIR):
        inside[:] = [name for name in inside if name not in NOT_OURS and "_cache" not in name]
        yield from (Path(folder, name) for name in names if name != ".env")


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    found = {
        path.relative_to(settings.BASE_DIR).as_posix(): path.read_text(errors="ignore")
        for path in tracked()
        if path.is_file()
    }
    assert len(found) > 100
    return found


@pytest.mark.parametrize("words", HOSTS + PLACES)
def test_no_tracked_file_names(words, files):
    assert [name for name, text in files.items() if words in text] == []


def test_the_locks_pin_every_package_by_its_hash(files):
    for name in ("requirements.lock", "requirements-dev.lock"):
        pins = [line for line in files[name].splitlines() if "==" in line and line[0].isalnum()]
        assert pins
        assert all(line.endswith("\\") for line in pins)


def test_commands_may_be_run(files):
    for name in ("bin/setup", "bin/run", "bin/test", "bin/check", ".ci/run"):
        assert (settings.BASE_DIR / name).stat().st_mode & 0o111
