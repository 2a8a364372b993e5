from django.apps import AppConfig


class GovukConfig(AppConfig):
    name = "govuk"
    verbose_name = "Form fields, the crispy pack and the tags of every page"

    def ready(self) -> None:
        from govuk.sentences import speak_our_words

        speak_our_words()
