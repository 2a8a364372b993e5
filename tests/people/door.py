"""The portal's front door as real web processes, and people who come in by it with a browser of their own."""

from __future__ import annotations

import base64
import hmac
import json
import os
import re
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path

from tests.services import ROOT, free_port

PASSWORD = "correct horse battery"
SERVE = "-m gunicorn portal.wsgi:application --threads 4 --log-level warning --no-control-socket"


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    ours = {"PORTAL_ENV": "embedded", "PORTAL_DATA_DIR": str(folder), "EMAIL_HOST": ""}
    return {**kept, **ours, **more}


def say(code: str, env: dict[str, str]) -> str:
    """Run a few lines inside the portal, and answer what they print."""
    begin = "import django; django.setup(); from tests.people.doorkeeper import *\n"
    settings = {**env, "DJANGO_SETTINGS_MODULE": "portal.settings"}
    done = subprocess.run(
        [sys.executable, "-c", begin + code],
        cwd=ROOT, env=settings, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout


@contextmanager
def serving(env: dict[str, str], processes: int = 4) -> Iterator[str]:
    """So many web processes behind one address of this machine."""
    address = f"127.0.0.1:{free_port()}"
    command = [sys.executable, *SERVE.split(), "--bind", address, "--workers", str(processes)]
    server = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        wait_until_it_answers(f"http://{address}")
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait(20)


def wait_until_it_answers(url: str) -> None:
    for _ in range(600):
        try:
            DIRECT.open(f"{url}/sign-in/help/", timeout=10).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the web processes did not start within a minute")


DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass
class Page:
    url: str
    status: int
    text: str

    @property
    def path(self) -> str:
        return urllib.parse.urlsplit(self.url).path

    @property
    def words(self) -> str:
        return " ".join(re.sub(r"<[^>]+>", " ", self.text).split())


@dataclass
class Browser:
    """One browser: its cookies, and how long each answer took (seconds)."""

    url: str
    cookies: CookieJar = field(default_factory=CookieJar)
    took: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies)
        )

    def get(self, path: str) -> Page:
        return self._ask(urllib.request.Request(self.url + path))

    def post(self, path: str, **typed: str) -> Page:
        return self.send(path, csrfmiddlewaretoken=self.token(path), **typed)

    def send(self, path: str, **typed: str) -> Page:
        """A form whose page was opened before."""
        body = urllib.parse.urlencode(typed).encode()
        return self._ask(urllib.request.Request(self.url + path, body))

    def token(self, path: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path).text)
        return found[1] if found else ""

    def _ask(self, request: urllib.request.Request) -> Page:
        began = time.perf_counter()
        try:
            with self.opener.open(request, timeout=90) as answer:
                page = Page(answer.url, answer.status, answer.read().decode())
        except urllib.error.HTTPError as answer:
            page = Page(answer.url, answer.code, answer.read().decode())
        self.took.append(time.perf_counter() - began)
        return page

    def sign_in(self, email: str, password: str = PASSWORD) -> Page:
        return self.post("/sign-in/", login=email, password=password)


def code_at(secret: str, windows: int = 0) -> str:
    """What the app shows now, or so many 30-second windows later (earlier, where negative): RFC 6238."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = struct.pack(">Q", int(time.time()) // 30 + windows)
    digest = hmac.new(key, counter, "sha1").digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def people_with_apps(env: dict[str, str], number: int) -> list[dict[str, str]]:
    """That many heads of that many schools, each with an authenticator app: address and secret."""
    return json.loads(say(f"print_people({number})", env))
