"""`.env.example` documents every setting."""

import re

from django.conf import settings

DOCUMENTED = set(
    re.findall(r"^#?([A-Z][A-Z_]+)=", (settings.BASE_DIR / ".env.example").read_text(), re.M)
)


def names_read_by(path: str) -> set[str]:
    text = (settings.BASE_DIR / path).read_text()
    return set(re.findall(r"environ(?:\.get\(|\[)\s*['\"]([A-Z_]+)", text))


def test_every_name_that_the_settings_read():
    read = names_read_by("portal/settings.py")
    assert "PORTAL_ENV" in read
    assert read - DOCUMENTED == set()


def test_every_name_that_compose_reads():
    text = (settings.BASE_DIR / "docker-compose.yml").read_text()
    read = set(re.findall(r"\$\{([A-Z_]+)", text))
    assert "SECRET_KEY" in read
    assert read - DOCUMENTED == set()


def test_nothing_is_documented_that_nobody_reads():
    read = names_read_by("portal/settings.py")
    assert {"POSTGRES_PASSWORD"} | read >= DOCUMENTED
