from django.apps import AppConfig


class GovukConfig(AppConfig):
    name = "govuk"
    verbose_name = "Form fields, the crispy pack and the tags of every page"
