from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = "Requests and signatures"

    def ready(self) -> None:
        from approvals import rules, strangers  # noqa: F401  register its object rules and whom it waits for
