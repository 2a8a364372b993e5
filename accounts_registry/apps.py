from django.apps import AppConfig


class AccountsRegistryConfig(AppConfig):
    name = "accounts_registry"
    verbose_name = "The register"

    def ready(self) -> None:
        # Each room registers what it objects to.
        from accounts_registry.crew import objections as of_moderators  # noqa: F401
        from accounts_registry.entry import objections as of_acceptance  # noqa: F401
        from accounts_registry.proposals import objections as of_changes  # noqa: F401
        from accounts_registry.reviews import objections as of_risks  # noqa: F401
