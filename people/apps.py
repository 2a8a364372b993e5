from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people import objections  # noqa: F401  objections, and who hears of numbers
        from people.school_pages import emergency_numbers  # noqa: F401  objections, and who hears of numbers
