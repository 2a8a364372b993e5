"""/compliance/: what is due and how it stands."""

from __future__ import annotations

from django.urls import path

from reports import views_reviews

app_name = "compliance"
urlpatterns = [path("reviews/", views_reviews.reviews, name="reviews")]
