"""The verbs of reports: asking for a file, making it, and fetching it."""

from reports.actions.asking import STANDARD, ask_for_export, record_export_download
from reports.making.actions import prepare_export, prepare_waiting_exports

__all__ = [
    "STANDARD",
    "ask_for_export",
    "prepare_export",
    "prepare_waiting_exports",
    "record_export_download",
]
