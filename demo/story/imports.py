"""What the offices have imported: one sheet that is done, and one that waits to be looked at."""

from __future__ import annotations

from datetime import datetime

from demo.story.cast import Stage
from demo.story.moments import Strand
from demo.story.staff import MAREHAY, SOUTHFIELD
from documents import sheets
from register_imports.actions import imports, work
from register_imports.models import RegisterImport

DONE = """Marehay Primary School official social media channels are:,,,,,
Platform,Account/Page name,Master administration role,Approved users (posting),Date,
,,,,Opened,Closed
Eg Twitter,Example@School,Business Manager,HoD (Arts),16/5/18,
Twitter,@MarehayCooks,SBO,Class teacher,4/9/17,19/7/22
Youtube,https://www.youtube.com/@MarehayPlays,SBO,SBO,2/11/20,16/7/21
facebook,Marehay Primary,Headteacher,"DHT, SBO",16/1/23,
Twiter,@MarehayReads,SBO,Class teacher,31/2/19,
"""
WAITING = """Southfield School official social media channels are:,,,,,
Platform,Account/Page name,Master administration role,Approved users (posting),Date,
,,,,Opened,Closed
Eg Twitter,Example@School,Business Manager,HoD (Arts),16/5/18,
Eg Facebook,Example Primary,Headteacher,"DHT, SBO",16/1/23,
Twitter ,@SouthfieldDrama,Business Manager,HoD (Drama); Drama technician,3/9/19,
X,https://x.com/SouthfieldMusic?s=20,Headteacher,Head of Music,01/02/2021,
X,@HistorySSchool,Business Manager,"HoD (Humanities), Librarian",16/5/18,
Instagram,southfield.dance ,Headteacher,HoD Dance / Dance technician,12/11/2020,21/7/23
Youtube,https://www.youtube.com/@SouthfieldFilm,Network Manager,Network Manager,31/2/23,
Twiter,@SouthfieldMaths,Business Manager,HoD Maths,9/9/22,
Facebook,Friends of Southfield,PTA Chair,PTA,,
X (formerly Twitter),@southfielddrama,Business Manager,HoD (Drama),3/9/19,
Last looked at by the office before it was sent,,,,,
"""


def import_a_sheet(stage: Stage) -> Strand:
    at = yield stage.ago(3)
    done = upload(stage, MAREHAY, "Jean Porter", "Marehay channels.csv", DONE, at)
    at = yield stage.ago(3, 10, 4)
    imports.start_import(upload=done, by=stage["Jean Porter"], at=at, waits=False)
    work.work_on(import_id=done.pk, clock=lambda: at)


def leave_a_sheet(stage: Stage) -> Strand:
    at = yield stage.ago(1)
    upload(stage, SOUTHFIELD, "Tom Okafor", "Southfield Appendix 1.csv", WAITING, at)


def upload(
    stage: Stage, school: str, name: str, file: str, text: str, at: datetime
) -> RegisterImport:
    where = stage.schools[school]
    return imports.begin_import(
        trust=where.trust,
        school=where,
        file_name=file,
        lines=sheets.read(text.encode()),
        by=stage[name],
        at=at,
    )
