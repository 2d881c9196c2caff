"""`midstance why` on a terminal and for programs."""

from datetime import UTC, datetime, timedelta

TODAY = datetime.now(UTC).date()


def test_without_runs_it_says_so_in_one_document(midstance):
    answer = midstance("why", "--date", TODAY, "--json")
    assert answer.code == 0
    assert answer.json["changes"] == []
    assert answer.json["load_share"] is None
    assert answer.json["cannot_say"] == answer.json["sentence"]


def test_few_runs_tell_numbers_without_a_claim(filled):
    told = filled("runs", "--json").json
    day = max(run["start"] for run in told)[:10]
    answer = filled("why", "--date", day, "--json").json
    assert answer["changes"] == []
    assert answer["cannot_say"]
    words = filled("why", "--date", day).out
    assert answer["cannot_say"].split()[0] in words
    assert max(map(len, words.splitlines())) <= 80


def test_without_a_pain_it_asks_for_one(filled):
    answer = filled("why")
    assert answer.code == 0
    assert "You have not told of a new pain." in answer.out


def test_a_day_to_come_is_refused_and_a_wrong_one_is_wrong_usage(filled):
    answer = filled("why", "--date", TODAY + timedelta(days=400), "--json")
    assert answer.code == 1
    assert "still to come" in answer.json["error"]["reason"]
    assert filled("why", "--date", "yesterday").code == 2
    assert filled("why", "--tissue", "elbow").code == 2
