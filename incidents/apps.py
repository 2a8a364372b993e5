from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = "Concerns"

    def ready(self) -> None:
        from incidents import seed

        post_migrate.connect(seed.helplines, sender=self, dispatch_uid="helplines")
