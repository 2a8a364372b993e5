"""manage.py appointment_code: where nobody fits to confirm an appointment, a code of the server stands for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from people.appointments import actions
from people.appointments.models import Appointment
from people.appointments.statuses import Status
from workflow.moves import WrongState


class Command(BaseCommand):
    help = (
        "Prints a one-time code for an appointment that nobody here can confirm. Entered on its page it stands for the "
        "second person: everybody with a head or safeguarding role of the trust is told, and for 48 hours with a whole "
        "school day in them any of them can stop it. Without an id it lists the appointments that need one."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("id", nargs="?", default="", help="the id in the address of its page")

    def handle(self, *args: Any, id: str, **options: Any) -> None:
        if not id:
            self.list_them()
            return
        try:
            appointment = Appointment.objects.get(pk=UUID(id))
            code = actions.make_code(appointment=appointment, at=timezone.now())
        except (ValueError, Appointment.DoesNotExist):
            raise CommandError("There is no appointment with that id.") from None
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        except WrongState as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(f"Code, for one use: {code}")

    def list_them(self) -> None:
        waiting = Appointment.objects.filter(status=Status.PROPOSED)
        for one in waiting.exclude(witnesses__may_confirm=True).select_related("person"):
            what = f"{one.name.lower()} of {one.place}"
            self.stdout.write(f"{one.pk}  {one.person.full_name}, {what}")
