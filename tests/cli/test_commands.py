"""The command contract: one document, the right exit code, words on the right stream."""

import json
import subprocess
import sys

import pytest

from midstance.cli.main import COMMANDS

IMPORT_KEYS = {
    "files",
    "imported",
    "duplicates",
    "skipped",
    "failed",
    "seconds",
    "runs",
    "problems",
}
RUN_KEYS = {
    "id",
    "start",
    "sport",
    "distance_m",
    "moving_s",
    "ascent_m",
    "descent_m",
    "cadence_spm",
    "source",
}
TISSUE_KEYS = {"peak_bw", "peak_low_bw", "peak_high_bw", "impulse_bw_s", "impulse_bw_s_per_km"}
FORCES = ("patellofemoral", "patellar_tendon", "tibiofemoral")


def test_import_counts_each_file_once(midstance, watch_files):
    answer = midstance("import", watch_files, "--json")
    report = answer.json
    assert set(report) == IMPORT_KEYS
    assert answer.code == 1  # one file could not be read
    assert report["files"] == 9
    assert (report["imported"], report["failed"]) == (8, 1)
    assert len(report["runs"]) == 8
    assert {"path", "kind", "reason"} <= set(report["problems"][0])
    again = midstance("import", watch_files, "--json").json
    assert (again["imported"], again["duplicates"], again["failed"]) == (0, 8, 1)


def test_import_of_good_files_alone_is_done(midstance, watch_files):
    answer = midstance("import", *sorted(watch_files.glob("*.fit"))[:2])
    assert answer.code == 0
    assert "2 imported" in answer.out


def test_import_of_nothing_is_refused(midstance, tmp_path):
    answer = midstance("import", tmp_path / "absent", "--json")
    assert answer.code == 1
    assert answer.json["error"]["kind"] == "NotFoundError"


def test_runs_are_listed_newest_first(filled):
    answer = filled("runs", "--json")
    assert answer.code == 0
    assert all(set(run) >= RUN_KEYS for run in answer.json)
    starts = [run["start"] for run in answer.json]
    assert starts == sorted(starts, reverse=True)
    assert all(start.endswith("Z") for start in starts)


def test_runs_are_readable(filled):
    answer = filled("runs")
    assert answer.code == 0
    assert "min/km" in answer.out
    assert "8 runs" in answer.out


def test_no_runs_are_an_empty_list(midstance):
    assert midstance("runs", "--json").json == []


def test_the_load_of_a_run_has_ranges_and_inputs(filled):
    key = filled("runs", "--json").json[0]["id"]
    answer = filled("load", key, "--json")
    load = answer.json
    assert answer.code == 0
    assert {"steps", "moving_s", "distance_m", "tissues", "inputs", "versus_usual"} <= set(load)
    for tissue in FORCES:
        figures = load["tissues"][tissue]
        assert set(figures) >= TISSUE_KEYS
        assert figures["peak_low_bw"] < figures["peak_bw"] < figures["peak_high_bw"]
    assert set(load["tissues"]["iliotibial_band"]) == {"index"}
    assert {load["inputs"][name] for name in ("cadence", "slope", "contact_time")} == {"measured"}
    assert load["versus_usual"]["ratio"] > 0


def test_shares_multiply_to_the_ratio(filled):
    import math  # noqa: PLC0415 - only here

    key = filled("runs", "--json").json[0]["id"]
    usual = filled("load", key, "--json").json["versus_usual"]
    assert math.exp(sum(usual["log_shares"].values())) == pytest.approx(usual["ratio"], rel=1e-6)


def test_a_file_and_its_run_have_the_same_load(filled, watch_files):
    path = max(watch_files.glob("*.fit"), key=lambda one: int(one.stem))
    of_file = filled("load", path, "--json").json
    run = next(one for one in filled("runs", "--json").json if one["start"] == of_file["start"])
    stored = filled("load", run["id"], "--json").json
    assert of_file["unrecorded_m"] == pytest.approx(stored["unrecorded_m"], abs=0.1)
    assert of_file["unrecorded_frac"] == pytest.approx(stored["unrecorded_frac"], abs=1e-5)
    for tissue in FORCES:
        peaks = (of_file["tissues"][tissue]["peak_bw"], stored["tissues"][tissue]["peak_bw"])
        assert peaks[0] == pytest.approx(peaks[1], rel=1e-6)


def test_the_readable_load_says_how_sure_it_is(filled):
    key = filled("runs", "--json").json[0]["id"]
    answer = filled("load", key)
    assert "Kneecap joint" in answer.out
    assert " to " in answer.out
    assert "measured" in answer.out


def test_a_steady_step_needs_neither_store_nor_django(bare):
    code = (
        "import sys; from midstance.cli.main import main; "
        "main(['load', '--speed-mps', '3', '--json']); assert 'django' not in sys.modules"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    step = json.loads(answer.stdout)
    for name in ("patellofemoral", "patellar_tendon", "tibiofemoral", "peak_vgrf"):
        assert step[f"{name}_low_bw"] < step[f"{name}_bw"] < step[f"{name}_high_bw"]
    assert step["stress_low_mpa"] < step["stress_mpa"]
    assert not bare.home.exists()


def test_more_cadence_is_less_load(bare):
    slow, quick = (
        bare("load", "--speed-mps", 3, "--cadence-spm", cadence, "--json").json
        for cadence in (160, 176)
    )
    assert quick["patellofemoral_bw"] < slow["patellofemoral_bw"]


@pytest.mark.parametrize(
    "words",
    [
        ["load"],
        ["load", "abc", "--speed-mps", "3"],
        ["load", "abc", "--slope", "0.1"],
        ["load", "--speed-mps", "fast"],
        ["import"],
        ["restore"],
        ["fly"],
        ["runs", "--colour"],
        ["serve", "--port", "99999999"],
        ["--json"],
    ],
)
def test_wrong_usage_is_2_and_nothing_on_standard_output(bare, words):
    answer = bare(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert "usage" in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ["load", "no-such-run", "--json"],
        ["load", "--speed-mps", "300", "--json"],
        ["runs", "--sort", "colour", "--json"],
        ["restore", "no-such-file.zip", "--json"],
    ],
)
def test_a_refusal_is_1_with_its_reason_as_json(midstance, words):
    answer = midstance(*words)
    assert answer.code == 1
    assert set(answer.json["error"]) == {"kind", "reason"}
    assert answer.json["error"]["reason"] in answer.err


def test_a_backup_is_proved_and_restores_the_same(filled, midstance, tmp_path):
    out = tmp_path / "all.zip"
    answer = filled("backup", out, "--json")
    assert answer.code == 0, answer
    assert answer.json["verified"] is True
    assert out.is_file()
    assert midstance("restore", out, "--json").code == 0
    assert midstance("runs", "--json").json == filled("runs", "--json").json
    assert midstance("restore", out, "--json").code == 1


def test_a_rebuild_changes_nothing(midstance, watch_files):
    midstance("import", *watch_files.glob("*.fit"))
    answer = midstance("rebuild", "--json")
    assert answer.code == 0
    assert answer.json["runs"] == 8
    assert answer.json["unchanged"] is True
    assert answer.json["digest_before"] == answer.json["digest_after"]


def test_the_doctor_finds_all_well(filled):
    answer = filled("doctor", "--json")
    assert answer.code == 0, answer
    report = answer.json
    assert report["problems"] == []
    assert report["database"]["version"]
    assert report["originals"]["checked"] == 8
    assert "All is well" in filled("doctor").out


def test_the_doctor_finds_a_damaged_original(midstance, watch_files):
    midstance("import", next(watch_files.glob("*.fit")))
    blob = next((midstance.home / "blobs").glob("??/*"))
    blob.chmod(0o600)
    blob.write_bytes(b"other bytes")
    answer = midstance("doctor", "--json")
    assert answer.code == 1
    assert "damaged" in answer.json["problems"][0]


def test_demo_refuses_a_folder_that_holds_runs(filled):
    answer = filled("demo", "--no-browser", "--json")
    assert answer.code == 1
    assert "not empty" in answer.json["error"]["reason"]


def test_the_version_is_told(bare):
    answer = bare("--version")
    assert answer.code == 0
    assert answer.out.startswith("midstance ")


@pytest.mark.parametrize("command", [*COMMANDS, None])
def test_help_stands_for_every_command(bare, command):
    answer = bare(*([command] if command else []), "--help")
    assert answer.code == 0
    assert "--json" in answer.out or command is None
    assert not bare.home.exists()
