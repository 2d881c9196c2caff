"""The documented limits are the limits."""

import re
from pathlib import Path

from midstance.importers import limits
from midstance.pose import limits as film_limits

PAGE = Path(__file__).parents[2] / "docs/howto/limits.md"
ROW = re.compile(r"^\| `([A-Z_]+)` \| ([\d,]+) \| .+ \|$", re.MULTILINE)
UNITS = {"MIB", "GIB"}


def test_the_page_lists_every_limit_as_it_is():
    stated = {name: int(value.replace(",", "")) for name, value in ROW.findall(PAGE.read_text())}
    both = vars(limits) | vars(film_limits)
    actual = {name: value for name, value in both.items() if name.isupper()}
    assert stated == {name: value for name, value in actual.items() if name not in UNITS}
