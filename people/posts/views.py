"""Posts that nothing uses, taken off the list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from access.guards import guarded
from access.roles import Permission
from people import actions
from people.posts.models import Post
from people.sign_in.user_request import UserRequest


@guarded(Permission.PEOPLE_MANAGE, Post, lookup="pk", kwarg="pk")
@require_POST
def remove(request: UserRequest, post: Post) -> HttpResponse:
    """One press. Where it has come into use meanwhile, the refusal says where."""
    title, place = post.title, post.school_id or post.trust_id
    actions.remove_post(post=post, by=request.user, at=timezone.now())
    messages.success(request, f"{title} is removed.")
    return redirect(f"{reverse('people:roles')}?school={place}")
