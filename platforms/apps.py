from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PlatformsConfig(AppConfig):
    name = "platforms"
    verbose_name = "Platforms"

    def ready(self) -> None:
        from platforms import seed

        post_migrate.connect(seed.platforms, sender=self, dispatch_uid="platforms")
