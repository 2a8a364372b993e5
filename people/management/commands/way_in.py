"""manage.py way_in: where nobody of the list of people can help, whoever runs the server proposes it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from people.person.models import User
from people.system import system_user
from people.way_in import actions


class Command(BaseCommand):
    help = (
        "Proposes a change to how somebody signs in. A second person confirms it in the portal; where nobody fits, its "
        "48 hours begin at once. Everybody with a head or safeguarding role there is told, and can stop it."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "email",
            help="the address they sign in with; of who has none, the id in the address of their page",
        )
        parser.add_argument("--link", action="store_true", help="a new link to choose a password")
        parser.add_argument("--second-step", action="store_true", help="remove the second step")
        parser.add_argument("--new-address", default="", help="another address to sign in with")

    def handle(
        self,
        *args: Any,
        email: str,
        link: bool,
        second_step: bool,
        new_address: str,
        **options: Any,
    ) -> None:
        person = self.person(email.strip().lower())
        if person is None:
            raise CommandError("Nobody signs in with that address.")
        try:
            change = actions.propose_way_in(
                person=person,
                new_address=new_address,
                sends_link=link,
                removes_app=second_step,
                by=system_user(),
                at=timezone.now(),
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(self.said(change))

    def person(self, named: str) -> User | None:
        """By address, or by id: somebody who has never signed in may have no address."""
        people = User.objects.filter(is_system=False)
        try:
            return people.filter(pk=UUID(named)).first()
        except ValueError:
            return people.filter(email=named).first()

    def said(self, change: Any) -> str:
        if change.takes_effect_at:
            at = timezone.localtime(change.takes_effect_at)
            return f"Nobody there can confirm it. It happens on {at:%-d %B %Y at %H:%M} unless it is stopped."
        names = ", ".join(row.person.full_name for row in change.witnesses.filter(may_confirm=True))
        return f"Proposed. One of these confirms it in the portal: {names}."
