"""The messages of an import: that it is done, and that its channels wait to be accepted."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localdate

from accounts_registry.importing import report
from accounts_registry.models import RegisterImport
from notifications import post
from people.models import User
from schools.models import School


def finished(upload: RegisterImport, *, at: datetime) -> None:
    """To whoever pressed the button: what became of the rows, with a link to those left out (M19)."""
    person = upload.confirmed_by
    if person is None or person.is_system:
        return
    post.tell(
        person,
        kind="import_finished",
        key=f"import-finished:{upload.pk}",
        subject=f"Import finished: {report.finished(upload.added, upload.updated, upload.left_out)}",
        template="imports/emails/finished",
        context={"upload": upload},
        link=upload.get_absolute_url(),
        at=at,
        why="you imported a file of channels.",
    )


def to_accept(upload: RegisterImport, *, at: datetime) -> None:
    """To each headteacher, once for the whole file: channels of their school wait to be accepted."""
    added = upload.rows.filter(outcome="added", channel__school__isnull=False)
    numbers = dict(added.order_by().values_list("channel__school").annotate(Count("id")))
    for school in School.objects.filter(pk__in=numbers):
        for head in User.objects.holding("HEAD", on=localdate(at), school=school):
            number = numbers[school.pk]
            waits = "1 channel waits" if number == 1 else f"{number:,} channels wait"
            post.tell(
                head,
                kind="channels_imported",
                key=f"channels-imported:{upload.pk}:{school.pk}",
                subject=f"{waits} for you to accept onto the register",
                template="imports/emails/to_accept",
                context={"school": school, "waits": waits},
                link=reverse("register:accept"),
                at=at,
            )
