"""Every real device file goes through the command and ends in one class, with a reason."""

import pytest

OUTCOMES = {"duplicate", "skipped", "failed"}


@pytest.mark.long  # the gate sorts the same files without the command, and a few in the browser
@pytest.mark.real_data
def test_every_device_file_ends_in_one_class(midstance, unpacked):
    folder = unpacked("device_files")
    files = {str(path) for path in folder.rglob("*") if path.is_file()}
    answer = midstance("import", folder, "--json")
    report = answer.json
    assert answer.code == (1 if report["failed"] else 0)
    assert report["files"] >= len(files)
    counted = ("imported", "duplicates", "skipped", "failed")
    assert report["files"] == sum(report[name] for name in counted)
    told = [problem["path"] for problem in report["problems"]]
    assert len(told) == len(set(told)) == report["files"] - report["imported"]
    for problem in report["problems"]:
        assert problem["outcome"] in OUTCOMES
        assert problem["kind"] not in {"", "unexpected", "reader_stopped"}, problem
        assert problem["reason"]
    sources = {path for path in told if path in files}
    assert len(files - sources) <= report["imported"] + len(told) - len(sources)
    again = midstance("import", folder, "--json").json
    assert again["imported"] == 0
    assert again["duplicates"] == report["imported"] + report["duplicates"]
