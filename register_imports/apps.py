from django.apps import AppConfig


class RegisterImportsConfig(AppConfig):
    name = "register_imports"
    verbose_name = "Sheets of channels"
