from django.apps import AppConfig


class WatchListConfig(AppConfig):
    name = "watch_list"
    verbose_name = "Accounts that are not ours"

    def ready(self) -> None:
        # Its objections register themselves.
        from watch_list import objections  # noqa: F401
