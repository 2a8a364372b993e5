from django.apps import AppConfig


class AccountsRegistryConfig(AppConfig):
    name = "accounts_registry"
    verbose_name = "The register"

    def ready(self) -> None:
        # The rules register what they object to.
        from accounts_registry.crew import objections  # noqa: F401
