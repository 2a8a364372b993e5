"""Wiring only: settings, URLs, Celery, the schedule and the home page."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
