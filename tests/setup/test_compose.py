"""docker-compose.yml holds to its schema and to what we promise of production."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from ruamel.yaml import YAML

FILE = settings.BASE_DIR / "docker-compose.yml"
SERVICES = YAML(typ="safe").load(FILE)["services"]
OURS = ("migrate", "web", "worker", "mail", "beat")


def schema_check(path: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    return subprocess.run([*command, str(path)], capture_output=True, text=True)


def test_the_file_holds_to_the_compose_schema():
    assert schema_check(FILE).returncode == 0


def test_the_schema_would_catch_a_fault(tmp_path):
    broken = tmp_path / "docker-compose.yml"
    broken.write_text(FILE.read_text().replace("service_healthy", "service_is_healthy"))
    assert schema_check(broken).returncode != 0


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_hardened(name):
    service = SERVICES[name]
    assert service["user"] not in {"root", "0"}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_every_service_that_stays_is_health_checked(name):
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize(
    "name",
    ["SECRET_KEY", "CONCERN_KEYS", "AUTHENTICATOR_KEYS", "BEHIND_TLS_PROXY", "POSTGRES_PASSWORD"],
)
def test_secrets_and_the_proxy_are_required_by_name(name):
    uses = re.findall(rf"\$\{{{name}(?![A-Z_])([^}}]*)\}}", FILE.read_text())
    assert uses
    assert all(use.startswith(":?") for use in uses)


@pytest.mark.parametrize("name", OURS)
def test_our_services_run_as_production(name):
    assert SERVICES[name]["environment"]["PORTAL_ENV"] == "production"


def test_nothing_listens_beyond_this_machine():
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_mail_catcher_is_for_developers_only():
    assert SERVICES["mailpit"]["profiles"] == ["dev"]
