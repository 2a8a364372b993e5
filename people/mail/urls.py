"""What became of the letters, for those who look after the people they went to."""

from __future__ import annotations

from django.urls import path

from people.mail import views as mail

app_name = "mail"
urlpatterns = [
    path("", mail.mail, name="list"),
    path("<uuid:pk>/send-again/", mail.send_again, name="send_again"),
]
