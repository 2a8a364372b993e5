"""The web process stays small: laying out PDFs is the worker's business."""

import subprocess
import sys

from django.conf import settings

from tests.setup.test_start import environment

PROGRAM = """
import sys
from portal.wsgi import application
from django.urls import get_resolver
get_resolver().url_patterns
def walk(patterns):
    for pattern in patterns:
        walk(pattern.url_patterns) if hasattr(pattern, "url_patterns") else pattern.callback
walk(get_resolver().url_patterns)
from django.template import engines
engines["django"]
print("weasyprint" in sys.modules)
"""


def test_it_never_imports_weasyprint(tmp_path):
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=settings.BASE_DIR,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
    )
    assert found.stdout == "False\n", found.stderr
