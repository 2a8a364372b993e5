"""The messages of an import: that it is done, and that its channels wait to be accepted."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localdate

from notifications import post
from people.models import User
from register_imports.models import ImportedRow, RegisterImport
from register_imports.reading import report
from schools.models import School


def finished(upload: RegisterImport, *, at: datetime) -> None:
    """To whoever pressed the button: what became of the rows, with a link to those left out (letter 19)."""
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
    added = upload.rows.filter(outcome=ImportedRow.Outcome.ADDED, channel__school__isnull=False)
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
    _of_the_trust(upload, at)


def _of_the_trust(upload: RegisterImport, at: datetime) -> None:
    """To those who accept the trust's own channels, but whoever imported them."""
    number = upload.rows.filter(outcome=ImportedRow.Outcome.ADDED, channel__school=None).count()
    if not number:
        return
    on, waits = localdate(at), "1 channel waits" if number == 1 else f"{number:,} channels wait"
    roles = ("CEO", "COMMS")
    people = {
        one.pk: one
        for role in roles
        for one in User.objects.holding(role, on=on, trust=upload.trust)
    }
    people.pop(upload.confirmed_by_id, None)
    for person in people.values():
        post.tell(
            person,
            kind="channels_imported",
            key=f"channels-imported:{upload.pk}:{upload.trust_id}",
            subject=f"{waits} for you to accept onto the register",
            template="imports/emails/to_accept",
            context={"school": upload.trust, "waits": waits},
            link=reverse("register:accept"),
            at=at,
        )
