from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsRegistryConfig(AppConfig):
    name = "accounts_registry"
    verbose_name = "The register"

    def ready(self) -> None:
        # The rules register what they object to.
        from accounts_registry import rules, seed, watch_rules  # noqa: F401

        post_migrate.connect(seed.platforms, sender=self, dispatch_uid="platforms")
