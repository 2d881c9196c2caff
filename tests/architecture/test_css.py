"""Styles know start and end, not left and right, so that every page can be mirrored."""

import re
from pathlib import Path

import pytest

import midstance.web

WEB = Path(midstance.web.__file__).parent
STYLES = sorted(path for path in WEB.rglob("*.css") if "built" not in path.parts)
REASON = re.compile(r"/\* physical: \w.+ \*/")
SIDE = re.compile(
    r"(?:^|[;{\s])(?:(?:margin|padding|scroll-margin|scroll-padding|border)-(?:left|right)[\w-]*"
    r"|(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b"
)
FOUR = re.compile(
    r"(?:^|[;{\s])(margin|padding|inset|border-width|border-color|border-style|border-radius"
    r"|scroll-margin|scroll-padding)\s*:\s*([^;}]+)"
)
TOKEN = re.compile(r"[\w.%#+-]+\([^()]*(?:\([^()]*\)[^()]*)*\)|[^\s]+")


def names_a_side(line: str) -> bool:
    if REASON.search(line):
        return False
    return bool(SIDE.search(line)) or any(has_two_sides(*found) for found in FOUR.findall(line))


def has_two_sides(name: str, values: str) -> bool:
    """Four values of which left and right differ."""
    four = TOKEN.findall(values.replace("!important", ""))
    if len(four) != 4:
        return False
    first, second, third, fourth = four
    return (first, fourth) != (second, third) if name == "border-radius" else second != fourth


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_styles_name_no_side(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [
        f"{n}: {line.strip()[:90]}" for n, line in enumerate(lines, 1) if names_a_side(line)
    ] == []


@pytest.mark.parametrize(
    "line",
    [
        "a { margin-left: 1px; }",
        "  left: 0;",
        "a { text-align: right; }",
        "a { padding: 1px 2px 1px 0; }",
        "a { border-radius: 0 4px 4px 0; }",
        "a { border-top-left-radius: 4px; }",
    ],
)
def test_a_side_is_found(line):
    assert names_a_side(line)


@pytest.mark.parametrize(
    "line",
    [
        "a { margin-inline-start: 1px; }",
        "a { padding: 1px 2px 3px 2px; border-radius: 4px 4px 0 0; }",
        "a { padding: var(--a) calc(1px + 2px) 0 calc(1px + 2px); }",
        "/* to the left */",
        "a { left: 0; } /* physical: a chart runs to the right */",
    ],
)
def test_what_mirrors_is_let_through(line):
    assert not names_a_side(line)
