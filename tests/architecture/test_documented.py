"""Every command, page and setting is documented, and the docs name no other."""

import re
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
SOURCE = CHECKOUT / "src" / "midstance"
COMMANDS = CHECKOUT / "docs/howto/commands.md"
SETTINGS = CHECKOUT / "docs/howto/settings.md"
SETTING = re.compile(r"MIDSTANCE_[A-Z_]+")


def test_every_command_is_documented():
    not_commands = {"__init__", "main", "words"}
    files = {path.stem.rstrip("_") for path in (SOURCE / "cli").glob("*.py")}
    text = COMMANDS.read_text(encoding="utf-8")
    named = re.findall(r"^## `(?:midstance )?([\w-]+)", text, re.MULTILINE)
    documented = {name.replace("-", "_") for name in named}
    commands = {name for name in files if not name.startswith("_")} - not_commands
    assert commands <= documented
    assert documented <= commands


def test_every_setting_is_documented():
    folders = [SOURCE, CHECKOUT / "tests", CHECKOUT / "scripts"]
    used = {
        name
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in {".py", ".sh"} and path != Path(__file__)
        for name in SETTING.findall(path.read_text(encoding="utf-8"))
    }
    documented = set(SETTING.findall(SETTINGS.read_text(encoding="utf-8")))
    assert used == documented
