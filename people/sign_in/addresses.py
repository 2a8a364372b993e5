"""The e-mail address that somebody signs in with: how it is written, and what is wrong with it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from people.person.models import EMPLOYEES, User
from workflow.promised import promised


def clean_address(email: str | None) -> str | None:
    return (email or "").strip().lower() or None


def wrong_address(person: User) -> str | None:
    """What is wrong with the address this person is about to have, as a sentence."""
    if not person.email:
        return "Enter a work email address" if person.category in EMPLOYEES else None
    try:
        validate_email(person.email)
    except ValidationError:
        return "Enter an email address in the correct format, like name@school.example"
    if len(person.email) > 254:
        return "Email address must be 254 characters or fewer"
    domains = [domain.lower() for domain in promised(person.trust).email_domains]
    if person.category in EMPLOYEES and domains and person.email.rpartition("@")[2] not in domains:
        return "Enter a work email address, ending in " + " or ".join(
            f"@{domain}" for domain in domains
        )
    other = User.objects.filter(email=person.email).exclude(pk=person.pk).first()
    if other is None:
        return None
    if other.trust_id != person.trust_id:
        return "This email address is already used by another organisation here"
    return f"{other.full_name} already has this email address"
