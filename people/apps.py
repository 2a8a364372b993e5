from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people import rules, school_numbers  # noqa: F401  objections, and who hears of numbers
