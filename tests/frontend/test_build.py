"""What set-up builds: our colours and faces, nobody's crown, nothing from elsewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from govuk.contrast import ratio

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "build" / "static"
CSS = BUILT / "css" / "portal.css"
TOKENS = dict(
    re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", (ROOT / "frontend/scss/_tokens.scss").read_text())
)


def six(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:])


def on(front: str, back: str) -> float:
    return ratio(six(TOKENS.get(front, front)), six(TOKENS.get(back, back)))


@pytest.mark.parametrize("name", ["ok", "attention", "late", "wait", "draft", "closed"])
def test_the_words_of_every_tag_can_be_read(name):
    assert on(name, f"{name}-tint") >= 7


@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("ink", "sheet", 7),
        ("ink", "paper", 7),
        ("ink-2", "paper", 7),
        ("link", "sheet", 7),
        ("link", "paper", 7),
        ("link", "attention-tint", 4.5),
        ("#ffffff", "action", 4.5),
        ("#ffffff", "action-hover", 4.5),
        ("#ffffff", "error", 4.5),
        ("#ffffff", "act", 4.5),
        ("#ffffff", "restricted", 7),
        ("ink", "restricted-tint", 7),
        ("error", "paper", 4.5),
        ("control", "sheet", 3),
        ("control", "paper", 3),
        ("ink", "focus", 7),
    ],
)
def test_contrast_of_the_house(front, back, least):
    assert on(front, back) >= least


def test_the_styles_are_ours():
    css = CSS.read_text()
    assert "GDS Transport" not in css
    assert "crown" not in css
    assert "Source Sans 3" in css
    assert not re.search(r"(header|navigation)[^{}]*\{[^}]*#1d70b8", css), (
        "a masthead in GOV.UK's blue"
    )


def test_the_styles_load_nothing_from_elsewhere():
    css = CSS.read_text()
    addresses = set(re.findall(r"url\(\"?([^)\"]+)", css))
    assert addresses
    for address in addresses:
        assert address.startswith("../"), address
        assert (CSS.parent / address).exists(), f"{address} is not built"


def test_nothing_sticks_over_what_has_the_focus():
    css = CSS.read_text()
    assert "position:sticky" not in css
    assert "position:fixed" not in css


def test_no_mark_of_somebody_else_is_copied():
    names = [path.name for path in BUILT.rglob("*") if path.is_file()]
    assert names
    assert not [
        name
        for name in names
        if "crest" in name or "crown" in name or "moj-" in name.replace("moj-frontend", "")
    ]


def test_scripts_name_no_source_map():
    for script in (BUILT / "js").glob("*.js"):
        assert "sourceMappingURL" not in script.read_text(), script.name


def test_the_lock_names_no_registry():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = [package for name, package in lock["packages"].items() if name]
    assert packages
    assert not [package for package in packages if "resolved" in package]
    assert all(package["integrity"].startswith("sha512-") for package in packages)


def test_exact_versions_are_asked_for():
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


@pytest.mark.parametrize(
    "template",
    [
        path
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if path.parent.name not in ("emails", "documents")  # read by mail programs and WeasyPrint
    ],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_pages_carry_no_styles_or_scripts_of_their_own(template):
    text = template.read_text()
    assert " style=" not in text
    assert not re.search(r"\son[a-z]+=\"", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script
