"""What the process that reads files may do instead of reading them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time


def takes_memory(file):
    yield len([bytes(1_000_000) for _ in range(1000)])


def takes_time(file):
    while True:
        pass
    yield


def sleeps(file):
    time.sleep(30)
    yield


def crashes(file):
    os.kill(os.getpid(), signal.SIGSEGV)
    yield


def ends(file):
    yield 1
    sys.stdout.buffer.flush()
    os._exit(0)


def raises(file):
    yield 1 // 0


def panics(file):
    raise SystemExit("as a native reader does")
    yield


def talks(file):
    while True:
        yield "x" * 1000


def says_nonsense(file):
    sys.stdout.buffer.write(b"[" * 100_000 + b"\n")
    yield


def writes_a_file(file):
    with tempfile.TemporaryFile() as made:
        made.write(b"x" * 100_000)
    yield


def starts_a_program(file):
    yield subprocess.run(["true"]).returncode


def environment(file):
    yield {"names": sorted(os.environ), "django": "django" in sys.modules}


def size(file):
    yield len(file.read())
