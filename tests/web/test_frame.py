"""What every page has in common, and the parts that pages are made of."""

import json
import re
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory

from midstance.web.components import assets
from midstance.web.components.chart import Annotation, Chart, Panel, Series, Span
from midstance.web.pages.errors.views import broken
from midstance.web.places import places

WEB = Path(assets.__file__).parents[1]
TEMPLATES = sorted(WEB.rglob("*.html"))
SCRIPTS_LIMIT_BYTES = 60_000


def render(text, **context):
    return engines["django"].from_string(text).render(context)


def page_of(client, path):
    return client.get(path).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/help/", "/settings/", "/start/", "/account/login/", "/nowhere/"]
)
def test_a_page_has_one_heading_one_main_part_and_a_language(client, path):
    page = page_of(client, path)
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert len(re.findall(r"<main[ >]", page)) == 1
    assert 'lang="en-gb"' in page
    assert 'href="#main"' in page
    assert "<title>" in page


@pytest.mark.django_db
def test_the_bar_names_only_places_that_exist(client):
    page = page_of(client, "/help/")
    for place in places():
        assert str(place.name) in page
        assert client.get(place.prefix).status_code != 404


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_no_template_holds_inline_script_or_style(template):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on", text)
    scripts = re.findall(r"<script(?![^>]*application/json)[^>]*>", text)
    assert all("src=" in script for script in scripts)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_no_template_asks_another_place_for_anything(template):
    assert not re.search(r"(src|href)=[\"'](https?:)?//", template.read_text(encoding="utf-8"))


def test_the_first_scripts_are_small():
    files = {name for entry in ("frame/frame", "chart/chart") for name in scripts_of(entry)}
    packed = [assets.settings.BUILT / f"{name}.gz" for name in files]
    assert sum(path.stat().st_size for path in packed) <= SCRIPTS_LIMIT_BYTES


def scripts_of(entry):
    script, _, imported = assets.files_of(f"components/{entry}.ts")
    return [script, *imported]


@pytest.mark.django_db
def test_hashed_files_are_kept_for_a_year_and_come_packed(client):
    script, styles, _ = assets.files_of("components/frame/frame.ts")
    for name in (script, *styles):
        plain = client.get(f"/static/built/{name}")
        assert "immutable" in plain.headers["Cache-Control"]
        for packing in ("br", "gzip"):
            packed = client.get(f"/static/built/{name}", headers={"accept-encoding": packing})
            assert packed.headers["Content-Encoding"] == packing
            assert packed.headers["Content-Type"] == plain.headers["Content-Type"]
            assert len(packed.content) < len(plain.content)


@pytest.mark.django_db
def test_an_unchanged_file_is_not_sent_again(client):
    first = client.get("/static/icon.svg")
    again = client.get(
        "/static/icon.svg", headers={"if-modified-since": first.headers["Last-Modified"]}
    )
    assert again.status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["../settings.py", "built/.vite/manifest.json", "..%2fsettings.py", "built", "none.js"]
)
def test_nothing_beside_the_front_end_is_served(client, path):
    assert client.get(f"/static/{path}").status_code == 404


def test_every_icon_in_use_was_kept():
    names = set(json.loads((WEB / "components/icon/names.json").read_text()))
    assert set(assets.read_icons()) == names
    used = {
        name
        for path in TEMPLATES
        for name in re.findall(r'{% icon "([\w-]+)"', path.read_text(encoding="utf-8"))
    } | {place.icon for place in places()}
    assert used <= names


@pytest.mark.parametrize(
    ("kind", "word"), [("carry_on", "Carry on:"), ("adjust", "Adjust:"), ("stop", "Stop:")]
)
def test_a_status_has_word_icon_and_shape(kind, word):
    html = render('{% notice kind title="Now" %}<p>Words</p>{% endnotice %}', kind=kind)
    assert word in html
    assert "<svg" in html
    assert f"notice-{kind}" in html


def test_words_of_a_notice_are_escaped():
    html = render('{% notice "note" %}{{ words }}{% endnotice %}', words="<b>x</b>")
    assert "&lt;b&gt;" in html


def example_chart(**extra):
    lines = [Series("Load", [1.0, None, 3.0], color="load", low=[0.5, None, 2], high=[2, None, 4])]
    return Chart(
        name="example",
        title="Load",
        summary="It rose.",
        x=[0, 60, 120],
        panels=[Panel("Knee load", "BW", lines)],
        axis="time",
        annotations=[Annotation(60, "new shoes")],
        spans=[Span(0, 60, "1")],
        **extra,
    )


def test_a_chart_says_its_summary_and_holds_its_figures():
    html = render("{% chart chart %}", chart=example_chart())
    spec = json.loads(re.search(r"<script[^>]*>(.*?)</script>", html, re.DOTALL).group(1))
    assert spec["panels"][0]["series"][0]["values"] == [1.0, None, 3.0]
    assert spec["annotations"] == [{"x": 60, "text": "new shoes"}]
    assert 'aria-describedby="example-summary"' in html
    assert "It rose." in html


def test_a_chart_keeps_its_room_before_the_script_draws():
    drawn = example_chart()
    assert f'height="{drawn.height_px}"' in render("{% chart chart %}", chart=drawn)


def test_a_chart_with_rows_has_its_table_without_script():
    drawn = example_chart(columns=["Minute", "Load"], rows=[["0", "1.0"], ["2", "<3>"]])
    html = render("{% chart chart %}", chart=drawn)
    assert '<th scope="row">0</th><td>1.0</td>' in html
    assert "&lt;3&gt;" in html


def test_a_chart_cannot_break_out_of_its_block():
    lines = [Series("</script><script>alert(1)</script>", [1.0])]
    drawn = Chart(name="x", title="x", summary="x", x=[0], panels=[Panel("x", "x", lines)])
    assert "<script>alert" not in render("{% chart chart %}", chart=drawn)


@pytest.mark.django_db
def test_without_a_built_front_end_the_page_says_how_to_build_it(client, monkeypatch):
    monkeypatch.setattr("midstance.web.components.frame.is_built", lambda: False)
    assert "make assets" in page_of(client, "/help/")


def test_an_error_page_needs_neither_store_nor_session():
    request = RequestFactory().get("/help/")
    response = broken(request)
    assert response.status_code == 500
    assert "Nothing you stored was lost" in response.content.decode()
