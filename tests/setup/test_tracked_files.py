"""What is in git says nothing about the machine it was written on, or where packages come from."""

import subprocess

import pytest
from django.conf import settings

# In two halves each, or this file would find itself.
HOSTS = ["pypi." + "org", "pythonhosted." + "org", "registry.npm" + "js", "npmmirror" + ".com"]
PLACES = ["/work" + "/", "/root" + "/", "/home" + "/", "file:" + "//", "/opt" + "/pypi"]


def tracked_text() -> dict[str, str]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    names = filter(None, listing.stdout.split("\0"))
    paths = {name: settings.BASE_DIR / name for name in names}
    return {name: path.read_text(errors="ignore") for name, path in paths.items() if path.is_file()}


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    found = tracked_text()
    if not found:
        pytest.skip("this copy has no git history to list its files from")
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
