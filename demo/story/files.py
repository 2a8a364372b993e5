"""What has been published and downloaded: a privacy notice that is out of date, and who took which file."""

from __future__ import annotations

from demo.story.cast import Stage
from demo.story.moments import Strand
from demo.story.staff import MAREHAY, SOUTHFIELD
from reports import actions as reports
from reports.orders import Options
from verify import publication
from verify.actions import publish_privacy_notice
from workflow.promised import promised

OFFICES = {SOUTHFIELD: "Tom Okafor", MAREHAY: "Jean Porter"}
# The file, whose (none is the whole trust's), how many days ago, who asked, and who took it.
TAKEN = (
    ("register_csv", SOUTHFIELD, 40, "Tom Okafor", ("Tom Okafor",), Options()),
    ("register_xlsx", None, 20, "Uma Trent", ("Uma Trent", "Ravi Shah"), Options()),
    ("register_xlsx", SOUTHFIELD, 6, "Priya Nair", ("Priya Nair",), Options(names=True)),
    ("register_json", SOUTHFIELD, 0, "Tom Okafor", (), Options(closed=False)),
)


def publish_the_lists(stage: Stage) -> Strand:
    """Before Southfield's newest channel opened: so its notice lacks that one."""
    at = yield stage.ago(50)
    for key, office in OFFICES.items():
        (found,) = publication.listed([stage.schools[key]])
        publish_privacy_notice(
            school=stage.schools[key],
            published_on=at.date(),
            version="4",
            fingerprint=found.fingerprint,
            by=stage[office],
            at=at,
        )


def take_some_files(stage: Stage) -> Strand:
    for kind, key, days, asker, takers, options in TAKEN:
        at = yield stage.ago(days)
        export = reports.ask_for_export(
            kind=kind,
            trust=stage.trust,
            school=stage.schools[key] if key else None,
            as_at=at.date(),
            by=stage[asker],
            at=at,
            options=options,
            waits=False,
        )
        made = reports.prepare_export(export_id=export.pk, at=at)
        for taker in takers if made else ():
            reports.record_export_download(export=promised(made), by=stage[taker], at=at)
