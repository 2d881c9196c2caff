"""The pages to learn from: every statement names its source or says that it is judged."""

import re

import pytest

from midstance.app.read_lessons import read_lesson, read_lessons
from midstance.core.base.errors import NotFoundError

pytestmark = pytest.mark.django_db
LESSONS = [*read_lessons("en").articles, *read_lessons("en").patterns]


def test_the_list_leads_to_every_lesson(client):
    text = client.get("/learn/").content.decode()
    assert len(LESSONS) > 6
    assert all(f'href="/learn/{each.name}/"' in text for each in LESSONS)


@pytest.mark.parametrize("title", LESSONS, ids=lambda each: each.name)
def test_every_cited_number_is_a_source_on_the_same_page(client, title):
    text = client.get(f"/learn/{title.name}/").content.decode()
    cited = set(re.findall(r'href="#(source-\d+)"', text))
    assert cited == set(re.findall(r'id="(source-\d+)"', text))


@pytest.mark.parametrize("title", LESSONS, ids=lambda each: each.name)
def test_what_is_judged_or_recalled_says_so(client, title):
    lesson = read_lesson(title.name, "en")
    judged = [said for part in lesson.parts for said in part.statements if said.is_judged]
    text = client.get(f"/learn/{title.name}/").content.decode()
    assert text.count("expert judgement</span>") == len(judged) + lesson.lead.is_judged


def test_an_unknown_lesson_is_not_found(client):
    assert client.get("/learn/nothing_here/").status_code == 404
    with pytest.raises(NotFoundError):
        read_lesson("nothing_here", "en")
