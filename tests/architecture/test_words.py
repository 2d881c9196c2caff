"""What the repository may not say."""

import re
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
THIS_FILE = Path(__file__).relative_to(CHECKOUT).as_posix()
TEXT = {".py", ".md", ".html", ".ts", ".css", ".yaml", ".toml", ".txt", ".json", ".sh", ".js", ""}

TRACKED = [
    name
    for name in subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    if name != THIS_FILE and Path(name).suffix in TEXT and (CHECKOUT / name).is_file()
]
SHOWN_TO_PEOPLE = [
    name
    for name in TRACKED
    if name.startswith("src/midstance/web/") and Path(name).suffix in {".html", ".ts"}
]

UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MACHINE_PATHS = re.compile(r"/work/|/root/|/home/\w+/|/tmp/bash")
REGISTRIES = re.compile(r"registry\.npmjs|pypi\.org|pythonhosted|deb\.debian")
PROMISES = re.compile(
    r"\b(diagnos\w+|treats?|treatment|cures?|heals?|guaranteed|clinically proven)\b"
    r"|prevents? (an? )?injur",
    re.IGNORECASE,
)
BLAME = re.compile(r"\b(great job|well done|you failed|you should have)\b", re.IGNORECASE)


def lines_with(pattern: re.Pattern[str], names: list[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name in names
        for number, line in enumerate(
            (CHECKOUT / name).read_text(encoding="utf-8", errors="replace").splitlines(), 1
        )
        if pattern.search(line)
    ]


@pytest.mark.parametrize(
    "pattern", [UNFINISHED, MACHINE_PATHS, REGISTRIES], ids=lambda p: p.pattern
)
def test_the_repository_speaks_of_the_project_alone(pattern):
    assert lines_with(pattern, TRACKED) == []


def test_lock_files_name_no_address():
    locks = [
        "package-lock.json",
        *(f"requirements/{p.name}" for p in (CHECKOUT / "requirements").glob("*.txt")),
    ]
    assert (
        lines_with(
            re.compile(r"https?://(?!opencollective|github|paypal|tidelift|ko-fi|www\.patreon)"),
            locks,
        )
        == []
    )


@pytest.mark.parametrize("pattern", [PROMISES, BLAME], ids=["promises", "blame"])
def test_pages_promise_no_health_and_blame_nobody(pattern):
    allowed = re.compile(r"does not diagnose|not a medical device|will not do|cannot diagnose")
    found = [line for line in lines_with(pattern, SHOWN_TO_PEOPLE) if not allowed.search(line)]
    assert found == []
