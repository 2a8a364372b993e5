from django.apps import AppConfig, apps
from django.core import checks
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Official Channels"

    def ready(self) -> None:
        from portal import key_checks

        checks.register(key_checks.system_check)
        post_migrate.connect(
            key_checks.after_migrate,
            sender=apps.get_app_config("sealing"),
            dispatch_uid="key checks",
        )
