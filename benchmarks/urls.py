"""The portal's addresses, and the yardstick's."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest
from django.urls import path

from accounts_registry.models import Channel
from portal.urls import urlpatterns as portal_urls


class OpenSite(AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        return True


class ChannelAdmin(ModelAdmin):
    """The same rows and columns as the register's page, as anybody would write them."""

    list_display = (
        "account_name",
        "platform",
        "school",
        "status",
        "masters",
        "posters",
        "date_opened",
        "date_closed",
        "next_review_on",
    )
    list_select_related = ("platform", "school")
    list_per_page = 50
    ordering = ("account_name",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("people__post", "people__person")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_change_permission = has_module_permission = has_view_permission

    def masters(self, channel: Channel) -> str:
        return ", ".join(str(one.post) for one in channel.people.all() if one.part == "master")

    def posters(self, channel: Channel) -> str:
        return ", ".join(str(one.post) for one in channel.people.all() if one.part == "poster")


site = OpenSite()
site.register(Channel, ChannelAdmin)
urlpatterns = [path("yardstick/", site.urls), *portal_urls]
handler404 = "django.views.defaults.page_not_found"
