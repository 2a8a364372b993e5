from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = "Requests and signatures"

    def ready(self) -> None:
        from approvals import objections  # noqa: F401  register its object rules and whom it waits for
        from approvals.route import strangers  # noqa: F401  register its object rules and whom it waits for
