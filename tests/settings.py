"""The portal's settings with a data folder of their own, thrown away after the run."""

import atexit
import os
import shutil
import tempfile

# Before the portal's settings are read: nothing of this machine's portal may reach a test.
# bin/long mutants makes such a folder once and hands each run a copy, database and keys included.
KEPT = os.environ.pop("PORTAL_TESTS_FOLDER", "")
DATA = KEPT or tempfile.mkdtemp(prefix="portal-tests-")
if not KEPT:
    atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ.update(PORTAL_ENV="embedded", PORTAL_DATA_DIR=DATA, PORTAL_URL="http://testserver")
for name in ("CELERY_BROKER_URL", "EMAIL_HOST", "PORTAL_STATIC_ROOT"):
    os.environ.pop(name, None)

# And before anything of the portal is imported: some of it remembers when it started.
from tests import clock  # noqa: E402

clock.CLOCK.start()

from portal.settings import *  # noqa: E402, F403
from portal.settings import DATABASES  # noqa: E402

# Quick hashes and plain static names; everything else is as people run it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
# The cast has no authenticator apps; tests/people turns the second step on where it is meant.
SECOND_STEP = "never"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the live server's threads then meet the same locks as in real life.
    DATABASES["default"]["TEST"] = {"NAME": f"{DATA}/test.sqlite3"}
