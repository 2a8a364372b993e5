"""The demo's own pages are only ever there in the demo."""

from __future__ import annotations

from django.test import Client

from tests.cast import Cast


def test_the_demo_is_not_there_outside_the_demo(cast: Cast, client: Client) -> None:
    assert client.get("/demo/").status_code == 404
    assert (
        client.post("/demo/sign-in/", {"email": "priya.nair@northmoor.example"}).status_code == 404
    )
    assert client.post("/demo/reset/").status_code == 404
