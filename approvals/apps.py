from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = "Requests and signatures"

    def ready(self) -> None:
        from approvals import rules  # noqa: F401  registers its object rules
