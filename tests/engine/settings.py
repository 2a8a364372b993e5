"""The portal's own settings with one more app, whose task leaves a mark that can be counted."""

from portal.settings import *  # noqa: F403
from portal.settings import CELERY_BROKER_URL, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.engine.apps.EngineConfig"]
if CELERY_BROKER_URL.startswith("redis"):
    # Redis gives back what a killed worker had in hand after an hour; a test cannot wait so long.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 20}
