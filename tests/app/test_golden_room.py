"""Room and tissue state on the sample runner and on two real histories, as they were agreed upon.

Only sums of days are kept, no place and no time of day. A missing answer fails and says where the
new one lies; read it before it is kept.
"""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app.conftest import TODAY
from app.golden_room import tell_days
from app.isolated import environment
from app.test_kill import import_all
from web.made_up import store_made_up_runs

GOLDEN = Path(__file__).parent / "golden_room"
TESTS = Path(__file__).parents[1]
DAYS_OF = {
    "history_a": ("2014-01-15", "2017-10-02", "2020-08-20", "2023-06-15", "2026-03-16"),
    "history_b": ("2024-09-01", "2025-03-31", "2025-10-20", "2026-04-13", "2026-08-23"),
}
NEAR = 0.02
pytestmark = pytest.mark.django_db


def assert_golden(name, told, folder):
    path = GOLDEN / f"{name}.json"
    if not path.is_file():
        fresh = folder / path.name
        fresh.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"Expected {path}; read {fresh} and keep it there.")
    assert_near(told, json.loads(path.read_text("utf-8")), name)


def assert_near(told, kept, where):
    """The same names and words, and numbers within two in a hundred."""
    assert type(told) is type(kept) or {type(told), type(kept)} == {int, float}, where
    if isinstance(kept, dict):
        assert list(told) == list(kept), where
        for key in kept:
            assert_near(told[key], kept[key], f"{where} {key}")
    elif isinstance(kept, list):
        assert len(told) == len(kept), where
        for number, (one, other) in enumerate(zip(told, kept, strict=True)):
            assert_near(one, other, f"{where} {number}")
    elif isinstance(kept, float):
        assert told == pytest.approx(kept, rel=NEAR, abs=0.002), where
    else:
        assert told == kept, where


def test_the_sample_runner(runner, tmp_path):
    store_made_up_runs(runner, TODAY, count=60)
    days = [TODAY - timedelta(days=back) for back in (75, 30, 14, 5, 1, 0)]
    assert_golden("sample", tell_days(runner, days), tmp_path)


@pytest.mark.long
@pytest.mark.real_data
@pytest.mark.parametrize("name", sorted(DAYS_OF))
def test_a_real_history(name, unpacked, tmp_path):
    """The whole of it, brought in by the command; the answers come from a process of their own."""
    home = tmp_path / "home"
    import_all(unpacked(name), home)
    told = subprocess.run(
        [sys.executable, "-m", "app.golden_room", *DAYS_OF[name]],
        env=environment(home), cwd=TESTS, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert_golden(name, json.loads(told.stdout), tmp_path)


@pytest.mark.parametrize(
    ("told", "kept"),
    [({"a": 1.0}, {"a": 1.1}), ([1.0], [1.0, 2.0]), ("plan", "state"), (None, 1.0)],
)
def test_another_answer_is_noticed(told, kept):
    with pytest.raises(AssertionError):
        assert_near(told, kept, "")
