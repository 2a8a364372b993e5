"""A document loads what is packaged with the portal, and nothing else."""

from __future__ import annotations

import pytest

from documents import pdf, qr


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/x.woff2",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "ftp://elsewhere.example/x",
        "portal:../../etc/passwd",
        "portal:/etc/passwd",
        "portal:fonts/../../../manage.py",
        "portal:no-such-file",
        "data:text/html,x",
    ],
)
def test_nothing_else_is_fetched(url):
    with pytest.raises(pdf.Refused):
        pdf.fetch(url)


def test_the_renderer_itself_is_refused_too(weasyprint):
    with pytest.raises((pdf.Refused, ValueError)):
        pdf._fetcher()("file:///etc/passwd")


def test_a_code_says_its_address_as_a_picture():
    assert qr.svg("https://channels.example/v/ashdown").startswith("<svg")
    assert qr.data_uri("https://channels.example/v/ashdown").startswith("data:image/svg+xml")
